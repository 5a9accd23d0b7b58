package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Transposition;

/**
 * Copies of matrix blocks in the order in which {@link MicroKernel} reads them: left panels {@code
 * [k][ROWS]}, right panels {@code [k][COLUMNS]}. At the edge, the rows or columns that do not exist
 * hold anything, as they are dropped later; the sum is never padded.
 */
public final class Packing {
  private Packing() {}

  /**
   * Packs a left panel from rows that are contiguous along k.
   *
   * @param rows rows that exist, 1..{@link Lanes#ROWS}
   * @param rowStride distance of two rows in {@code source}
   */
  public static void rows(
      float[] source, int offset, int rowStride, int rows, int k, float[] panel, int to) {
    if (rows == ROWS) {
      Transposition.eightRows(source, offset, rowStride, k, panel, to, ROWS);
      return;
    }
    for (int r = 0; r < rows; r++) {
      Transposition.oneRow(source, offset + r * rowStride, k, panel, to + r, ROWS);
    }
  }

  /** Packs a left panel from rows that are stored {@code [k, m]}. */
  public static void rowsTransposed(
      float[] source, int offset, int kStride, int rows, int k, float[] panel, int to) {
    int p = 0;
    for (; p < k && offset + p * kStride <= source.length - ROWS; p++) {
      copyEight(source, offset + p * kStride, panel, to + p * ROWS);
    }
    for (; p < k; p++) {
      System.arraycopy(source, offset + p * kStride, panel, to + p * ROWS, rows);
    }
  }

  /**
   * Packs a right panel from columns that are stored {@code [k, n]}.
   *
   * @param columns columns that exist, 1..{@link Lanes#COLUMNS}
   * @param kStride distance of two k in {@code source}
   */
  public static void columns(
      float[] source, int offset, int kStride, int columns, int k, float[] panel, int to) {
    int p = 0;
    for (; p < k && offset + p * kStride <= source.length - COLUMNS; p++) {
      int from = offset + p * kStride;
      int t = to + p * COLUMNS;
      FloatVector.fromArray(SPECIES, source, from).intoArray(panel, t);
      FloatVector.fromArray(SPECIES, source, from + LANES).intoArray(panel, t + LANES);
    }
    for (; p < k; p++) {
      System.arraycopy(source, offset + p * kStride, panel, to + p * COLUMNS, columns);
    }
  }

  /**
   * Packs {@code count} whole right panels from columns that are stored {@code [k, n]}, four at a
   * time: longer pieces of each row suit the memory, more panels would evict each other.
   */
  static void wholePanels(
      float[] source, int offset, int kStride, int count, int k, float[] panels, int at) {
    int size = k * COLUMNS;
    for (int first = 0; first < count; first += 4) {
      int last = Math.min(count, first + 4);
      for (int p = 0; p < k; p++) {
        for (int panel = first; panel < last; panel++) {
          int from = offset + p * kStride + panel * COLUMNS;
          int to = at + panel * size + p * COLUMNS;
          FloatVector.fromArray(SPECIES, source, from).intoArray(panels, to);
          FloatVector.fromArray(SPECIES, source, from + LANES).intoArray(panels, to + LANES);
        }
      }
    }
  }

  /** Packs a right panel from columns that are stored {@code [n, k]}. */
  public static void columnsTransposed(
      float[] source, int offset, int nStride, int columns, int k, float[] panel, int to) {
    int j = 0;
    for (; j + 8 <= columns; j += 8) {
      Transposition.eightRows(source, offset + j * nStride, nStride, k, panel, to + j, COLUMNS);
    }
    for (; j < columns; j++) {
      Transposition.oneRow(source, offset + j * nStride, k, panel, to + j, COLUMNS);
    }
  }

  /** Copies {@link Lanes#ROWS} floats. */
  public static void copyEight(float[] source, int from, float[] target, int to) {
    for (int i = 0; i < ROWS; i += LANES) {
      FloatVector.fromArray(SPECIES, source, from + i).intoArray(target, to + i);
    }
  }
}
