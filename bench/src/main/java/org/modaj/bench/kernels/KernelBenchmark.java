package org.modaj.bench.kernels;

import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.random.CounterRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What every benchmark class tells of itself. {@link #work} needs the parameters only, not the
 * arrays that JMH's set-up makes.
 */
@State(Scope.Benchmark)
public abstract class KernelBenchmark {
  /** The system property that names the kernels of the parent. */
  public static final String EXPECTED_KERNELS = "moda.bench.kernels";

  /**
   * What one call of a benchmark method has to do.
   *
   * @param method name of one of this class's benchmark methods
   */
  public abstract Work work(String method);

  /**
   * Makes a JVM that computes with other kernels than its parent fail, instead of giving figures
   * that mean something else.
   */
  @Setup
  public void checkKernels() {
    String actual = KernelProvider.choice().provider();
    String expected = System.getProperty(EXPECTED_KERNELS, actual);
    if (!actual.equals(expected)) {
      throw new IllegalStateException(
          "this JVM has the "
              + actual
              + " kernels, its parent the "
              + expected
              + " ones: "
              + KernelProvider.choice().reason());
    }
  }

  /** Normally distributed numbers. */
  static float[] random(String name, int elements) {
    float[] values = new float[elements];
    CounterRandom.of(1, name).fillNormal(values, 1);
    return values;
  }

  /** A tensor of normally distributed numbers of this standard deviation. */
  static Tensor random(String name, double deviation, int... dims) {
    Shape shape = Shape.of(dims);
    Tensor t = Tensor.of(shape, new float[shape.elements()]);
    CounterRandom.of(1, name).fillNormal(t.data(), deviation);
    return t;
  }

  /** The numbers of a parameter such as {@code 128x10x512}. */
  static int[] numbers(String text) {
    String[] parts = text.split("\\D+");
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }
}
