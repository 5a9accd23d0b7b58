package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.replace.Fit;
import org.modaj.bench.experiment.replace.Repair;
import org.modaj.bench.experiment.replace.ReplacementExperiment.Outcome;
import org.modaj.bench.record.RunRecord;

/** What {@code replace} found out. */
record ReplacementReport(RunRecord record, Outcome outcome, @Nullable Path out) implements Result {
  private static final String LINE = "%-14s %-24s %7s %9s %7s   %7s %9s %7s%n";

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(record.toMap());
    map.put("weak_data_checksums", outcome.checksums());
    map.put("repairs", outcome.repairs().stream().map(Repair::toMap).toList());
    map.put("means", outcome.means().stream().map(Repair.Mean::toMap).toList());
    if (out != null) {
      map.put("out", out.toString());
    }
    return map;
  }

  @Override
  public void writeText(PrintWriter text) {
    for (Fit fit : Fit.values()) {
      text.printf(Locale.ROOT, "%-39s %-27s other classes, mean %%%n", fit, "mixed class, %");
      text.printf(
          Locale.ROOT,
          LINE,
          "mixed class",
          "variant",
          "weak",
          "repaired",
          "change",
          "weak",
          "repaired",
          "change");
      for (Repair r : outcome.repairs()) {
        if (r.fit() == fit) {
          String name = r.mixedClass() + " " + r.className();
          line(text, name, r.variant().toString(), r.weak(), r.repaired());
        }
      }
      for (Repair.Mean m : outcome.means()) {
        if (m.fit() == fit) {
          line(text, "mean", m.variant().toString(), m.weak(), m.repaired());
        }
      }
      text.println();
    }
    if (out != null) {
      text.println("saved to " + out);
    }
  }

  private static void line(
      PrintWriter text,
      String name,
      String variant,
      Repair.Accuracies weak,
      Repair.Accuracies repaired) {
    text.printf(
        Locale.ROOT,
        LINE,
        name,
        variant,
        percent("%.2f", weak.target()),
        percent("%.2f", repaired.target()),
        percent("%+.2f", repaired.target() - weak.target()),
        percent("%.2f", weak.others()),
        percent("%.2f", repaired.others()),
        percent("%+.2f", repaired.others() - weak.others()));
  }

  private static String percent(String format, double share) {
    return String.format(Locale.ROOT, format, 100 * share);
  }
}
