package org.modaj.engine.kernel;

import java.util.function.IntFunction;

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

  /**
   * Packs the right factor of several products. This definition reads it where it is.
   *
   * @param transposeB whether {@code b} is stored {@code [n, k]} instead of {@code [k, n]}
   * @param m rows of the products, about: where they are few, packing may not pay
   * @param n columns of the results
   * @param k length of the sums
   * @param b right factor; must not change while the result is used
   * @param space gives an array of at least the asked length, for as long as the result is used
   */
  default PackedFactor pack(
      boolean transposeB, int m, int n, int k, float[] b, IntFunction<float[]> space) {
    return (rows, a, aOffset, c, cOffset, accumulate) ->
        matmul(false, transposeB, rows, n, k, a, aOffset, b, 0, c, cOffset, accumulate);
  }
}
