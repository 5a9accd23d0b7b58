package org.modaj.engine.kernel;

/** The functions of {@link FloatMath}, element by element. */
public interface ElementaryKernels {

  /**
   * Computes {@code y = exp(x)}, see {@link FloatMath#exp}.
   *
   * @param n elements
   * @param x not modified
   * @param y may be {@code x}; modified
   */
  void exp(int n, float[] x, float[] y);

  /**
   * Computes {@code y = log(x)}, see {@link FloatMath#log}.
   *
   * @param n elements
   * @param x not modified
   * @param y may be {@code x}; modified
   */
  void log(int n, float[] x, float[] y);

  /**
   * Computes {@code y = tanh(x)}, see {@link FloatMath#tanh}.
   *
   * @param n elements
   * @param x not modified
   * @param y may be {@code x}; modified
   */
  void tanh(int n, float[] x, float[] y);

  /**
   * Computes {@code y = 1 / (1 + exp(-x))}, see {@link FloatMath#sigmoid}.
   *
   * @param n elements
   * @param x not modified
   * @param y may be {@code x}; modified
   */
  void sigmoid(int n, float[] x, float[] y);

  /**
   * Computes {@code y = erf(x)}, see {@link FloatMath#erf}.
   *
   * @param n elements
   * @param x not modified
   * @param y may be {@code x}; modified
   */
  void erf(int n, float[] x, float[] y);
}
