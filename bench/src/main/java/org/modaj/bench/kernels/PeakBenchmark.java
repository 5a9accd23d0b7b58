package org.modaj.bench.kernels;

import org.modaj.engine.kernel.FmaLoop;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.kernel.Parallel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The machine's two peaks, with the threads that the kernels have. */
@State(Scope.Benchmark)
public class PeakBenchmark extends KernelBenchmark {
  private static final int TASKS = 32;
  private static final int ROUNDS = 20_000;

  /** 32 MiB each: more than the caches hold. */
  private static final int FLOATS = 8 << 20;

  private static final float FACTOR = 0.75f;

  private final FmaLoop loop = KernelProvider.fmaLoop();
  private final float[][] chains = new float[TASKS][FmaLoop.CHAINS];
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};

  @Override
  public Work work(String method) {
    return method.equals("fma")
        ? Work.flops(TASKS * FmaLoop.operations(ROUNDS))
        : Work.floats(3.0 * FLOATS);
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    a = new float[FLOATS];
    b = random("b", FLOATS);
    c = random("c", FLOATS);
  }

  /** Fused multiply-adds in registers. */
  @Benchmark
  public float[][] fma() {
    Parallel.run(TASKS, task -> loop.run(ROUNDS, FACTOR, 1, chains[task]));
    return chains;
  }

  /** {@code a = b + factor·c} on arrays beyond the caches. */
  @Benchmark
  public float[] triad() {
    Parallel.elements(FLOATS, (from, to) -> triad(a, b, c, from, to));
    return a;
  }

  private static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + FACTOR * c[i];
    }
  }
}
