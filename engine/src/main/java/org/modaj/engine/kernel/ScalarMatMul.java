package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

import java.util.Arrays;

/** The normative matrix product: for each row, one row of {@code b} after the other is added. */
final class ScalarMatMul implements MatMulKernels {
  @Override
  public void matmul(
      boolean transposeA,
      boolean transposeB,
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
    Parallel.run(
        m,
        i -> {
          int row = cOffset + i * n;
          if (!accumulate) {
            Arrays.fill(c, row, row + n, 0f);
          }
          for (int p = 0; p < k; p++) {
            float factor = a[aOffset + (transposeA ? p * m + i : i * k + p)];
            if (transposeB) {
              for (int j = 0; j < n; j++) {
                c[row + j] = fma(factor, b[bOffset + j * k + p], c[row + j]);
              }
            } else {
              int from = bOffset + p * n;
              for (int j = 0; j < n; j++) {
                c[row + j] = fma(factor, b[from + j], c[row + j]);
              }
            }
          }
        });
  }
}
