package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Conv2dAlgorithm;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedConvolution;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Convolutions of one image with packed weights, by the algorithm that prepared networks take.
 * Written {@code in-out@size}, followed by {@code k1} for a kernel of 1x1; at size 1 that is the
 * product of a row and a matrix.
 */
@State(Scope.Benchmark)
public class OneSampleBenchmark extends KernelBenchmark {
  /** First and last layers of VGG16 and ResNet18, and VGG16's dense layer. */
  @Param({
    "3-64@32",
    "64-64@32",
    "128-128@16",
    "256-256@8",
    "512-512@4",
    "512-512@2",
    "512-512@4k1",
    "4096-4096@1k1"
  })
  public String shape = "";

  private Conv2dGeometry geometry = geometry("3-64@32");
  private float[] x = {};
  private float[] y = {};

  @SuppressWarnings("NullAway.Init") // in the set-up
  private PackedConvolution packed;

  private static Conv2dGeometry geometry(String shape) {
    int[] sizes = numbers(shape);
    int kernel = shape.endsWith("k1") ? 1 : 3;
    return Conv2dGeometry.of(
        1, sizes[2], sizes[2], sizes[0], sizes[1], kernel, 1, (kernel - 1) / 2);
  }

  @Override
  public Work work(String method) {
    Conv2dGeometry g = geometry(shape);
    boolean reads = g.inHeight() == 1; // each weight meets one number
    return reads ? Work.floats(g.weightSize()) : Work.flops(2.0 * g.multiplyAdds());
  }

  /** Makes the arrays and packs the weight. */
  @Setup
  public void setUp() {
    geometry = geometry(shape);
    x = random("x", geometry.inputSize());
    y = random("y", geometry.outputSize());
    Conv2dAlgorithm algorithm = Conv2dMode.current().algorithmForBatch(geometry);
    packed = algorithm.pack(Kernels.current(), geometry, random("w", geometry.weightSize()));
  }

  /** The output. */
  @Benchmark
  public float[] forward() {
    packed.forward(geometry, x, Epilogue.NONE, y);
    return y;
  }
}
