package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The register tile of {@link RowKernel} for rows that start anywhere: the positions of an image.
 * Nothing of the left factor is copied.
 */
public final class PositionKernel {
  /** Rows of a register tile. */
  public static final int ROWS = Lanes.TALL ? 8 : 4;

  private static final int FEWER_ROWS = 4;

  private PositionKernel() {}

  /**
   * Computes or continues the tile of up to {@link #ROWS} rows and {@link Lanes#COLUMNS} columns;
   * rows and columns that do not exist are computed beside {@code c} and dropped.
   *
   * @param starts where rows start in {@code a}: {@code rows} numbers from {@code row} on
   * @param shift distance of the first k from where a row starts
   * @param length of the sum
   * @param b panel {@code [k][COLUMNS]} from {@code bOffset}
   * @param c the tile from {@code cOffset}, rows {@code rowStride} apart; modified
   * @param fresh whether the chains start at {@code +0}; otherwise at the old {@code c}
   */
  public static void tile(
      int rows,
      int columns,
      int[] starts,
      int row,
      int shift,
      int length,
      float[] a,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    if (columns == COLUMNS && (rows == ROWS || rows == FEWER_ROWS)) {
      whole(rows, starts, row, shift, length, a, b, bOffset, c, cOffset, rowStride, fresh);
      return;
    }
    float[] tile = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    int[] some = Scratch.rowStarts(ROWS);
    for (int i = 0; i < ROWS; i++) {
      some[i] = starts[row + Math.min(i, rows - 1)];
      if (!fresh && i < rows) {
        System.arraycopy(c, cOffset + i * rowStride, tile, i * COLUMNS, columns);
      }
    }
    int least = rows <= FEWER_ROWS ? FEWER_ROWS : ROWS;
    whole(least, some, 0, shift, length, a, b, bOffset, tile, 0, COLUMNS, fresh);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tile, i * COLUMNS, c, cOffset + i * rowStride, columns);
    }
  }

  private static void whole(
      int rows,
      int[] starts,
      int row,
      int shift,
      int length,
      float[] a,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    if (rows == FEWER_ROWS) {
      four(starts, row, shift, length, a, b, bOffset, c, cOffset, rowStride, fresh);
    } else {
      tall(starts, row, shift, length, a, b, bOffset, c, cOffset, rowStride, fresh);
    }
  }

  /* 8 x 2 vectors, for 32 registers. */
  private static void tall(
      int[] starts,
      int row,
      int shift,
      int length,
      float[] a,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    int a0 = starts[row] + shift;
    int a1 = starts[row + 1] + shift;
    int a2 = starts[row + 2] + shift;
    int a3 = starts[row + 3] + shift;
    int a4 = starts[row + 4] + shift;
    int a5 = starts[row + 5] + shift;
    int a6 = starts[row + 6] + shift;
    int a7 = starts[row + 7] + shift;
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
      int at = cOffset;
      c00 = FloatVector.fromArray(SPECIES, c, at);
      c01 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c10 = FloatVector.fromArray(SPECIES, c, at);
      c11 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c20 = FloatVector.fromArray(SPECIES, c, at);
      c21 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c30 = FloatVector.fromArray(SPECIES, c, at);
      c31 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c40 = FloatVector.fromArray(SPECIES, c, at);
      c41 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c50 = FloatVector.fromArray(SPECIES, c, at);
      c51 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c60 = FloatVector.fromArray(SPECIES, c, at);
      c61 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c70 = FloatVector.fromArray(SPECIES, c, at);
      c71 = FloatVector.fromArray(SPECIES, c, at + LANES);
    }
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
      x = FloatVector.broadcast(SPECIES, a[a6 + k]);
      c60 = x.fma(b0, c60);
      c61 = x.fma(b1, c61);
      x = FloatVector.broadcast(SPECIES, a[a7 + k]);
      c70 = x.fma(b0, c70);
      c71 = x.fma(b1, c71);
    }
    int to = cOffset;
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    to += rowStride;
    c10.intoArray(c, to);
    c11.intoArray(c, to + LANES);
    to += rowStride;
    c20.intoArray(c, to);
    c21.intoArray(c, to + LANES);
    to += rowStride;
    c30.intoArray(c, to);
    c31.intoArray(c, to + LANES);
    to += rowStride;
    c40.intoArray(c, to);
    c41.intoArray(c, to + LANES);
    to += rowStride;
    c50.intoArray(c, to);
    c51.intoArray(c, to + LANES);
    to += rowStride;
    c60.intoArray(c, to);
    c61.intoArray(c, to + LANES);
    to += rowStride;
    c70.intoArray(c, to);
    c71.intoArray(c, to + LANES);
  }

  /*
   * 4 x 2 vectors, for 16 registers, two steps of the sum a turn. Six rows leave no register over:
   * with some collectors the compiler then keeps sums in memory, at half the speed.
   */
  private static void four(
      int[] starts,
      int row,
      int shift,
      int length,
      float[] a,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    int a0 = starts[row] + shift;
    int a1 = starts[row + 1] + shift;
    int a2 = starts[row + 2] + shift;
    int a3 = starts[row + 3] + shift;
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
      int at = cOffset;
      c00 = FloatVector.fromArray(SPECIES, c, at);
      c01 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c10 = FloatVector.fromArray(SPECIES, c, at);
      c11 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c20 = FloatVector.fromArray(SPECIES, c, at);
      c21 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += rowStride;
      c30 = FloatVector.fromArray(SPECIES, c, at);
      c31 = FloatVector.fromArray(SPECIES, c, at + LANES);
    }
    int k = 0;
    for (; k < length - 1; k += 2) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      b0 = FloatVector.fromArray(SPECIES, b, bOffset + (k + 1) * COLUMNS);
      b1 = FloatVector.fromArray(SPECIES, b, bOffset + (k + 1) * COLUMNS + LANES);
      x = FloatVector.broadcast(SPECIES, a[a0 + k + 1]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k + 1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[a2 + k + 1]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k + 1]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
    }
    if (k < length) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
    }
    int to = cOffset;
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    to += rowStride;
    c10.intoArray(c, to);
    c11.intoArray(c, to + LANES);
    to += rowStride;
    c20.intoArray(c, to);
    c21.intoArray(c, to + LANES);
    to += rowStride;
    c30.intoArray(c, to);
    c31.intoArray(c, to + LANES);
  }
}
