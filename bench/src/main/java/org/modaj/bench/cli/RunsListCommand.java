package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.runs.Run;
import org.modaj.bench.runs.RunTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists trainings, a line each. */
@Command(
    name = "list",
    description = {
      "Lists the trainings in folders, a line each.",
      "A line has what the training does, model, data, method, epochs, last and best result (on test",
      "or validation samples), parameters, time, and the course of the result."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar runs list runs")
final class RunsListCommand implements Runnable {
  @Mixin private RunsOptions options;

  @Override
  public void run() {
    options.print(Report::new);
  }

  private record Report(List<Run> runs) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("runs", runs.stream().map(Run::summary).toList());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      RunTables.list(runs, out);
    }
  }
}
