package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.runs.Chart;
import org.modaj.bench.runs.Run;
import org.modaj.bench.runs.RunTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows trainings one by one. */
@Command(
    name = "show",
    description = "Shows trainings: settings, the results of their epochs, and a chart.",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar runs show runs/a --watch")
final class RunsShowCommand implements Runnable {
  @Mixin private RunsOptions options;

  @Override
  public void run() {
    options.print(Report::new);
  }

  private record Report(List<Run> runs) implements Result {
    @Override
    public Map<String, Object> toMap() {
      List<Map<String, @Nullable Object>> all = new ArrayList<>();
      for (Run run : runs) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>(run.summary());
        one.put("settings", run.settings());
        one.put("history", run.epochs());
        all.add(one);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("runs", all);
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      for (int i = 0; i < runs.size(); i++) {
        if (i > 0) {
          out.println();
        }
        Run run = runs.get(i);
        RunTables.show(run, out);
        String metric = run.metric();
        if (metric != null) {
          String training = metric.replaceFirst("^test_", "train_");
          out.println();
          new Chart(
                  List.of(
                      new Chart.Series(metric, run.values(metric)),
                      new Chart.Series(training, run.values(training))),
                  RunsOptions.columns(),
                  RunTables.isShare(metric))
              .draw(out);
        }
      }
    }
  }
}
