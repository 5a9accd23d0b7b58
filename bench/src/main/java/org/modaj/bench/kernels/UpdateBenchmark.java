package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of an optimizer on one tensor. */
@State(Scope.Benchmark)
public class UpdateBenchmark extends KernelBenchmark {
  private static final float RATE = 1e-6f;

  /** Elements: a convolution of 512 channels, a dense layer of 4096. */
  @Param({"2359296", "16777216"})
  public int elements;

  private float[] gradient = {};
  private float[] velocity = {};
  private float[] second = {};
  private float[] parameter = {};

  @Override
  public Work work(String method) {
    return Work.floats((method.equals("sgd") ? 5.0 : 7.0) * elements);
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    gradient = random("gradient", elements);
    velocity = new float[elements];
    second = new float[elements];
    parameter = random("parameter", elements);
  }

  /** Stochastic gradient descent with Nesterov's momentum. */
  @Benchmark
  public float[] sgd() {
    Kernels.current()
        .elementwise()
        .sgdStep(elements, RATE, 0.9f, true, 5e-4f, false, gradient, velocity, parameter);
    return parameter;
  }

  /** Adam. */
  @Benchmark
  public float[] adam() {
    Kernels.current()
        .elementwise()
        .adamStep(
            elements, 0.9f, 0.1f, 0.999f, 0.001f, 0, 1, RATE, 1, 1e-8f, gradient, velocity, second,
            parameter);
    return parameter;
  }
}
