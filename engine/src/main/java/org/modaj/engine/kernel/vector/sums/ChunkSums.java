package org.modaj.engine.kernel.vector.sums;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Parallel;

/** The sum of what the chunks of a reduction have left side by side, in their order. */
public final class ChunkSums {
  private ChunkSums() {}

  /**
   * Adds up {@code sums [chunks, size]} in {@code total [size]}.
   *
   * @param total may be {@code sums} itself: the total then takes the place of the first chunk
   * @param accumulate whether to add to what {@code total} holds, the chunks before these
   */
  public static void total(float[] sums, int chunks, int size, float[] total, boolean accumulate) {
    Parallel.elements(
        size,
        (from, to) -> {
          if (!accumulate && total != sums) {
            System.arraycopy(sums, from, total, from, to - from);
          }
          for (int chunk = accumulate ? 0 : 1; chunk < chunks; chunk++) {
            add(sums, chunk * size + from, total, from, to - from);
          }
        });
  }

  /** Adds {@code size} elements of {@code a} to {@code c}. */
  public static void add(float[] a, int from, float[] c, int to, int size) {
    int j = 0;
    for (; j <= size - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, c, to + j)
          .add(FloatVector.fromArray(SPECIES, a, from + j))
          .intoArray(c, to + j);
    }
    for (; j < size; j++) {
      c[to + j] += a[from + j];
    }
  }
}
