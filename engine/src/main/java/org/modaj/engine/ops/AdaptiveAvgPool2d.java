package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.AdaptiveWindows;
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
    AdaptiveWindows.check("adaptive average pool", x.shape(), outHeight, outWidth);
    if (outHeight == 1 && outWidth == 1) {
      return Mean.apply(x, new int[] {1, 2}, true);
    }
    AdaptiveWindows rows = AdaptiveWindows.of(x.dim(1), outHeight);
    AdaptiveWindows columns = AdaptiveWindows.of(x.dim(2), outWidth);
    return new AverageWindows(
            rows.from(), rows.to(), rows.sizes(), columns.from(), columns.to(), columns.sizes())
        .apply("adaptive average pool", x);
  }
}
