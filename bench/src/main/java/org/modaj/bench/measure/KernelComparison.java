package org.modaj.bench.measure;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two reports beside each other. A kernel got faster or slower when the 99.9 % confidence intervals
 * of its two mean times have no point in common.
 *
 * @param peakBefore what the machine could do then, mean
 * @param peakNow what it could do now, mean
 * @param differences facts of the machine, the build or the settings that are not the same in both
 * @param kernels those that both reports have
 * @param onlyBefore names that the report of now does not have
 * @param onlyNow names that the report of before does not have
 */
public record KernelComparison(
    Peak peakBefore,
    Peak peakNow,
    List<Difference> differences,
    List<Change> kernels,
    List<String> onlyBefore,
    List<String> onlyNow) {
  /** Facts that must agree for times to be comparable. */
  private static final List<String> FACTS =
      List.of(
          "commit",
          "cpu",
          "processors",
          "threads",
          "java",
          "vm",
          "os",
          "arch",
          "kernels",
          "lanes",
          "fma",
          "forks",
          "time",
          "warm_up");

  /** A fact that changed. */
  public record Difference(String fact, String before, String now) {}

  /** What became of a kernel. */
  public enum Verdict {
    FASTER,
    SLOWER,
    /** The intervals overlap. */
    WITHIN_NOISE,
    /** A report has no error for it. */
    NOISE_UNKNOWN
  }

  /**
   * One kernel's two times.
   *
   * @param before seconds of a call then
   * @param now seconds of a call now
   */
  public record Change(String name, double before, double now, Verdict verdict) {
    /** How many times faster it is now. */
    public double speedup() {
      return before / now;
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("before_seconds", before);
      map.put("now_seconds", now);
      map.put("speedup", speedup());
      map.put("verdict", word(verdict));
      return map;
    }
  }

  /** Compares a report with an earlier one. */
  public static KernelComparison of(StoredReport before, KernelReport now) {
    List<Difference> differences = new ArrayList<>();
    for (String fact : FACTS) {
      String then = before.facts().getOrDefault(fact, "unknown");
      String today = Objects.toString(now.facts().get(fact), "unknown");
      if (!then.equals(today)) {
        differences.add(new Difference(fact, then, today));
      }
    }
    List<Change> kernels = new ArrayList<>();
    List<String> onlyNow = new ArrayList<>();
    List<String> onlyBefore = new ArrayList<>(before.timings().keySet());
    for (KernelResult result : now.results()) {
      Timing then = before.timings().get(result.name());
      if (then == null) {
        onlyNow.add(result.name());
      } else {
        onlyBefore.remove(result.name());
        kernels.add(
            new Change(
                result.name(),
                then.seconds(),
                result.timing().seconds(),
                verdict(then, result.timing())));
      }
    }
    return new KernelComparison(
        Peak.mean(before.peaks()),
        Peak.mean(now.peaks()),
        differences,
        kernels,
        onlyBefore,
        onlyNow);
  }

  private static Verdict verdict(Timing before, Timing now) {
    Double errorBefore = before.error();
    Double errorNow = now.error();
    if (errorBefore == null || errorNow == null) {
      return Verdict.NOISE_UNKNOWN;
    }
    if (now.seconds() + errorNow < before.seconds() - errorBefore) {
      return Verdict.FASTER;
    }
    return now.seconds() - errorNow > before.seconds() + errorBefore
        ? Verdict.SLOWER
        : Verdict.WITHIN_NOISE;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private long count(Verdict verdict) {
    return kernels.stream().filter(k -> k.verdict() == verdict).count();
  }

  /** The comparison as JSON values. */
  public Map<String, Object> toMap() {
    Map<String, @Nullable Object> different = new LinkedHashMap<>();
    differences.forEach(d -> different.put(d.fact(), List.of(d.before(), d.now())));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("peak_before", peakBefore.toMap());
    map.put("peak_now", peakNow.toMap());
    map.put("differences", different);
    map.put("changes", kernels.stream().map(Change::toMap).toList());
    map.put("only_before", onlyBefore);
    map.put("only_now", onlyNow);
    return map;
  }

  /** Writes what differs, then the kernels that changed beyond noise, then counts. */
  public void writeText(PrintWriter out) {
    for (Difference d : differences) {
      out.println("different " + d.fact() + ": before " + d.before() + ", now " + d.now());
    }
    out.println("peak before: " + peakBefore);
    out.println("peak now:    " + peakNow);
    List<Change> changed =
        kernels.stream()
            .filter(k -> k.verdict() == Verdict.FASTER || k.verdict() == Verdict.SLOWER)
            .toList();
    int width = changed.stream().mapToInt(k -> k.name().length()).max().orElse(0);
    for (Change k : changed) {
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %s: %s before, %s now, %.2fx as fast%n",
          k.name(),
          word(k.verdict()),
          KernelReport.time(k.before()),
          KernelReport.time(k.now()),
          k.speedup());
    }
    out.printf(
        Locale.ROOT,
        "%d faster, %d slower, %d within noise, %d of unknown noise, %d only before, %d only now%n",
        count(Verdict.FASTER),
        count(Verdict.SLOWER),
        count(Verdict.WITHIN_NOISE),
        count(Verdict.NOISE_UNKNOWN),
        onlyBefore.size(),
        onlyNow.size());
  }
}
