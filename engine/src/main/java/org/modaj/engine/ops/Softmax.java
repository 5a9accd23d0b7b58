package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Reduction;

/**
 * Probabilities along an axis, {@code y = eˣ/Σeˣ}, computed with the maximum subtracted; gradient
 * {@code dx = y(dy - Σ y·dy)}, both sums along the axis.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * The probabilities.
   *
   * @param axis negative to count from the end
   * @throws ShapeException when there is no such axis
   */
  public static Tensor apply(Tensor x, int axis) {
    Reduction r = Reduction.of("softmax", x.shape(), new int[] {axis}, true);
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(x.shape());
    float[] out = y.data();
    subtractMaxima(r, x, out);
    kernels.elementary().exp(out.length, out, out);
    float[] sums = r.sum(y).data();
    r.forEachOuter(o -> divide(r, o, sums, out));
    return Autograd.record(
        "softmax",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Tensor.result(x.shape());
          float[] to = dx.data();
          Parallel.elements(
              to.length,
              (from, end) -> {
                for (int i = from; i < end; i++) {
                  to[i] = out[i] * dy[i];
                }
              });
          float[] products = r.sum(dx).data();
          r.forEachOuter(o -> gradients(r, o, out, dy, products, to));
          return new Tensor[] {dx};
        },
        x);
  }

  /** Computes {@code y = x - max x} along the axis. */
  static void subtractMaxima(Reduction r, Tensor x, float[] y) {
    float[] in = x.data();
    r.forEachOuter(o -> {
      int inner = r.inner();
      int start = o * r.count() * inner;
      for (int i = start; i < start + (r.count() == 0 ? 0 : inner); i++) {
        float max = in[i];
        for (int m = 1; m < r.count(); m++) {
          max = Math.max(max, in[i + m * inner]);
        }
        for (int m = 0; m < r.count(); m++) {
          y[i + m * inner] = in[i + m * inner] - max;
        }
      }
    });
  }

  private static void divide(Reduction r, int o, float[] sums, float[] y) {
    int inner = r.inner();
    for (int m = 0; m < r.count(); m++) {
      int row = (o * r.count() + m) * inner;
      for (int i = 0; i < inner; i++) {
        y[row + i] /= sums[o * inner + i];
      }
    }
  }

  private static void gradients(
      Reduction r, int o, float[] y, float[] dy, float[] products, float[] dx) {
    int inner = r.inner();
    for (int m = 0; m < r.count(); m++) {
      int row = (o * r.count() + m) * inner;
      for (int i = 0; i < inner; i++) {
        dx[row + i] = y[row + i] * (dy[row + i] - products[o * inner + i]);
      }
    }
  }
}
