package org.modaj.bench.measure;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured, for people and as the file that later runs are compared with.
 *
 * @param facts the run's record: machine, commit, threads, settings
 * @param results at least one
 */
public record KernelReport(Map<String, Object> facts, List<KernelResult> results) {
  private static final String[] UNITS = {"s", "ms", "us", "ns"};
  private static final double STEP = 1000;
  private static final double PERCENT = 100;

  /** The report as JSON values. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(facts);
    map.put("peaks", peaks().stream().map(Peak::toMap).toList());
    map.put("results", results.stream().map(KernelResult::toMap).toList());
    return map;
  }

  /** The measured peaks, in order. */
  List<Peak> peaks() {
    return results.stream().map(KernelResult::peak).distinct().toList();
  }

  /** Writes a table, one line a kernel. */
  public void writeText(PrintWriter out) {
    int width = results.stream().mapToInt(r -> r.name().length()).max().orElse(0);
    boolean counted = results.stream().anyMatch(r -> r.timing().allocatedBytes() != null);
    String name = "%-" + width + "s";
    out.printf(
        name + "  %11s  %7s  %15s  %9s%s%n",
        "kernel",
        "time a call",
        "error",
        "rate",
        "% of peak",
        counted ? "  bytes allocated" : "");
    for (KernelResult r : results) {
      out.printf(name, r.name());
      out.print("  " + pad(time(r.timing().seconds()), 11));
      out.print("  " + pad(error(r.timing()), 7));
      out.print("  " + pad(rate(r), 15));
      out.print("  " + pad(percent(r.peakShare()), 9));
      out.println(counted ? "  " + pad(bytes(r.timing().allocatedBytes()), 15) : "");
    }
    for (Peak peak : peaks()) {
      out.println("peak of " + facts.get("threads") + " threads: " + peak);
    }
  }

  private static String rate(KernelResult r) {
    Double rate = r.rate();
    return rate == null ? "" : String.format(Locale.ROOT, "%.1f %s", rate, r.work().kind().unit());
  }

  private static String error(Timing timing) {
    Double error = timing.error();
    return error == null
        ? ""
        : String.format(Locale.ROOT, "±%.1f %%", PERCENT * error / timing.seconds());
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "" : String.format(Locale.ROOT, "%.0f %%", PERCENT * share);
  }

  private static String bytes(@Nullable Double bytes) {
    return bytes == null ? "" : String.format(Locale.ROOT, "%,.0f", bytes);
  }

  /** Seconds in the unit that makes them at least 1. */
  static String time(double seconds) {
    double value = seconds;
    int unit = 0;
    while (value < 1 && unit < UNITS.length - 1) {
      value *= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.3g %s", value, UNITS[unit]);
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
