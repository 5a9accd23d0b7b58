package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;

/**
 * The two halves of the two-dimensional transforms of a row of tiles, for one vector of channels:
 * as neighbouring tiles share columns of the input, the half along the heights is computed once for
 * each column. One loop a method, so that each is compiled on its own.
 */
final class WinogradTileRow {
  /** Rows of a half, and factors along one side of a tile. */
  static final int FACTORS = 6;

  /** Outputs along one side of a tile. */
  private static final int TILE = 4;

  private WinogradTileRow() {}

  /**
   * Transforms the columns {@code [first, last)} of six rows of the input.
   *
   * @param from where column 0 would be
   * @param half {@code [factor][columns]}
   */
  static void inputHeights(
      float[] s,
      int from,
      int rowStride,
      int columnStride,
      int first,
      int last,
      float[] half,
      int columns) {
    for (int column = first; column < last; column++) {
      WinogradTransform.source4(
          s, from + column * columnStride, rowStride, half, column * LANES, columns * LANES);
    }
  }

  /** The same for four rows of the output's gradient. */
  static void gradientHeights(
      float[] s,
      int from,
      int rowStride,
      int columnStride,
      int first,
      int last,
      float[] half,
      int columns) {
    for (int column = first; column < last; column++) {
      WinogradGradientTransform.gradient4(
          s, from + column * columnStride, rowStride, half, column * LANES, columns * LANES);
    }
  }

  /**
   * Transforms the rows of the half of some tiles of the input.
   *
   * @param tileStride distance of two tiles in {@code t}
   * @param pointStride distance of two points in {@code t}
   */
  static void inputWidths(
      float[] half, int columns, int tiles, float[] t, int to, int tileStride, int pointStride) {
    for (int tile = 0; tile < tiles; tile++) {
      for (int i = 0; i < FACTORS; i++) {
        WinogradTransform.source4(
            half,
            (i * columns + tile * TILE) * LANES,
            LANES,
            t,
            to + tile * tileStride + i * FACTORS * pointStride,
            pointStride);
      }
    }
  }

  /** The same for the output's gradient. */
  static void gradientWidths(
      float[] half, int columns, int tiles, float[] t, int to, int tileStride, int pointStride) {
    for (int tile = 0; tile < tiles; tile++) {
      for (int i = 0; i < FACTORS; i++) {
        WinogradGradientTransform.gradient4(
            half,
            (i * columns + tile * TILE) * LANES,
            LANES,
            t,
            to + tile * tileStride + i * FACTORS * pointStride,
            pointStride);
      }
    }
  }
}
