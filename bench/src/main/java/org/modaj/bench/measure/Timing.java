package org.modaj.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What JMH measured of one case.
 *
 * @param seconds of one call, mean
 * @param fastest seconds of one call in the fastest iteration; null when unknown
 * @param error half of the mean's 99.9 % confidence interval, in seconds; null when unknown
 * @param samples iterations measured
 * @param allocatedBytes of one call, all threads; null when not counted
 */
public record Timing(
    double seconds,
    @Nullable Double fastest,
    @Nullable Double error,
    long samples,
    @Nullable Double allocatedBytes) {
  /** The values by name. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("call_seconds", seconds);
    map.put("fastest_seconds", fastest);
    map.put("error_seconds", error);
    map.put("samples", samples);
    map.put("allocated_bytes", allocatedBytes);
    return map;
  }
}
