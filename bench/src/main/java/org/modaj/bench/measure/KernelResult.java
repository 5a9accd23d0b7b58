package org.modaj.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.kernels.Work;

/**
 * One case's figures.
 *
 * @param name of the case
 * @param work what one call has to do
 * @param timing what a call took
 * @param peak what the machine could do at most when it was measured
 */
public record KernelResult(String name, Work work, Timing timing, Peak peak) {
  /** GFLOP/s, GB/s or images/s; null where nothing is counted. */
  public @Nullable Double rate() {
    return work.kind() == Work.Kind.NONE ? null : work.rate(timing.seconds());
  }

  /** The rate as a share of the peak; null where there is none. */
  public @Nullable Double peakShare() {
    Double rate = rate();
    double most = peak.of(work.kind());
    return rate == null || Double.isNaN(most) ? null : rate / most;
  }

  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.putAll(timing.toMap());
    map.put("rate", rate());
    map.put("unit", work.kind().unit());
    map.put("peak_share", peakShare());
    return map;
  }
}
