package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedConvolution;
import org.modaj.engine.kernel.PackedSeparable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * MobileNet's blocks for inference: a depthwise 3x3 and a 1x1 convolution with packed weights, each
 * with a ReLU, in one pass and one after the other.
 */
@State(Scope.Benchmark)
public class SeparableBenchmark extends KernelBenchmark {
  /** Batch, channels, channels of the output, height and width. */
  @Param({"128:32-64@32", "128:128-128@16", "128:512-512@4", "1:32-64@32", "1:512-512@4"})
  public String shape = "";

  private Conv2dGeometry wise = geometry("1:32-64@32");
  private Conv2dGeometry point = wise.pointwise(64);
  private float[] x = {};
  private float[] inside = {};
  private float[] y = {};

  @SuppressWarnings("NullAway.Init") // in the set-up
  private PackedSeparable both;

  @SuppressWarnings("NullAway.Init") // in the set-up
  private PackedConvolution first;

  @SuppressWarnings("NullAway.Init") // in the set-up
  private PackedConvolution second;

  private static Conv2dGeometry geometry(String shape) {
    int[] sizes = numbers(shape);
    int channels = sizes[1];
    int size = sizes[3];
    return new Conv2dGeometry(
        sizes[0], size, size, channels, channels, 3, 3, 1, 1, 1, 1, 1, 1, channels);
  }

  @Override
  public Work work(String method) {
    Conv2dGeometry g = geometry(shape);
    return Work.flops(2.0 * (g.multiplyAdds() + g.pointwise(numbers(shape)[2]).multiplyAdds()));
  }

  /** Makes the arrays and packs the weights. */
  @Setup
  public void setUp() {
    wise = geometry(shape);
    int out = numbers(shape)[2];
    point = wise.pointwise(out);
    x = random("x", wise.inputSize());
    inside = random("inside", wise.outputSize());
    y = random("y", point.outputSize());
    float[] w = random("w", wise.weightSize());
    float[] v = random("v", point.weightSize());
    both = Kernels.current().conv2d().packSeparable(wise, w, v, out);
    first = Kernels.current().conv2d().pack(wise, w);
    second = Kernels.current().conv2d().pack(point, v);
  }

  /** In one pass. */
  @Benchmark
  public float[] together() {
    both.forward(wise, x, Epilogue.NONE.withRelu(), Epilogue.NONE.withRelu(), y);
    return y;
  }

  /** One after the other. */
  @Benchmark
  public float[] apart() {
    first.forward(wise, x, Epilogue.NONE.withRelu(), inside);
    second.forward(point, inside, Epilogue.NONE.withRelu(), y);
    return y;
  }
}
