package org.modaj.engine.kernel.vector.lanes;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Eight rows turned into groups of eight columns, by three stages of interleaving. */
public final class Transposition {
  private static final VectorShuffle<Float> LOW = SPECIES.shuffleFromOp(i -> i / 2);
  private static final VectorShuffle<Float> HIGH = SPECIES.shuffleFromOp(i -> LANES / 2 + i / 2);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAA);

  private Transposition() {}

  /**
   * Copies {@code source[r][k]} to {@code target[k][r]} for eight r.
   *
   * @param rowStride distance of two r in {@code source}
   * @param kStride distance of two k in {@code target}, at least 8
   */
  public static void eightRows(
      float[] source, int from, int rowStride, int k, float[] target, int to, int kStride) {
    int p = 0;
    for (; p + LANES <= k; p += LANES) {
      block(source, from + p, rowStride, target, to + p * kStride, kStride);
    }
    if (p < k) {
      for (int r = 0; r < 8; r++) {
        oneRow(source, from + r * rowStride + p, k - p, target, to + p * kStride + r, kStride);
      }
    }
  }

  /** Copies {@code source[k]} to every {@code kStride}-th element of {@code target}. */
  public static void oneRow(float[] source, int from, int k, float[] target, int to, int kStride) {
    for (int p = 0; p < k; p++) {
      target[to + p * kStride] = source[from + p];
    }
  }

  /* Each stage pairs the rows whose numbers differ by 4, by 2, by 1. */
  private static void block(
      float[] source, int from, int rowStride, float[] target, int to, int kStride) {
    int row = from;
    FloatVector a0 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a1 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a2 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a3 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a4 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a5 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a6 = FloatVector.fromArray(SPECIES, source, row);
    row += rowStride;
    FloatVector a7 = FloatVector.fromArray(SPECIES, source, row);
    FloatVector b0 = low(a0, a4);
    FloatVector b1 = high(a0, a4);
    FloatVector b2 = low(a1, a5);
    FloatVector b3 = high(a1, a5);
    FloatVector b4 = low(a2, a6);
    FloatVector b5 = high(a2, a6);
    FloatVector b6 = low(a3, a7);
    FloatVector b7 = high(a3, a7);
    FloatVector c0 = low(b0, b4);
    FloatVector c1 = high(b0, b4);
    FloatVector c2 = low(b1, b5);
    FloatVector c3 = high(b1, b5);
    FloatVector c4 = low(b2, b6);
    FloatVector c5 = high(b2, b6);
    FloatVector c6 = low(b3, b7);
    FloatVector c7 = high(b3, b7);
    low(c0, c4).intoArray(target, to);
    high(c0, c4).intoArray(target, at(to, 1, kStride));
    low(c1, c5).intoArray(target, at(to, 2, kStride));
    high(c1, c5).intoArray(target, at(to, 3, kStride));
    low(c2, c6).intoArray(target, at(to, 4, kStride));
    high(c2, c6).intoArray(target, at(to, 5, kStride));
    low(c3, c7).intoArray(target, at(to, 6, kStride));
    high(c3, c7).intoArray(target, at(to, 7, kStride));
  }

  /* Where the i-th result goes: eight of them make LANES columns of eight. */
  private static int at(int to, int i, int kStride) {
    return to + i * LANES / 8 * kStride + i * LANES % 8;
  }

  private static FloatVector low(FloatVector a, FloatVector b) {
    return a.rearrange(LOW).blend(b.rearrange(LOW), ODD);
  }

  private static FloatVector high(FloatVector a, FloatVector b) {
    return a.rearrange(HIGH).blend(b.rearrange(HIGH), ODD);
  }
}
