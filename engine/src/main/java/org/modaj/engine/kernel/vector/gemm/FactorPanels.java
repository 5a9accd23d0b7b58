package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import org.modaj.engine.kernel.PackedFactor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * A right factor as the panels of {@link MicroKernel}: blocks of the sum one after another, each a
 * row of panels. The left factor is packed once for each product; tasks own columns.
 */
final class FactorPanels implements PackedFactor {
  /** Panels of a task. */
  private static final int TASK_PANELS = 16;

  private final int n;
  private final int k;

  /** Length of a block of the sum. */
  private final int depth;

  private final float[] panels;

  /**
   * Takes a packed factor.
   *
   * @param depth length of the blocks into which the sum is cut, at least 1
   */
  FactorPanels(int n, int k, int depth, float[] panels) {
    this.n = n;
    this.k = k;
    this.depth = depth;
    this.panels = panels;
  }

  @Override
  public void multiply(int m, float[] a, int aOffset, float[] c, int cOffset, boolean accumulate) {
    int rows = (m + ROWS - 1) / ROWS * ROWS;
    float[] left = Scratch.floats(Scratch.Slot.SHARED_LEFT, Math.multiplyExact(rows, k));
    for (int p = 0; p < k; p += depth) {
      int length = Math.min(depth, k - p);
      for (int i = 0; i < m; i += ROWS) {
        int to = p * rows + i * length;
        Packing.rows(a, aOffset + i * k + p, k, Math.min(ROWS, m - i), length, left, to);
      }
    }
    Parallel.ranges(
        Lanes.panels(n),
        TASK_PANELS,
        (from, to) -> {
          for (int p = 0; p < k; p += depth) {
            int length = Math.min(depth, k - p);
            int[] table = Scratch.oneRun(length);
            boolean fresh = p == 0 && !accumulate;
            for (int panel = from; panel < to; panel++) {
              int column = panel * COLUMNS;
              int right = p * Lanes.padded(n) + column * length;
              for (int i = 0; i < m; i += ROWS) {
                MicroKernel.tile(
                    Math.min(ROWS, m - i),
                    Math.min(COLUMNS, n - column),
                    1,
                    table,
                    0,
                    left,
                    p * rows + i * length,
                    panels,
                    right,
                    c,
                    cOffset + i * n + column,
                    n,
                    fresh);
              }
            }
          }
        });
  }
}
