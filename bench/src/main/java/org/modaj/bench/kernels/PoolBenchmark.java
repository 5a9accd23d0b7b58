package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PoolGeometry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Max pooling of 2x2 with stride 2, batch 128. */
@State(Scope.Benchmark)
public class PoolBenchmark extends KernelBenchmark {
  private static final int BATCH = 128;

  /** {@code channels@size}. */
  @Param({"64@32", "512@4"})
  public String shape = "";

  private PoolGeometry geometry = geometry("64@32");
  private float[] x = {};
  private float[] y = {};
  private float[] dy = {};
  private float[] dx = {};

  private static PoolGeometry geometry(String shape) {
    int[] sizes = numbers(shape);
    return new PoolGeometry(BATCH, sizes[1], sizes[1], sizes[0], 2, 2, 2, 2, 0, 0);
  }

  @Override
  public Work work(String method) {
    PoolGeometry g = geometry(shape);
    int times = method.equals("maxForward") ? 1 : 2;
    return Work.floats(times * ((double) g.inputSize() + g.outputSize()));
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    geometry = geometry(shape);
    x = random("x", geometry.inputSize());
    dy = random("dy", geometry.outputSize());
    dx = new float[x.length];
    y = new float[dy.length];
    Kernels.current().pool().maxForward(geometry, x, y);
  }

  /** The maxima. */
  @Benchmark
  public float[] maxForward() {
    Kernels.current().pool().maxForward(geometry, x, y);
    return y;
  }

  /** The gradient of the input. */
  @Benchmark
  public float[] maxGradient() {
    Kernels.current().pool().maxGradient(geometry, x, y, dy, dx);
    return dx;
  }
}
