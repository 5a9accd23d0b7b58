package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.ROWS;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Copies of matrix blocks in the order in which {@link MicroKernel} reads them. Panels at the edge
 * are padded with zeros in the rows or columns that are dropped later, never along the sum.
 */
final class Packing {
  private Packing() {}

  /**
   * Packs one panel {@code [k][ROWS]} of the left factor from rows that are contiguous along k.
   *
   * @param rows rows that exist, 1..{@link Lanes#ROWS}
   * @param rowStride distance of two rows in {@code source}
   */
  static void rows(
      float[] source, int offset, int rowStride, int rows, int k, float[] panel, int to) {
    if (rows == ROWS) {
      eightRows(source, offset, rowStride, k, panel, to);
      return;
    }
    Arrays.fill(panel, to, to + k * ROWS, 0f);
    for (int r = 0; r < rows; r++) {
      int row = offset + r * rowStride;
      for (int p = 0; p < k; p++) {
        panel[to + p * ROWS + r] = source[row + p];
      }
    }
  }

  private static void eightRows(
      float[] s, int offset, int rowStride, int k, float[] panel, int to) {
    int r1 = offset + rowStride;
    int r2 = r1 + rowStride;
    int r3 = r2 + rowStride;
    int r4 = r3 + rowStride;
    int r5 = r4 + rowStride;
    int r6 = r5 + rowStride;
    int r7 = r6 + rowStride;
    for (int p = 0; p < k; p++) {
      int t = to + p * ROWS;
      panel[t] = s[offset + p];
      panel[t + 1] = s[r1 + p];
      panel[t + 2] = s[r2 + p];
      panel[t + 3] = s[r3 + p];
      panel[t + 4] = s[r4 + p];
      panel[t + 5] = s[r5 + p];
      panel[t + 6] = s[r6 + p];
      panel[t + 7] = s[r7 + p];
    }
  }

  /** Packs one panel {@code [k][ROWS]} of a left factor that is stored {@code [k, m]}. */
  static void rowsTransposed(
      float[] source, int offset, int kStride, int rows, int k, float[] panel, int to) {
    for (int p = 0; p < k; p++) {
      int from = offset + p * kStride;
      int t = to + p * ROWS;
      for (int r = 0; r < rows; r++) {
        panel[t + r] = source[from + r];
      }
      for (int r = rows; r < ROWS; r++) {
        panel[t + r] = 0f;
      }
    }
  }

  /**
   * Packs one panel {@code [k][vectors · LANES]} of a right factor that is stored {@code [k, n]}.
   *
   * @param columns columns that exist, 1..{@link Lanes#COLUMNS}
   * @param kStride distance of two k in {@code source}
   */
  static void columns(
      float[] source, int offset, int kStride, int columns, int k, float[] panel, int to) {
    if (columns == COLUMNS) {
      for (int p = 0; p < k; p++) {
        int from = offset + p * kStride;
        int t = to + p * COLUMNS;
        FloatVector.fromArray(SPECIES, source, from).intoArray(panel, t);
        FloatVector.fromArray(SPECIES, source, from + LANES).intoArray(panel, t + LANES);
      }
      return;
    }
    int width = Lanes.padded(columns);
    for (int p = 0; p < k; p++) {
      int from = offset + p * kStride;
      int t = to + p * width;
      for (int j = 0; j < columns; j++) {
        panel[t + j] = source[from + j];
      }
      for (int j = columns; j < width; j++) {
        panel[t + j] = 0f;
      }
    }
  }

  /** Packs one panel {@code [k][vectors · LANES]} of a right factor stored {@code [n, k]}. */
  static void columnsTransposed(
      float[] source, int offset, int nStride, int columns, int k, float[] panel, int to) {
    int width = Lanes.padded(columns);
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      int c0 = offset + j * nStride;
      int c1 = c0 + nStride;
      int c2 = c1 + nStride;
      int c3 = c2 + nStride;
      for (int p = 0; p < k; p++) {
        int t = to + p * width + j;
        panel[t] = source[c0 + p];
        panel[t + 1] = source[c1 + p];
        panel[t + 2] = source[c2 + p];
        panel[t + 3] = source[c3 + p];
      }
    }
    for (; j < width; j++) {
      int from = offset + j * nStride;
      for (int p = 0; p < k; p++) {
        panel[to + p * width + j] = j < columns ? source[from + p] : 0f;
      }
    }
  }
}
