package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Reduction;

/**
 * Vectors along an axis brought to unit length, {@code y = x/max(‖x‖, ε)} with the Euclidean norm;
 * gradient {@code dx = (dy - y·⟨y, dy⟩)/‖x‖} where the norm is above ε, and {@code dy/ε} elsewhere.
 * Computed in double precision and rounded once.
 */
public final class Normalize {
  private Normalize() {}

  /**
   * Normalizes.
   *
   * @param axis negative to count from the end
   * @param epsilon least norm to divide by, positive
   * @throws ShapeException when there is no such axis
   */
  public static Tensor apply(Tensor x, int axis, double epsilon) {
    Reduction r = Reduction.of("normalize", x.shape(), new int[] {axis}, true);
    Tensor y = Tensor.result(x.shape());
    double[] norms = new double[r.outer() * r.inner()];
    float[] in = x.data();
    float[] out = y.data();
    r.forEachOuter(o -> values(r, o, in, epsilon, norms, out));
    return Autograd.record(
        "normalize",
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          r.forEachOuter(o -> gradients(r, o, in, epsilon, norms, dys[0].data(), dx.data()));
          return new Tensor[] {dx};
        },
        x);
  }

  private static void values(
      Reduction r, int o, float[] x, double epsilon, double[] norms, float[] y) {
    int inner = r.inner();
    int from = o * r.count() * inner;
    int row = o * inner;
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        double value = x[from + m * inner + i];
        norms[row + i] += value * value;
      }
    }
    for (int i = 0; i < inner; i++) {
      norms[row + i] = Math.sqrt(norms[row + i]);
    }
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        int at = from + m * inner + i;
        y[at] = (float) (x[at] / Math.max(norms[row + i], epsilon));
      }
    }
  }

  private static void gradients(
      Reduction r, int o, float[] x, double epsilon, double[] norms, float[] dy, float[] dx) {
    int inner = r.inner();
    int from = o * r.count() * inner;
    int row = o * inner;
    double[] products = new double[inner];
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        int at = from + m * inner + i;
        products[i] += (double) x[at] * dy[at];
      }
    }
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        int at = from + m * inner + i;
        double norm = norms[row + i];
        dx[at] =
            norm > epsilon
                ? (float) ((dy[at] - x[at] / norm * (products[i] / norm)) / norm)
                : (float) (dy[at] / epsilon);
      }
    }
  }
}
