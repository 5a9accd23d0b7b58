package org.modaj.bench.measure;

/**
 * How long and where kernels are measured.
 *
 * @param forks JVMs, one after the other, each of which warms up and measures
 * @param warmUp seconds before the measuring in each; the compiler needs some
 * @param seconds of measuring in each
 * @param threads of the engine
 * @param countAllocation whether to count allocated bytes
 */
public record KernelSettings(
    int forks, double warmUp, double seconds, int threads, boolean countAllocation) {
  /** Parts of a fork's measurement, whose spread is the error. */
  static final int ITERATIONS = 5;
}
