package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Conv2dAlgorithm;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The 3x3 convolutions of the CIFAR networks by the algorithms that {@link ConvBenchmark} is the
 * alternative to; the operations counted are those of the direct sum.
 */
@State(Scope.Benchmark)
public class WinogradConvBenchmark extends KernelBenchmark {
  /** As in {@link ConvBenchmark}. */
  @Param({"3-64@32", "64-64@32", "128-128@16", "256-256@8", "512-512@4", "512-512@2"})
  public String shape = "";

  /** Whose tiles: 4x4 by default, 2x2 in the accurate mode. */
  @Param({"WINOGRAD_4X4", "WINOGRAD_2X2"})
  public Conv2dAlgorithm algorithm = Conv2dAlgorithm.WINOGRAD_4X4;

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
    Epilogue epilogue = Epilogue.NONE.withBias(bias);
    algorithm.forward(Kernels.current(), geometry, x, w, epilogue, y);
    return y;
  }

  /** The gradient of the input. */
  @Benchmark
  public float[] inputGradient() {
    algorithm.inputGradient(Kernels.current(), geometry, y, w, x);
    return x;
  }

  /** The gradient of the weight; the 2x2 tiles have none of their own and take the direct sum. */
  @Benchmark
  public float[] weightGradient() {
    algorithm.weightGradient(Kernels.current(), geometry, x, y, w);
    return w;
  }
}
