package org.modaj.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.kernels.Work;

/**
 * What the machine could do when a kernel was measured, with as many threads: the fastest of a
 * peak's iterations.
 *
 * @param gflops fused multiply-adds in registers, GFLOP/s
 * @param gbytes {@code a = b + s·c} beyond the caches, GB/s
 */
public record Peak(double gflops, double gbytes) {
  /** The peak that bounds a kind of work; NaN when none does. */
  double of(Work.Kind kind) {
    return switch (kind) {
      case FLOP -> gflops;
      case BYTE -> gbytes;
      case IMAGE, NONE -> Double.NaN;
    };
  }

  /** The mean of some, at least one. */
  static Peak mean(List<Peak> peaks) {
    return new Peak(
        peaks.stream().mapToDouble(Peak::gflops).average().orElseThrow(),
        peaks.stream().mapToDouble(Peak::gbytes).average().orElseThrow());
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("fma_gflops", gflops);
    map.put("triad_gbytes", gbytes);
    return map;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.1f GFLOP/s (fused multiply-adds), %.1f GB/s (triad)", gflops, gbytes);
  }
}
