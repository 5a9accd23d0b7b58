package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Functions of single elements, within the caches and beyond them. */
@State(Scope.Benchmark)
public class ElementaryBenchmark extends KernelBenchmark {
  /** Elements. */
  @Param({"65536", "8388608"})
  public int elements;

  private float[] x = {};
  private float[] y = {};

  @Override
  public Work work(String method) {
    return Work.floats(2.0 * elements);
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    x = random("x", elements);
    y = new float[elements];
  }

  /** {@code e} to the power of each. */
  @Benchmark
  public float[] exp() {
    Kernels.current().elementary().exp(elements, x, y);
    return y;
  }

  /** Hyperbolic tangents. */
  @Benchmark
  public float[] tanh() {
    Kernels.current().elementary().tanh(elements, x, y);
    return y;
  }

  /** Logistic functions. */
  @Benchmark
  public float[] sigmoid() {
    Kernels.current().elementary().sigmoid(elements, x, y);
    return y;
  }

  /** Rectified linear units. */
  @Benchmark
  public float[] relu() {
    Kernels.current().activation().relu(elements, x, y);
    return y;
  }
}
