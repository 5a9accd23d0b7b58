package org.modaj.bench.runs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.io.Printable;

/** Runs as tables. */
public final class RunTables {
  private static final int MOST_EPOCHS = 12;
  private static final int BARS = 16;
  private static final Set<String> ALWAYS = Set.of("model", "method", "epochs");

  private RunTables() {}

  /** A line for each run. */
  public static void list(List<Run> runs, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "RUN",
            "STATE",
            "MODEL",
            "DATA",
            "METHOD",
            "EPOCHS",
            "RESULT",
            "BEST",
            "PARAMETERS",
            "TIME",
            "COURSE"));
    for (Run run : runs) {
      rows.add(
          List.of(
              Printable.line(run.name()),
              run.state().toString(),
              run.setting("model"),
              run.data() == null ? "-" : run.data(),
              run.setting("method"),
              epochs(run),
              result(run.metric(), run.last(run.metric())),
              best(run),
              parameters(run),
              time(run.seconds()),
              Chart.line(run.values(run.metric()), BARS)));
    }
    print(rows, out);
    runs.stream()
        .filter(run -> run.problem() != null)
        .forEach(run -> out.println(Printable.line(run.name()) + ": " + run.problem()));
  }

  /** A line for each run with the settings in which they differ. */
  public static void differences(List<Run> runs, PrintWriter out) {
    Set<String> differing = differing(runs);
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("", "RUN"));
    differing.forEach(name -> head.add(name.toUpperCase(Locale.ROOT).replace('_', ' ')));
    head.addAll(List.of("EPOCHS", "RESULT", "BEST", "PARAMETERS", "TIME"));
    rows.add(head);
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      List<String> row = new ArrayList<>();
      row.add(String.valueOf(Chart.MARKS.charAt(i % Chart.MARKS.length())));
      row.add(Printable.line(run.name()));
      differing.forEach(
          name -> row.add(name.equals("data") ? String.valueOf(run.data()) : run.setting(name)));
      row.add(epochs(run));
      row.add(result(run.metric(), run.last(run.metric())));
      row.add(best(run));
      row.add(parameters(run));
      row.add(time(run.seconds()));
      rows.add(row);
    }
    print(rows, out);
  }

  /** Names of the settings in which some runs differ, the data set among them. */
  public static Set<String> differing(List<Run> runs) {
    Set<String> names = new LinkedHashSet<>();
    names.add("data");
    runs.forEach(run -> names.addAll(run.settings().keySet()));
    names.removeIf(name ->
        runs.stream()
                .map(run -> name.equals("data") ? String.valueOf(run.data()) : run.setting(name))
                .distinct()
                .count()
            < 2);
    names.remove("epochs");
    return names;
  }

  /** The settings of a run, and its last epochs. */
  public static void show(Run run, PrintWriter out) {
    out.println(Printable.line(run.name()) + ": " + run.state() + ", " + epochs(run) + " epochs");
    if (run.problem() != null) {
      out.println("  " + run.problem());
      return;
    }
    out.println(
        "  "
            + String.join(
                ", ",
                run.setting("model"),
                run.data() == null ? "-" : run.data(),
                run.setting("method"),
                parameters(run) + " parameters",
                String.format(Locale.ROOT, "%.1f MiB", run.bytes() / 1048576.0),
                time(run.seconds())));
    List<String> settings = new ArrayList<>();
    run.settings()
        .keySet()
        .forEach(name -> {
          if (!ALWAYS.contains(name)) {
            settings.add(name + " " + run.setting(name));
          }
        });
    out.println("  " + String.join(", ", settings));
    if (run.epochs().isEmpty()) {
      return;
    }
    out.println();
    List<List<String>> rows = new ArrayList<>();
    Map<String, @Nullable Object> first = run.epochs().getFirst();
    rows.add(first.keySet().stream().filter(name -> !name.equals("samples")).toList());
    int from = Math.max(0, run.epochs().size() - MOST_EPOCHS);
    for (Map<String, @Nullable Object> epoch : run.epochs().subList(from, run.epochs().size())) {
      rows.add(rows.getFirst().stream().map(name -> cell(name, epoch.get(name))).toList());
    }
    print(rows, out);
    if (from > 0) {
      out.println("(the last " + MOST_EPOCHS + " of " + run.epochs().size() + " epochs)");
    }
  }

  private static String cell(String name, @Nullable Object value) {
    if (!(value instanceof Number number)) {
      return "-";
    }
    return switch (name) {
      case "epoch" -> String.valueOf(number.longValue());
      case "seconds" -> String.format(Locale.ROOT, "%.1f", number.doubleValue());
      default ->
          isShare(name)
              ? result(name, number.doubleValue())
              : String.format(Locale.ROOT, "%.4g", number.doubleValue());
    };
  }

  /** Whether a result is a share of samples. */
  public static boolean isShare(@Nullable String metric) {
    return metric != null && (metric.contains("accuracy") || metric.contains("right"));
  }

  private static String result(@Nullable String metric, double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return isShare(metric)
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String best(Run run) {
    int epoch = run.bestEpoch();
    return epoch == 0
        ? "-"
        : result(run.metric(), run.values(run.metric())[epoch - 1]) + " (" + epoch + ")";
  }

  private static String epochs(Run run) {
    String done =
        run.part() > 0
            ? String.format(Locale.ROOT, "%.2f", run.epochs().size() + run.part())
            : String.valueOf(run.epochs().size());
    return done + "/" + run.setting("epochs");
  }

  private static String parameters(Run run) {
    return run.parameters() == null ? "-" : String.format(Locale.ROOT, "%,d", run.parameters());
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d m %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d m", whole / 3600, whole / 60 % 60);
  }

  private static void print(List<List<String>> rows, PrintWriter out) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    boolean[] numbers = new boolean[widths.length];
    Arrays.fill(numbers, rows.size() > 1);
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int c = 0; c < widths.length; c++) {
        numbers[c] &= row.get(c).isEmpty() || "-0123456789".indexOf(row.get(c).charAt(0)) >= 0;
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String gap = " ".repeat(widths[c] - row.get(c).length());
        line.append(numbers[c] ? gap + row.get(c) : row.get(c) + gap).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
