package org.modaj.engine.kernel;

/** Sums over one axis of a tensor {@code [outer, count, inner]}. */
public interface ReductionKernels {

  /** Elements of one partial sum. */
  int COUNT_CHUNK = 4096;

  /**
   * Computes {@code y[o,i] = (Σ_m x[o,m,i]) / divisor} in double precision, rounded once. The
   * {@code count} elements of a sum are cut into chunks of {@link #COUNT_CHUNK}; a chunk's sum is
   * one chain in ascending order started at {@code +0}, and the chunk sums are added in ascending
   * order, started at {@code +0}.
   *
   * @param count elements of each sum; 0 gives {@code 0 / divisor}
   * @param divisor 1 for a sum, {@code count} for a mean
   * @param x {@code [outer, count, inner]}; not modified
   * @param y {@code [outer, inner]}; modified
   */
  void sum(int outer, int count, int inner, double divisor, float[] x, float[] y);
}
