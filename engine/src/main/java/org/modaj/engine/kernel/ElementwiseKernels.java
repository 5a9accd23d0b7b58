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

  /**
   * One step of Adam in one pass. With {@code g = fma(weightDecay, p, gradient)}: {@code m =
   * fma(beta1, m, rest1·g)}, {@code v = fma(beta2, v, rest2·g·g)}, {@code p = fma(-stepSize, m /
   * (√v / rootCorrection + epsilon), keep·p)}.
   *
   * @param rest1 {@code 1 - beta1}
   * @param rest2 {@code 1 - beta2}
   * @param weightDecay share of the parameter that is added to the gradient
   * @param keep factor of the parameter before the step
   * @param gradient not modified
   * @param first the mean of the gradients m; modified
   * @param second the mean of their squares v; modified
   * @param parameter modified
   */
  void adamStep(
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
      float[] parameter);
}
