package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile of the weight gradient: products of {@link Lanes#ROWS} neighbouring floats of
 * one array with one or two vectors of another, summed over pairs of positions.
 *
 * <p>Each sum of a call is one chain from {@code +0}; it is stored, or added to the old sum.
 */
final class PairKernel {
  /** Whether 8 x 2 accumulators fit into the registers: 32 of them where vectors have 16 lanes. */
  private static final boolean TALL = LANES >= 16;

  private PairKernel() {}

  /**
   * Computes one chunk's sums of a full tile.
   *
   * @param vectors columns of the tile in vectors: 1 or 2
   * @param table pairs of offsets into {@code x} and {@code dy}, in {@code [from, to)}; not modified
   * @param sums the tile from {@code sumOffset}, rows {@code rowStride} apart; modified
   * @param first whether to store the sums; otherwise they are added
   */
  static void tile(
      int vectors,
      int[] table,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] sums,
      int sumOffset,
      int rowStride,
      boolean first) {
    if (vectors == 1) {
      tile8x1(table, from, to, x, xOffset, dy, dyOffset, sums, sumOffset, rowStride, first);
    } else if (TALL) {
      tile8x2(table, from, to, x, xOffset, dy, dyOffset, sums, sumOffset, rowStride, first);
    } else {
      int low = sumOffset + 4 * rowStride;
      tile4x2(table, from, to, x, xOffset, dy, dyOffset, sums, sumOffset, rowStride, first);
      tile4x2(table, from, to, x, xOffset + 4, dy, dyOffset, sums, low, rowStride, first);
    }
  }

  /* For 32 registers. */
  private static void tile8x2(
      int[] table,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] sums,
      int sumOffset,
      int rowStride,
      boolean first) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    for (int k = from; k < to; k += 2) {
      int left = xOffset + table[k];
      int right = dyOffset + table[k + 1];
      FloatVector b0 = FloatVector.fromArray(SPECIES, dy, right);
      FloatVector b1 = FloatVector.fromArray(SPECIES, dy, right + LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, x[left]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      a = FloatVector.broadcast(SPECIES, x[left + 1]);
      c10 = a.fma(b0, c10);
      c11 = a.fma(b1, c11);
      a = FloatVector.broadcast(SPECIES, x[left + 2]);
      c20 = a.fma(b0, c20);
      c21 = a.fma(b1, c21);
      a = FloatVector.broadcast(SPECIES, x[left + 3]);
      c30 = a.fma(b0, c30);
      c31 = a.fma(b1, c31);
      a = FloatVector.broadcast(SPECIES, x[left + 4]);
      c40 = a.fma(b0, c40);
      c41 = a.fma(b1, c41);
      a = FloatVector.broadcast(SPECIES, x[left + 5]);
      c50 = a.fma(b0, c50);
      c51 = a.fma(b1, c51);
      a = FloatVector.broadcast(SPECIES, x[left + 6]);
      c60 = a.fma(b0, c60);
      c61 = a.fma(b1, c61);
      a = FloatVector.broadcast(SPECIES, x[left + 7]);
      c70 = a.fma(b0, c70);
      c71 = a.fma(b1, c71);
    }
    int row = sumOffset;
    if (!first) {
      c00 = FloatVector.fromArray(SPECIES, sums, row).add(c00);
      c01 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c01);
      row += rowStride;
      c10 = FloatVector.fromArray(SPECIES, sums, row).add(c10);
      c11 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c11);
      row += rowStride;
      c20 = FloatVector.fromArray(SPECIES, sums, row).add(c20);
      c21 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c21);
      row += rowStride;
      c30 = FloatVector.fromArray(SPECIES, sums, row).add(c30);
      c31 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c31);
      row += rowStride;
      c40 = FloatVector.fromArray(SPECIES, sums, row).add(c40);
      c41 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c41);
      row += rowStride;
      c50 = FloatVector.fromArray(SPECIES, sums, row).add(c50);
      c51 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c51);
      row += rowStride;
      c60 = FloatVector.fromArray(SPECIES, sums, row).add(c60);
      c61 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c61);
      row += rowStride;
      c70 = FloatVector.fromArray(SPECIES, sums, row).add(c70);
      c71 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c71);
      row = sumOffset;
    }
    c00.intoArray(sums, row);
    c01.intoArray(sums, row + LANES);
    row += rowStride;
    c10.intoArray(sums, row);
    c11.intoArray(sums, row + LANES);
    row += rowStride;
    c20.intoArray(sums, row);
    c21.intoArray(sums, row + LANES);
    row += rowStride;
    c30.intoArray(sums, row);
    c31.intoArray(sums, row + LANES);
    row += rowStride;
    c40.intoArray(sums, row);
    c41.intoArray(sums, row + LANES);
    row += rowStride;
    c50.intoArray(sums, row);
    c51.intoArray(sums, row + LANES);
    row += rowStride;
    c60.intoArray(sums, row);
    c61.intoArray(sums, row + LANES);
    row += rowStride;
    c70.intoArray(sums, row);
    c71.intoArray(sums, row + LANES);
  }

  /* For 16 registers: half of the rows. */
  private static void tile4x2(
      int[] table,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] sums,
      int sumOffset,
      int rowStride,
      boolean first) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    for (int k = from; k < to; k += 2) {
      int left = xOffset + table[k];
      int right = dyOffset + table[k + 1];
      FloatVector b0 = FloatVector.fromArray(SPECIES, dy, right);
      FloatVector b1 = FloatVector.fromArray(SPECIES, dy, right + LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, x[left]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      a = FloatVector.broadcast(SPECIES, x[left + 1]);
      c10 = a.fma(b0, c10);
      c11 = a.fma(b1, c11);
      a = FloatVector.broadcast(SPECIES, x[left + 2]);
      c20 = a.fma(b0, c20);
      c21 = a.fma(b1, c21);
      a = FloatVector.broadcast(SPECIES, x[left + 3]);
      c30 = a.fma(b0, c30);
      c31 = a.fma(b1, c31);
    }
    int row = sumOffset;
    if (!first) {
      c00 = FloatVector.fromArray(SPECIES, sums, row).add(c00);
      c01 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c01);
      row += rowStride;
      c10 = FloatVector.fromArray(SPECIES, sums, row).add(c10);
      c11 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c11);
      row += rowStride;
      c20 = FloatVector.fromArray(SPECIES, sums, row).add(c20);
      c21 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c21);
      row += rowStride;
      c30 = FloatVector.fromArray(SPECIES, sums, row).add(c30);
      c31 = FloatVector.fromArray(SPECIES, sums, row + LANES).add(c31);
      row = sumOffset;
    }
    c00.intoArray(sums, row);
    c01.intoArray(sums, row + LANES);
    row += rowStride;
    c10.intoArray(sums, row);
    c11.intoArray(sums, row + LANES);
    row += rowStride;
    c20.intoArray(sums, row);
    c21.intoArray(sums, row + LANES);
    row += rowStride;
    c30.intoArray(sums, row);
    c31.intoArray(sums, row + LANES);
  }

  /* For the last columns, and for all of a narrow result. */
  private static void tile8x1(
      int[] table,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] sums,
      int sumOffset,
      int rowStride,
      boolean first) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    FloatVector c50 = zero;
    FloatVector c60 = zero;
    FloatVector c70 = zero;
    for (int k = from; k < to; k += 2) {
      int left = xOffset + table[k];
      int right = dyOffset + table[k + 1];
      FloatVector b0 = FloatVector.fromArray(SPECIES, dy, right);
      FloatVector a = FloatVector.broadcast(SPECIES, x[left]);
      c00 = a.fma(b0, c00);
      a = FloatVector.broadcast(SPECIES, x[left + 1]);
      c10 = a.fma(b0, c10);
      a = FloatVector.broadcast(SPECIES, x[left + 2]);
      c20 = a.fma(b0, c20);
      a = FloatVector.broadcast(SPECIES, x[left + 3]);
      c30 = a.fma(b0, c30);
      a = FloatVector.broadcast(SPECIES, x[left + 4]);
      c40 = a.fma(b0, c40);
      a = FloatVector.broadcast(SPECIES, x[left + 5]);
      c50 = a.fma(b0, c50);
      a = FloatVector.broadcast(SPECIES, x[left + 6]);
      c60 = a.fma(b0, c60);
      a = FloatVector.broadcast(SPECIES, x[left + 7]);
      c70 = a.fma(b0, c70);
    }
    int row = sumOffset;
    if (!first) {
      c00 = FloatVector.fromArray(SPECIES, sums, row).add(c00);
      row += rowStride;
      c10 = FloatVector.fromArray(SPECIES, sums, row).add(c10);
      row += rowStride;
      c20 = FloatVector.fromArray(SPECIES, sums, row).add(c20);
      row += rowStride;
      c30 = FloatVector.fromArray(SPECIES, sums, row).add(c30);
      row += rowStride;
      c40 = FloatVector.fromArray(SPECIES, sums, row).add(c40);
      row += rowStride;
      c50 = FloatVector.fromArray(SPECIES, sums, row).add(c50);
      row += rowStride;
      c60 = FloatVector.fromArray(SPECIES, sums, row).add(c60);
      row += rowStride;
      c70 = FloatVector.fromArray(SPECIES, sums, row).add(c70);
      row = sumOffset;
    }
    c00.intoArray(sums, row);
    row += rowStride;
    c10.intoArray(sums, row);
    row += rowStride;
    c20.intoArray(sums, row);
    row += rowStride;
    c30.intoArray(sums, row);
    row += rowStride;
    c40.intoArray(sums, row);
    row += rowStride;
    c50.intoArray(sums, row);
    row += rowStride;
    c60.intoArray(sums, row);
    row += rowStride;
    c70.intoArray(sums, row);
  }
}
