package org.modaj.engine.kernel;

/**
 * Nothing but fused multiply-adds, in registers and in enough independent chains to keep the
 * arithmetic units busy: the rate that no kernel of one thread can exceed on this machine in this
 * minute, for the width of vectors the kernels use.
 */
public interface FmaLoop {
  /** Independent chains: 12 vectors of 8 lanes. */
  int CHAINS = 96;

  /**
   * Computes {@code chains[i] = fma(chains[i], factor, addend)}, {@code rounds} times.
   *
   * @param chains {@code [CHAINS]}; modified
   */
  void run(int rounds, float factor, float addend, float[] chains);

  /** Floating-point operations of {@link #run}, two for each multiply-add. */
  static double operations(int rounds) {
    return 2.0 * CHAINS * rounds;
  }
}
