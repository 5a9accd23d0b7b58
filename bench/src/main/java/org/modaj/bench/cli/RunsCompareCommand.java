package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.runs.Chart;
import org.modaj.bench.runs.Run;
import org.modaj.bench.runs.RunTables;
import org.modaj.engine.io.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares trainings. */
@Command(
    name = "compare",
    description =
        "Compares trainings: the settings in which they differ, their results, and a chart of all.",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar runs compare runs/a runs/b")
final class RunsCompareCommand implements Runnable {
  @Mixin private RunsOptions options;

  @Override
  public void run() {
    options.print(RunsCompareCommand::report);
  }

  private static Report report(List<Run> runs) {
    List<Run> readable = runs.stream().filter(run -> run.problem() == null).toList();
    for (Run run : runs) {
      if (run.problem() != null && readable.size() < 2) {
        throw new ExperimentException(run.name() + " cannot be compared: " + run.problem());
      }
    }
    if (readable.size() < 2) {
      throw new ExperimentException(
          "there is one training only, "
              + readable.getFirst().name()
              + "; name several, or a folder with several");
    }
    return new Report(readable);
  }

  private record Report(List<Run> runs) implements Result {
    @Override
    public Map<String, Object> toMap() {
      List<Map<String, @Nullable Object>> all = new ArrayList<>();
      for (Run run : runs) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>(run.summary());
        Map<String, @Nullable Object> differing = new LinkedHashMap<>();
        for (String name : RunTables.differing(runs)) {
          differing.put(name, name.equals("data") ? run.data() : run.settings().get(name));
        }
        one.put("differing_settings", differing);
        all.add(one);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("runs", all);
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      RunTables.differences(runs, out);
      String metric =
          runs.stream().map(Run::metric).filter(m -> m != null).findFirst().orElse(null);
      if (metric == null) {
        return;
      }
      List<Chart.Series> series = new ArrayList<>();
      runs.forEach(
          run -> series.add(new Chart.Series(Printable.line(run.name()), run.values(metric))));
      out.println();
      out.println(metric);
      new Chart(series, RunsOptions.columns(), RunTables.isShare(metric)).draw(out);
    }
  }
}
