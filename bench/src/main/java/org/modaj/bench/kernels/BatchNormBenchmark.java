package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The passes of batch normalization with a ReLU after it, batch 128. */
@State(Scope.Benchmark)
public class BatchNormBenchmark extends KernelBenchmark {
  private static final int BATCH = 128;

  /** Rows (batch times positions) and channels. */
  @Param({"131072x64", "8192x256"})
  public String shape = "";

  private int rows;
  private int channels;
  private float[] x = {};
  private float[] means = {};
  private float[] dy = {};
  private float[] dx = {};
  private float[] unit = {};
  private final float[][] perChannel = new float[5][];
  private double[] variance = {};

  @Override
  public Work work(String method) {
    int[] sizes = numbers(shape);
    double elements = (double) sizes[0] * sizes[1];
    return switch (method) {
      case "moments" -> Work.floats(elements);
      case "affineRelu", "gradientSums" -> Work.floats(2 * elements);
      default -> Work.floats(3 * elements);
    };
  }

  /** Makes the arrays. */
  @Setup
  public void setUp() {
    int[] sizes = numbers(shape);
    rows = sizes[0];
    channels = sizes[1];
    x = random("x", rows * channels);
    means = new float[BATCH * channels];
    dy = random("dy", rows * channels);
    dx = new float[rows * channels];
    unit = random("unit", BATCH * channels);
    variance = new double[channels];
    for (int i = 0; i < perChannel.length; i++) {
      perChannel[i] = random("channel" + i, channels);
    }
  }

  /** Mean and variance of each channel. */
  @Benchmark
  public double[] moments() {
    Kernels.current().norm().channelMoments(rows, channels, x, perChannel[0], variance);
    return variance;
  }

  /** Scale, shift and ReLU. */
  @Benchmark
  public float[] affineRelu() {
    Kernels.current()
        .norm()
        .affineRelu(
            BATCH,
            rows / BATCH,
            channels,
            x,
            perChannel[0],
            perChannel[1],
            perChannel[2],
            null,
            dx,
            means);
    return dx;
  }

  /** The sums of the way back, through the ReLU, with the objectives' gradient of each unit. */
  @Benchmark
  public float[] gradientSums() {
    Kernels.current()
        .norm()
        .batchNormGradientSums(
            rows,
            rows / BATCH,
            channels,
            x,
            perChannel[0],
            perChannel[1],
            perChannel[2],
            dy,
            unit,
            perChannel[3],
            perChannel[4]);
    return perChannel[4];
  }

  /** The gradient of the input, through the ReLU. */
  @Benchmark
  public float[] inputGradient() {
    Kernels.current()
        .norm()
        .batchNormInputGradient(
            rows,
            rows / BATCH,
            channels,
            x,
            perChannel[0],
            perChannel[1],
            perChannel[2],
            dy,
            unit,
            perChannel[3],
            perChannel[4],
            dx);
    return dx;
  }
}
