package org.modaj.bench.kernels;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.ops.Gru;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One GRU layer: batch 128, 128 steps, 64 features, 256 units. */
@State(Scope.Benchmark)
public class GruBenchmark extends KernelBenchmark {
  private static final int BATCH = 128;
  private static final int STEPS = 128;
  private static final int FEATURES = 64;
  private static final int UNITS = 256;

  private Tensor x = Tensor.scalar(0);

  @SuppressWarnings("NullAway.Init") // in the set-up
  private Gru.Weights weights;

  @Override
  public Work work(String method) {
    return Work.flops(2.0 * BATCH * STEPS * (FEATURES + UNITS) * 3 * UNITS);
  }

  /** Fills input and weights with random numbers. */
  @Setup
  public void setUp() {
    x = random("x", 1, BATCH, STEPS, FEATURES);
    weights =
        new Gru.Weights(
            random("w", 0.05, FEATURES, 3 * UNITS),
            random("r", 0.05, UNITS, 3 * UNITS),
            random("b", 0.05, 3 * UNITS),
            random("c", 0.05, 3 * UNITS));
  }

  /** The outputs of all steps. */
  @Benchmark
  public float forward() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return Gru.apply(x, weights).y().data()[0];
    }
  }
}
