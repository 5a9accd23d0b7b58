package org.modaj.bench.measure;

/**
 * How long and where kernels are measured.
 *
 * @param forks JVMs, one after the other, each of which warms up and measures
 * @param seconds of measuring in each, after as long a warm-up
 * @param threads of the engine
 * @param countAllocation whether to count allocated bytes
 */
public record KernelSettings(int forks, double seconds, int threads, boolean countAllocation) {
  /** Parts of a fork's measurement, whose spread is the error. */
  static final int ITERATIONS = 5;
}
