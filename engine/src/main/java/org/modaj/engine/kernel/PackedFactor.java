package org.modaj.engine.kernel;

/**
 * The right factor of several matrix products, brought once into the order in which a kernel reads
 * it. Made by {@link MatMulKernels#pack}; any number of threads may multiply with it.
 */
public interface PackedFactor {
  /**
   * Computes {@code c = a · b}, or adds it to {@code c}, with the bits of {@link
   * MatMulKernels#matmul}.
   *
   * @param m rows of {@code a} and of the result
   * @param a left factor {@code [m, k]} from index {@code aOffset}; not modified
   * @param c result {@code [m, n]} from index {@code cOffset}; modified
   * @param accumulate whether the chains start at the old {@code c}
   */
  void multiply(int m, float[] a, int aOffset, float[] c, int cOffset, boolean accumulate);
}
