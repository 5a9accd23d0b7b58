package org.modaj.engine.kernel;

/** Matrix products of row-major matrices. */
public interface MatMulKernels {

  /**
   * Computes {@code c = op(a) · op(b)}, or adds it to {@code c}.
   *
   * <p>Each output is one chain of fused multiply-adds in ascending {@code k}, started at {@code
   * +0} (or at the old value of {@code c} when accumulating). Removing a {@code k} whose factor is
   * zero therefore leaves every output equal under {@code ==}.
   *
   * @param transposeA whether {@code a} is stored {@code [k, m]} instead of {@code [m, k]}
   * @param transposeB whether {@code b} is stored {@code [n, k]} instead of {@code [k, n]}
   * @param m rows of the result
   * @param n columns of the result
   * @param k length of the sums; 0 gives zeros
   * @param a left factor from index {@code aOffset}; not modified
   * @param b right factor from index {@code bOffset}; not modified
   * @param c result {@code [m, n]} from index {@code cOffset}; modified
   * @param accumulate whether the chain starts at the old {@code c}
   */
  void matmul(
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
      boolean accumulate);
}
