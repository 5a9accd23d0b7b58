package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.modaj.bench.record.RunRecord;
import org.modaj.bench.reproduce.Cell;
import org.modaj.bench.reproduce.Grid;
import org.modaj.bench.reproduce.GridPlan;
import org.modaj.bench.reproduce.Question;
import org.modaj.bench.reproduce.Selection;
import org.modaj.bench.reproduce.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a run of reproduce will take, and what of it is done. */
@Command(
    name = "plan",
    description = {
      "Prints the cells, what is done, and the hours and memory for the rest.",
      "The hours are estimated for this machine from steps that are measured now; the memory is that",
      "of the largest training. Writes nothing."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar reproduce plan --scale smoke",
      "  java -jar moda-bench.jar reproduce plan rq2 --scale quick --data-dir data"
    })
final class ReproducePlanCommand implements Runnable {
  private static final String ALL = "all";

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private ReproduceOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "QUESTION",
      description = "rq1, rq2, rq3 or all (default: all).")
  private List<String> named = new ArrayList<>();

  @Override
  public void run() {
    Selection selection = options.selection(questions());
    threads.apply();
    RunRecord record = RunRecord.start("reproduce plan", threads.threads());
    try {
      Workbench bench = new Workbench(options.out(), options.data(), output.progress());
      List<Cell> cells = Grid.cells(selection, options.data());
      GridPlan plan = GridPlan.of(cells, bench, selection.scale().batch());
      record.put("scale", selection.scale().toString());
      record.put("out", options.out().toString());
      output.print(new Report(record, plan, options.out().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<Question> questions() {
    Set<Question> questions = EnumSet.noneOf(Question.class);
    for (String name : named.isEmpty() ? List.of(ALL) : named) {
      if (name.equalsIgnoreCase(ALL)) {
        questions.addAll(EnumSet.allOf(Question.class));
      } else {
        questions.add(
            Arrays.stream(Question.values())
                .filter(q -> q.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                    new ParameterException(
                        spec.commandLine(),
                        "QUESTION: expected rq1, rq2, rq3 or all, but was '" + name + "'")));
      }
    }
    return questions;
  }

  private record Report(RunRecord record, GridPlan plan, String out) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("cells", plan.cells().stream().map(GridPlan.Line::toMap).toList());
      map.put("done", plan.done());
      map.put("hours_left", plan.hoursLeft());
      map.put("memory_mib", plan.memoryMib());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.printf("%-64s %10s  %s%n", "cell", "hours", "");
      for (GridPlan.Line line : plan.cells()) {
        text.printf(
            Locale.ROOT,
            "%-64s %10.3f  %s%n",
            line.id(),
            line.hours(),
            line.isDone() ? "done" : "");
      }
      text.printf(
          Locale.ROOT,
          "%n%d cells, %d done in %s; about %.2f hours are left on this machine%s%n",
          plan.cells().size(),
          plan.done(),
          out,
          plan.hoursLeft(),
          plan.memoryMib() == 0
              ? ""
              : ", with at most " + plan.memoryMib() + " MiB for one training");
    }
  }
}
