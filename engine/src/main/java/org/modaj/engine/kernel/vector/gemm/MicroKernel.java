package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The register tile of the matrix products: {@link Lanes#ROWS} rows times two vectors of columns
 * stay in registers while the sum runs.
 *
 * <p>Lanes are independent outputs: each is one chain of fused multiply-adds in the order of the
 * table, so neither the width nor the blocking changes a bit. The left factor is a panel {@code
 * [k][ROWS]}, the right one a panel {@code [k][COLUMNS]}. The sum is given as runs: a table of
 * triples (offset into {@code a}, row of {@code b}, length), so that a convolution can skip the
 * taps that fall into the padding.
 */
public final class MicroKernel {
  private MicroKernel() {}

  /**
   * Computes or continues a full tile.
   *
   * @param table the runs, from index {@code from}; not modified
   * @param c the tile from {@code cOffset}, rows {@code rowStride} apart; modified
   * @param fresh whether the chains start at {@code +0}; otherwise at the old {@code c}
   */
  public static void tile(
      int runs,
      int[] table,
      int from,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    if (Lanes.TALL) {
      tall(runs, table, from, a, aOffset, b, bOffset, c, cOffset, rowStride, fresh);
    } else {
      int low = cOffset + 4 * rowStride;
      half(runs, table, from, a, aOffset, b, bOffset, c, cOffset, rowStride, fresh);
      half(runs, table, from, a, aOffset + 4, b, bOffset, c, low, rowStride, fresh);
    }
  }

  /**
   * Like {@link #tile} for a tile of which only {@code rows} rows and {@code columns} columns
   * exist; the others are computed beside {@code c} and dropped.
   */
  public static void tile(
      int rows,
      int columns,
      int runs,
      int[] table,
      int from,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    if (rows == ROWS && columns == COLUMNS) {
      tile(runs, table, from, a, aOffset, b, bOffset, c, cOffset, rowStride, fresh);
      return;
    }
    float[] whole = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    if (!fresh) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(c, cOffset + i * rowStride, whole, i * COLUMNS, columns);
      }
    }
    tile(runs, table, from, a, aOffset, b, bOffset, whole, 0, COLUMNS, fresh);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(whole, i * COLUMNS, c, cOffset + i * rowStride, columns);
    }
  }

  /* 8 x 2 vectors, for 32 registers. */
  private static void tall(
      int runs,
      int[] table,
      int from,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    FloatVector c00;
    FloatVector c01;
    FloatVector c10;
    FloatVector c11;
    FloatVector c20;
    FloatVector c21;
    FloatVector c30;
    FloatVector c31;
    FloatVector c40;
    FloatVector c41;
    FloatVector c50;
    FloatVector c51;
    FloatVector c60;
    FloatVector c61;
    FloatVector c70;
    FloatVector c71;
    if (fresh) {
      c00 = FloatVector.zero(SPECIES);
      c01 = FloatVector.zero(SPECIES);
      c10 = FloatVector.zero(SPECIES);
      c11 = FloatVector.zero(SPECIES);
      c20 = FloatVector.zero(SPECIES);
      c21 = FloatVector.zero(SPECIES);
      c30 = FloatVector.zero(SPECIES);
      c31 = FloatVector.zero(SPECIES);
      c40 = FloatVector.zero(SPECIES);
      c41 = FloatVector.zero(SPECIES);
      c50 = FloatVector.zero(SPECIES);
      c51 = FloatVector.zero(SPECIES);
      c60 = FloatVector.zero(SPECIES);
      c61 = FloatVector.zero(SPECIES);
      c70 = FloatVector.zero(SPECIES);
      c71 = FloatVector.zero(SPECIES);
    } else {
      int row = cOffset;
      c00 = FloatVector.fromArray(SPECIES, c, row);
      c01 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c10 = FloatVector.fromArray(SPECIES, c, row);
      c11 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c20 = FloatVector.fromArray(SPECIES, c, row);
      c21 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c30 = FloatVector.fromArray(SPECIES, c, row);
      c31 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c40 = FloatVector.fromArray(SPECIES, c, row);
      c41 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c50 = FloatVector.fromArray(SPECIES, c, row);
      c51 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c60 = FloatVector.fromArray(SPECIES, c, row);
      c61 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c70 = FloatVector.fromArray(SPECIES, c, row);
      c71 = FloatVector.fromArray(SPECIES, c, row + LANES);
    }
    for (int run = 0; run < runs; run++) {
      int left = aOffset + table[from + 3 * run];
      int right = bOffset + table[from + 3 * run + 1] * COLUMNS;
      int length = table[from + 3 * run + 2];
      for (int k = 0; k < length; k++) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, right + k * COLUMNS);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, right + k * COLUMNS + LANES);
        FloatVector x = FloatVector.broadcast(SPECIES, a[left + k * ROWS]);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 1]);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 2]);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 3]);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 4]);
        c40 = x.fma(b0, c40);
        c41 = x.fma(b1, c41);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 5]);
        c50 = x.fma(b0, c50);
        c51 = x.fma(b1, c51);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 6]);
        c60 = x.fma(b0, c60);
        c61 = x.fma(b1, c61);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 7]);
        c70 = x.fma(b0, c70);
        c71 = x.fma(b1, c71);
      }
    }
    int row = cOffset;
    c00.intoArray(c, row);
    c01.intoArray(c, row + LANES);
    row += rowStride;
    c10.intoArray(c, row);
    c11.intoArray(c, row + LANES);
    row += rowStride;
    c20.intoArray(c, row);
    c21.intoArray(c, row + LANES);
    row += rowStride;
    c30.intoArray(c, row);
    c31.intoArray(c, row + LANES);
    row += rowStride;
    c40.intoArray(c, row);
    c41.intoArray(c, row + LANES);
    row += rowStride;
    c50.intoArray(c, row);
    c51.intoArray(c, row + LANES);
    row += rowStride;
    c60.intoArray(c, row);
    c61.intoArray(c, row + LANES);
    row += rowStride;
    c70.intoArray(c, row);
    c71.intoArray(c, row + LANES);
  }

  /* 4 x 2 vectors, half of a panel's rows, for 16 registers. */
  private static void half(
      int runs,
      int[] table,
      int from,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    FloatVector c00;
    FloatVector c01;
    FloatVector c10;
    FloatVector c11;
    FloatVector c20;
    FloatVector c21;
    FloatVector c30;
    FloatVector c31;
    if (fresh) {
      c00 = FloatVector.zero(SPECIES);
      c01 = FloatVector.zero(SPECIES);
      c10 = FloatVector.zero(SPECIES);
      c11 = FloatVector.zero(SPECIES);
      c20 = FloatVector.zero(SPECIES);
      c21 = FloatVector.zero(SPECIES);
      c30 = FloatVector.zero(SPECIES);
      c31 = FloatVector.zero(SPECIES);
    } else {
      int row = cOffset;
      c00 = FloatVector.fromArray(SPECIES, c, row);
      c01 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c10 = FloatVector.fromArray(SPECIES, c, row);
      c11 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c20 = FloatVector.fromArray(SPECIES, c, row);
      c21 = FloatVector.fromArray(SPECIES, c, row + LANES);
      row += rowStride;
      c30 = FloatVector.fromArray(SPECIES, c, row);
      c31 = FloatVector.fromArray(SPECIES, c, row + LANES);
    }
    for (int run = 0; run < runs; run++) {
      int left = aOffset + table[from + 3 * run];
      int right = bOffset + table[from + 3 * run + 1] * COLUMNS;
      int length = table[from + 3 * run + 2];
      for (int k = 0; k < length; k++) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, right + k * COLUMNS);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, right + k * COLUMNS + LANES);
        FloatVector x = FloatVector.broadcast(SPECIES, a[left + k * ROWS]);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 1]);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 2]);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        x = FloatVector.broadcast(SPECIES, a[left + k * ROWS + 3]);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
      }
    }
    int row = cOffset;
    c00.intoArray(c, row);
    c01.intoArray(c, row + LANES);
    row += rowStride;
    c10.intoArray(c, row);
    c11.intoArray(c, row + LANES);
    row += rowStride;
    c20.intoArray(c, row);
    c21.intoArray(c, row + LANES);
    row += rowStride;
    c30.intoArray(c, row);
    c31.intoArray(c, row + LANES);
  }
}
