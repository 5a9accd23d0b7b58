package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * MobileNet's depthwise 3x3 convolutions, batch 128: they read and write more than they compute.
 */
@State(Scope.Benchmark)
public class DepthwiseBenchmark extends KernelBenchmark {
  /** As in {@link ConvBenchmark}. */
  @Param({"32-32@32", "64-64@32s2", "256-256@8", "512-512@4"})
  public String shape = "";

  private Conv2dGeometry geometry = ConvShape.depthwise("32-32@32");
  private float[] x = {};
  private float[] w = {};
  private float[] y = {};

  @Override
  public Work work(String method) {
    Conv2dGeometry g = ConvShape.depthwise(shape);
    return Work.floats((double) g.inputSize() + g.outputSize());
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    geometry = ConvShape.depthwise(shape);
    x = random("x", geometry.inputSize());
    w = random("w", geometry.weightSize());
    y = random("y", geometry.outputSize());
  }

  /** The output. */
  @Benchmark
  public float[] forward() {
    Kernels.current().conv2d().forward(geometry, x, w, Epilogue.NONE, y);
    return y;
  }

  /** The gradient of the input. */
  @Benchmark
  public float[] inputGradient() {
    Kernels.current().conv2d().inputGradient(geometry, y, w, x);
    return x;
  }

  /** The gradient of the weight. */
  @Benchmark
  public float[] weightGradient() {
    Kernels.current().conv2d().weightGradient(geometry, x, y, w);
    return w;
  }
}
