package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

/** The normative element-wise kernels, in loops that the compiler vectorizes by itself. */
final class ScalarElementwise implements ElementwiseKernels {
  @Override
  public void add(int n, float[] a, float[] b, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = a[i] + b[i];
          }
        });
  }

  @Override
  public void scale(int n, float[] x, float factor, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = x[i] * factor;
          }
        });
  }

  @Override
  public void addRow(int rows, int columns, float[] row, float[] y) {
    Parallel.ranges(
        rows,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, columns)),
        (from, to) -> {
          for (int r = from; r < to; r++) {
            for (int c = 0; c < columns; c++) {
              y[r * columns + c] += row[c];
            }
          }
        });
  }

  @Override
  public void sgdStep(
      int n,
      float learningRate,
      float momentum,
      boolean nesterov,
      float weightDecay,
      boolean first,
      float[] gradient,
      float[] velocity,
      float[] parameter) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float g = fma(weightDecay, parameter[i], gradient[i]);
            float v = first ? g : fma(momentum, velocity[i], g);
            velocity[i] = v;
            parameter[i] = fma(-learningRate, nesterov ? fma(momentum, v, g) : v, parameter[i]);
          }
        });
  }

  @Override
  public void adamStep(
      int n,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float weightDecay,
      float keep,
      float stepSize,
      float rootCorrection,
      float epsilon,
      float[] gradient,
      float[] first,
      float[] second,
      float[] parameter) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float g = fma(weightDecay, parameter[i], gradient[i]);
            float m = fma(beta1, first[i], rest1 * g);
            float v = fma(beta2, second[i], rest2 * g * g);
            first[i] = m;
            second[i] = v;
            float divisor = (float) Math.sqrt(v) / rootCorrection + epsilon;
            parameter[i] = fma(-stepSize, m / divisor, keep * parameter[i]);
          }
        });
  }
}
