package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.AverageWindows;

/**
 * Means of NHWC images over windows that make an output of a given size: output row {@code i}
 * covers the rows {@code [floor(i·h/oh), ceil((i+1)·h/oh))}, columns alike; windows may overlap by
 * one. With 1x1 it is the global mean.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n,oh,ow,c]}.
 */
public final class AdaptiveAvgPool2d {
  private AdaptiveAvgPool2d() {}

  /**
   * Pools.
   *
   * @param outHeight at least 1
   * @param outWidth at least 1
   * @throws ShapeException when the input is no image, has no pixel, or a size is less than 1
   */
  public static Tensor apply(Tensor x, int outHeight, int outWidth) {
    if (x.shape().rank() != 4 || x.dim(1) < 1 || x.dim(2) < 1) {
      throw new ShapeException(
          "adaptive average pool",
          null,
          "[n, height, width, channels] with at least one pixel",
          "input " + x.shape(),
          null);
    }
    if (outHeight < 1 || outWidth < 1) {
      throw new ShapeException(
          "adaptive average pool",
          null,
          "an output of at least 1x1",
          outHeight + "x" + outWidth,
          null);
    }
    if (outHeight == 1 && outWidth == 1) {
      return Mean.apply(x, new int[] {1, 2}, true);
    }
    int[] top = starts(x.dim(1), outHeight);
    int[] bottom = ends(x.dim(1), outHeight);
    int[] left = starts(x.dim(2), outWidth);
    int[] right = ends(x.dim(2), outWidth);
    return new AverageWindows(
            top, bottom, differences(bottom, top), left, right, differences(right, left))
        .apply("adaptive average pool", x);
  }

  private static int[] starts(int in, int out) {
    int[] starts = new int[out];
    for (int o = 0; o < out; o++) {
      starts[o] = (int) ((long) o * in / out);
    }
    return starts;
  }

  private static int[] ends(int in, int out) {
    int[] ends = new int[out];
    for (int o = 0; o < out; o++) {
      ends[o] = (int) (((o + 1L) * in + out - 1) / out);
    }
    return ends;
  }

  private static int[] differences(int[] a, int[] b) {
    int[] differences = new int[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    return differences;
  }
}
