package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The register tile of {@link MicroKernel} with a left factor that is read where it is: rows that
 * are contiguous along k. It saves the packing, which costs most when the result is narrow.
 */
public final class RowKernel {
  private RowKernel() {}

  /**
   * Computes or continues a full tile.
   *
   * @param length length of the sum
   * @param aStride distance of two of the {@link Lanes#ROWS} rows of {@code a}
   * @param b panel {@code [k][COLUMNS]}
   * @param c the tile from {@code cOffset}, rows {@code rowStride} apart; modified
   * @param fresh whether the chains start at {@code +0}; otherwise at the old {@code c}
   */
  public static void tile(
      int length,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    if (Lanes.TALL) {
      tall(length, a, aOffset, aStride, b, bOffset, c, cOffset, rowStride, fresh);
    } else {
      int low = aOffset + 4 * aStride;
      half(length, a, aOffset, aStride, b, bOffset, c, cOffset, rowStride, fresh);
      half(length, a, low, aStride, b, bOffset, c, cOffset + 4 * rowStride, rowStride, fresh);
    }
  }

  /** Like {@link #tile} for a tile of which only {@code columns} columns exist. */
  public static void tile(
      int columns,
      int length,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    if (columns == COLUMNS) {
      tile(length, a, aOffset, aStride, b, bOffset, c, cOffset, rowStride, fresh);
      return;
    }
    float[] whole = Scratch.floats(Scratch.Slot.TASK_TILE, Lanes.ROWS * COLUMNS);
    if (!fresh) {
      for (int i = 0; i < Lanes.ROWS; i++) {
        System.arraycopy(c, cOffset + i * rowStride, whole, i * COLUMNS, columns);
      }
    }
    tile(length, a, aOffset, aStride, b, bOffset, whole, 0, COLUMNS, fresh);
    for (int i = 0; i < Lanes.ROWS; i++) {
      System.arraycopy(whole, i * COLUMNS, c, cOffset + i * rowStride, columns);
    }
  }

  /* 8 x 2 vectors, for 32 registers. */
  private static void tall(
      int length,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    int a1 = aOffset + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int a4 = a3 + aStride;
    int a5 = a4 + aStride;
    int a6 = a5 + aStride;
    int a7 = a6 + aStride;
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
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[aOffset + k]);
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

  /* 4 x 2 vectors, for 16 registers. */
  private static void half(
      int length,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean fresh) {
    int a1 = aOffset + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
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
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * COLUMNS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[aOffset + k]);
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
