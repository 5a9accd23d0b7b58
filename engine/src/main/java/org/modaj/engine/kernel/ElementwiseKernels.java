package org.modaj.engine.kernel;

/** Sums and optimizer updates, one element at a time. */
public interface ElementwiseKernels {

  /**
   * Computes {@code y = a + b}.
   *
   * @param y may be {@code a} or {@code b}; modified
   */
  void add(int n, float[] a, float[] b, float[] y);

  /**
   * Computes {@code y = x · factor}.
   *
   * @param y may be {@code x}; modified
   */
  void scale(int n, float[] x, float factor, float[] y);

  /**
   * Adds a row to each row of a matrix: {@code y[r,c] += row[c]}.
   *
   * @param row {@code [columns]}; not modified
   * @param y {@code [rows, columns]}; modified
   */
  void addRow(int rows, int columns, float[] row, float[] y);

  /**
   * One step of stochastic gradient descent with momentum, in one pass. With {@code g = fma(
   * weightDecay, p, gradient)}: {@code v = first ? g : fma(momentum, v, g)}, direction {@code d =
   * nesterov ? fma(momentum, v, g) : v}, {@code p = fma(-learningRate, d, p)}.
   *
   * @param gradient not modified
   * @param velocity the momentum buffer; modified
   * @param parameter modified
   */
  void sgdStep(
      int n,
      float learningRate,
      float momentum,
      boolean nesterov,
      float weightDecay,
      boolean first,
      float[] gradient,
      float[] velocity,
      float[] parameter);
}
