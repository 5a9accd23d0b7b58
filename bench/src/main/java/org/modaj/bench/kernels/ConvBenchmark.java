package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Convolutions of the CIFAR networks by the direct sum, batch 128. */
@State(Scope.Benchmark)
public class ConvBenchmark extends KernelBenchmark {
  /**
   * {@code in-out@size}, then {@code kK} for a kernel other than 3x3 and {@code sS} for a stride
   * other than 1.
   */
  @Param({
    "3-64@32",
    "64-64@32",
    "64-128@16",
    "128-128@16",
    "256-256@8",
    "512-512@4",
    "512-512@2",
    "64-128@32s2",
    "64-128@32k1s2",
    "128-128@16k1",
    "512-512@4k1",
    "6-16@16k5"
  })
  public String shape = "";

  private Conv2dGeometry geometry = ConvShape.of("3-64@32");
  private float[] x = {};
  private float[] w = {};
  private float[] bias = {};
  private float[] y = {};

  @Override
  public Work work(String method) {
    return Work.flops(2.0 * ConvShape.of(shape).multiplyAdds());
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    geometry = ConvShape.of(shape);
    x = random("x", geometry.inputSize());
    w = random("w", geometry.weightSize());
    bias = random("bias", geometry.outChannels());
    y = random("y", geometry.outputSize());
  }

  /** The output. */
  @Benchmark
  public float[] forward() {
    Kernels.current().conv2d().forward(geometry, x, w, Epilogue.NONE.withBias(bias), y);
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
