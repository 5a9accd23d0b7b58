package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Parallel;

/**
 * The product of a few rows with a matrix stored {@code [k, n]}, as in inference on one sample: the
 * matrix is read once, where it is, some of its rows at a time.
 */
final class RowProduct {
  /** Rows up to which reading the matrix in place beats packing it. */
  static final int MAX_ROWS = 3;

  /** Columns of a task: half of them, so that two threads share, but long pieces of each row. */
  private static final int LEAST_COLUMNS = 256;

  private static final int MOST_COLUMNS = 2048;
  private static final int STEP = 4;

  private RowProduct() {}

  /** As {@link VectorMatMul#matmul} for {@code m <= MAX_ROWS} and a right factor as it is. */
  static void run(
      boolean transposeA,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      boolean accumulate) {
    int rowStride = transposeA ? 1 : k;
    int kStride = transposeA ? m : 1;
    Parallel.ranges(
        n,
        Math.clamp((n / 2 + 15) / 16 * 16, LEAST_COLUMNS, MOST_COLUMNS),
        (from, to) -> {
          if (!accumulate) {
            for (int i = 0; i < m; i++) {
              Arrays.fill(c, cOffset + i * n + from, cOffset + i * n + to, 0f);
            }
          }
          int p = 0;
          for (; p + STEP <= k; p += STEP) {
            for (int i = 0; i < m; i++) {
              int left = aOffset + i * rowStride + p * kStride;
              addFour(
                  a[left],
                  a[left + kStride],
                  a[left + 2 * kStride],
                  a[left + 3 * kStride],
                  b,
                  bOffset + p * n + from,
                  n,
                  c,
                  cOffset + i * n + from,
                  to - from);
            }
          }
          for (; p < k; p++) {
            for (int i = 0; i < m; i++) {
              addOne(
                  a[aOffset + i * rowStride + p * kStride],
                  b,
                  bOffset + p * n + from,
                  c,
                  cOffset + i * n + from,
                  to - from);
            }
          }
        });
  }

  private static void addFour(
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b,
      int row,
      int n,
      float[] c,
      int to,
      int size) {
    int row1 = row + n;
    int row2 = row1 + n;
    int row3 = row2 + n;
    int j = 0;
    for (; j <= size - LANES; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, c, to + j);
      sum = FloatVector.fromArray(SPECIES, b, row + j).fma(FloatVector.broadcast(SPECIES, a0), sum);
      sum =
          FloatVector.fromArray(SPECIES, b, row1 + j).fma(FloatVector.broadcast(SPECIES, a1), sum);
      sum =
          FloatVector.fromArray(SPECIES, b, row2 + j).fma(FloatVector.broadcast(SPECIES, a2), sum);
      sum =
          FloatVector.fromArray(SPECIES, b, row3 + j).fma(FloatVector.broadcast(SPECIES, a3), sum);
      sum.intoArray(c, to + j);
    }
    for (; j < size; j++) {
      float sum = Math.fma(a0, b[row + j], c[to + j]);
      sum = Math.fma(a1, b[row1 + j], sum);
      sum = Math.fma(a2, b[row2 + j], sum);
      c[to + j] = Math.fma(a3, b[row3 + j], sum);
    }
  }

  private static void addOne(float factor, float[] b, int row, float[] c, int to, int size) {
    for (int j = 0; j < size; j++) {
      c[to + j] = Math.fma(factor, b[row + j], c[to + j]);
    }
  }
}
