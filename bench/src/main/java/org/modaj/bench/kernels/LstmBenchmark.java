package org.modaj.bench.kernels;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.ops.Lstm;
import org.modaj.engine.random.CounterRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One LSTM layer: batch 128, 128 steps, 64 features, 256 units. */
@State(Scope.Benchmark)
public class LstmBenchmark {
  private static final int BATCH = 128;
  private static final int STEPS = 128;
  private static final int FEATURES = 64;
  private static final int UNITS = 256;

  private Tensor x;
  private Lstm.Weights weights;

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

  private static Tensor random(String name, double deviation, int... dims) {
    Shape shape = Shape.of(dims);
    Tensor t = Tensor.of(shape, new float[shape.elements()]);
    CounterRandom.of(1, name).fillNormal(t.data(), (float) deviation);
    return t;
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
    weights.bias().zeroGrad();
    try (Workspace _ = Workspace.open()) {
      Tensor y = Lstm.apply(x, weights).y();
      y.backward(y);
      return weights.input().grad().data()[0];
    }
  }
}
