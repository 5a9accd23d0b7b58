package org.modaj.bench.kernels;

import static java.util.Objects.requireNonNull;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.ops.Lstm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One LSTM layer: batch 128, 128 steps, 64 features, 256 units. */
@State(Scope.Benchmark)
public class LstmBenchmark extends KernelBenchmark {
  private static final int BATCH = 128;
  private static final int STEPS = 128;
  private static final int FEATURES = 64;
  private static final int UNITS = 256;

  private Tensor x = Tensor.scalar(0);

  @SuppressWarnings("NullAway.Init") // in the set-up
  private Lstm.Weights weights;

  @Override
  public Work work(String method) {
    double input = 2.0 * BATCH * STEPS * FEATURES * 4 * UNITS;
    double recurrent = 2.0 * BATCH * STEPS * UNITS * 4 * UNITS;
    // the input has no gradient here
    return Work.flops(method.equals("forward") ? input + recurrent : 2 * input + 3 * recurrent);
  }

  /** Fills input and weights with random numbers. */
  @Setup
  public void setUp() {
    x = random("x", 1, BATCH, STEPS, FEATURES);
    weights =
        new Lstm.Weights(
            random("w", 0.05, FEATURES, 4 * UNITS).requireGrad(true),
            random("r", 0.05, UNITS, 4 * UNITS).requireGrad(true),
            random("b", 0.05, 4 * UNITS).requireGrad(true));
  }

  /** The outputs of all steps. */
  @Benchmark
  public float forward() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return Lstm.apply(x, weights).y().data()[0];
    }
  }

  /** The outputs, and the gradients of the weights. */
  @Benchmark
  public float forwardBackward() {
    weights.input().zeroGrad();
    weights.recurrent().zeroGrad();
    requireNonNull(weights.bias()).zeroGrad();
    try (Workspace _ = Workspace.open()) {
      Tensor y = Lstm.apply(x, weights).y();
      y.backward(y);
      return requireNonNull(weights.input().grad()).data()[0];
    }
  }
}
