package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/**
 * Rectified linear unit with a learned slope for each channel, {@code y = x} where {@code x > 0},
 * {@code y = a[c]·x} elsewhere (He et al. 2015); gradients {@code dx = dy} and {@code a[c]·dy},
 * {@code da[c] = Σ x·dy} over the elements of channel c that are not positive.
 *
 * <p>Shapes: {@code x [..., c]}, {@code a [c]} or {@code [1]} for one slope in all channels.
 */
public final class Prelu {
  private Prelu() {}

  /**
   * The unit.
   *
   * @param slope one for each channel, or one
   * @throws ShapeException when the number of slopes is another
   */
  public static Tensor apply(Tensor x, Tensor slope) {
    int slopes = slope.elements();
    boolean fits = slopes == 1 || x.shape().rank() > 0 && slopes == x.dim(-1);
    if (slope.shape().rank() != 1 || !fits) {
      throw new ShapeException(
          "prelu",
          null,
          "one slope, or one for each channel on the last axis",
          "input " + x.shape() + ", slopes " + slope.shape(),
          null);
    }
    Tensor y = Tensor.result(x.shape());
    multiply(x, slope, x, y);
    return Autograd.record(
        "prelu",
        y,
        dys -> {
          Tensor dx = null;
          if (x.requiresGrad()) {
            dx = Tensor.result(x.shape());
            multiply(x, slope, dys[0], dx);
          }
          return new Tensor[] {dx, slope.requiresGrad() ? slopeGradient(x, slope, dys[0]) : null};
        },
        x,
        slope);
  }

  /** Computes {@code y = values} where {@code x > 0}, {@code slope·values} elsewhere. */
  private static void multiply(Tensor x, Tensor slope, Tensor values, Tensor y) {
    float[] in = x.data();
    float[] a = slope.data();
    float[] v = values.data();
    float[] out = y.data();
    int channels = a.length;
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from, c = from % channels; i < to; i++) {
            out[i] = in[i] > 0 ? v[i] : a[c] * v[i];
            c = c + 1 == channels ? 0 : c + 1;
          }
        });
  }

  private static Tensor slopeGradient(Tensor x, Tensor slope, Tensor dy) {
    float[] in = x.data();
    float[] given = dy.data();
    float[] products = Tensor.result(x.shape()).data();
    Parallel.elements(
        products.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            products[i] = in[i] > 0 ? 0f : in[i] * given[i];
          }
        });
    Tensor gradient = Tensor.result(Shape.of(slope.elements()));
    int rows = products.length / slope.elements();
    Kernels.current().reduction().sum(1, rows, slope.elements(), 1, products, gradient.data());
    return gradient;
  }
}
