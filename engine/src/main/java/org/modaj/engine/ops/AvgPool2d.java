package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.ops.parts.AverageWindows;

/**
 * Mean of each window of NHWC images; the gradient of an output is shared by its window. Padding
 * counts as zeros; what a window of sizes rounded up has beyond the padding counts as nothing.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n,oh,ow,c]} with {@code oh = floor((h + 2p - k)/s) +
 * 1}, or rounded up.
 */
public final class AvgPool2d {
  private AvgPool2d() {}

  /**
   * Pools; the zeros of the padding are counted.
   *
   * @throws ShapeException when the input is no image or smaller than the window
   */
  public static Tensor apply(Tensor x, MaxPool2d.Window window) {
    return apply(x, window, true);
  }

  /**
   * Pools.
   *
   * @param window without dilation
   * @param countPadding whether a mean divides by the whole window, its padding included, or only
   *     by its part inside the image
   * @throws ShapeException when the input is no image or smaller than the window, or the window is
   *     dilated
   */
  public static Tensor apply(Tensor x, MaxPool2d.Window window, boolean countPadding) {
    if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
      throw new ShapeException(
          "average pool",
          null,
          "a window without dilation",
          "dilation " + window.dilationHeight() + "x" + window.dilationWidth(),
          "Use a depthwise convolution with equal weights.");
    }
    PoolGeometry g = window.on(x.shape());
    Range rows =
        Range.of(
            g.inHeight(),
            g.outHeight(),
            g.kernelHeight(),
            g.strideHeight(),
            g.padHeight(),
            countPadding);
    Range columns =
        Range.of(
            g.inWidth(),
            g.outWidth(),
            g.kernelWidth(),
            g.strideWidth(),
            g.padWidth(),
            countPadding);
    return new AverageWindows(
            rows.from, rows.to, rows.counted, columns.from, columns.to, columns.counted)
        .apply("average pool", x);
  }

  /** The windows along one direction. */
  private record Range(int[] from, int[] to, int[] counted) {
    static Range of(int in, int out, int kernel, int stride, int pad, boolean countPadding) {
      Range range = new Range(new int[out], new int[out], new int[out]);
      for (int o = 0; o < out; o++) {
        int start = o * stride - pad;
        int end = Math.min(in + pad, start + kernel);
        range.from[o] = Math.max(0, start);
        range.to[o] = Math.min(in, end);
        range.counted[o] =
            (countPadding ? end : range.to[o]) - (countPadding ? start : range.from[o]);
      }
      return range;
    }
  }
}
