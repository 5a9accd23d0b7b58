package org.modaj.engine.kernel;

import java.util.Arrays;

/** The sums over one axis, in loops over neighbouring sums that the compiler vectorizes. */
final class ScalarReduction implements ReductionKernels {
  /** Neighbouring sums of one task. */
  private static final int BLOCK = 256;

  @Override
  public void sum(int outer, int count, int inner, double divisor, float[] x, float[] y) {
    if (inner == 1) {
      rowSums(outer, count, divisor, x, y);
      return;
    }
    int blocks = (inner + BLOCK - 1) / BLOCK;
    Parallel.run(
        outer * blocks,
        task -> {
          int from = task % blocks * BLOCK;
          int to = Math.min(inner, from + BLOCK);
          columnSums(task / blocks, count, inner, from, to, divisor, x, y);
        });
  }

  private static void columnSums(
      int o, int count, int inner, int from, int to, double divisor, float[] x, float[] y) {
    int width = to - from;
    double[] totals = new double[width];
    double[] sums = new double[width];
    for (int chunk = 0; chunk < count; chunk += COUNT_CHUNK) {
      Arrays.fill(sums, 0);
      for (int m = chunk; m < Math.min(count, chunk + COUNT_CHUNK); m++) {
        int at = (o * count + m) * inner + from;
        for (int i = 0; i < width; i++) {
          sums[i] += x[at + i];
        }
      }
      for (int i = 0; i < width; i++) {
        totals[i] += sums[i];
      }
    }
    for (int i = 0; i < width; i++) {
      y[o * inner + from + i] = (float) (totals[i] / divisor);
    }
  }

  private static void rowSums(int rows, int count, double divisor, float[] x, float[] y) {
    int chunks = (count + COUNT_CHUNK - 1) / COUNT_CHUNK;
    if (chunks <= 1) {
      Parallel.ranges(
          rows,
          Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, count)),
          (from, to) -> {
            for (int row = from; row < to; row++) {
              double sum = chunkSum(x, row * count, (row + 1) * count);
              y[row] = (float) (sum / divisor);
            }
          });
      return;
    }
    double[] sums = new double[rows * chunks];
    Parallel.run(
        rows * chunks,
        task -> {
          int start = task / chunks * count;
          int from = start + task % chunks * COUNT_CHUNK;
          sums[task] = chunkSum(x, from, Math.min(start + count, from + COUNT_CHUNK));
        });
    for (int row = 0; row < rows; row++) {
      double total = 0;
      for (int chunk = 0; chunk < chunks; chunk++) {
        total += sums[row * chunks + chunk];
      }
      y[row] = (float) (total / divisor);
    }
  }

  private static double chunkSum(float[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum;
  }
}
