package org.modaj.engine.ops;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.AdaptiveWindows;

/**
 * Maxima of NHWC images over windows that make an output of a given size, the windows of {@link
 * AdaptiveAvgPool2d}. The gradient goes to the first maximum of a window in row-major order; a NaN
 * is the maximum of its window, and the last one there gets the gradient.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n,oh,ow,c]}.
 */
public final class AdaptiveMaxPool2d {
  private AdaptiveMaxPool2d() {}

  /**
   * Pools.
   *
   * @param outHeight at least 1
   * @param outWidth at least 1
   * @throws ShapeException when the input is no image, has no pixel, or a size is less than 1
   */
  public static Tensor apply(Tensor x, int outHeight, int outWidth) {
    Shape shape = x.shape();
    AdaptiveWindows.check("adaptive max pool", shape, outHeight, outWidth);
    AdaptiveWindows rows = AdaptiveWindows.of(shape.dim(1), outHeight);
    AdaptiveWindows columns = AdaptiveWindows.of(shape.dim(2), outWidth);
    Tensor y = Tensor.result(Shape.of(shape.dim(0), outHeight, outWidth, shape.dim(3)));
    float[] in = x.data();
    float[] out = y.data();
    Parallel.run(
        shape.dim(0) * outHeight,
        line -> {
          int[] chosen = new int[shape.dim(3)];
          for (int ox = 0; ox < outWidth; ox++) {
            choose(shape, rows, columns, line, ox, in, chosen);
            int to = (line * outWidth + ox) * chosen.length;
            for (int c = 0; c < chosen.length; c++) {
              out[to + c] = in[chosen[c]];
            }
          }
        });
    return Autograd.record(
        "adaptive max pool",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Tensor.zeroResult(shape);
          float[] to = dx.data();
          Parallel.run(
              shape.dim(0),
              n -> {
                int[] chosen = new int[shape.dim(3)];
                for (int i = n * outHeight * outWidth; i < (n + 1) * outHeight * outWidth; i++) {
                  choose(shape, rows, columns, i / outWidth, i % outWidth, in, chosen);
                  for (int c = 0; c < chosen.length; c++) {
                    to[chosen[c]] += dy[i * chosen.length + c];
                  }
                }
              });
          return new Tensor[] {dx};
        },
        x);
  }

  /** Finds the index of the maximum of each channel in one window. */
  private static void choose(
      Shape shape,
      AdaptiveWindows rows,
      AdaptiveWindows columns,
      int line,
      int ox,
      float[] x,
      int[] chosen) {
    int height = rows.from().length;
    int image = line / height * shape.dim(1);
    Arrays.fill(chosen, -1);
    for (int iy = rows.from()[line % height]; iy < rows.to()[line % height]; iy++) {
      for (int ix = columns.from()[ox]; ix < columns.to()[ox]; ix++) {
        int at = ((image + iy) * shape.dim(2) + ix) * chosen.length;
        for (int c = 0; c < chosen.length; c++) {
          if (chosen[c] < 0 || x[at + c] > x[chosen[c]] || Float.isNaN(x[at + c])) {
            chosen[c] = at + c;
          }
        }
      }
    }
  }
}
