package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Broadcast;

/**
 * Difference {@code y = a - b}; gradients {@code da = dy}, {@code db = -dy}, summed over the axes
 * along which an operand was repeated.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the larger sizes.
 */
public final class Sub {
  private static final Arithmetic ARITHMETIC = new Arithmetic();

  private Sub() {}

  /**
   * Subtracts.
   *
   * @throws ShapeException when the shapes cannot be aligned
   */
  public static Tensor apply(Tensor a, Tensor b) {
    Tensor y = Tensor.result(Broadcast.shape("subtract", a.shape(), b.shape()));
    Broadcast.run(a, b, y, ARITHMETIC);
    return Autograd.record(
        "subtract",
        y,
        dys -> {
          Tensor dy = dys[0];
          Tensor db = null;
          if (b.requiresGrad()) {
            Tensor sum = Broadcast.reduce(dy, b.shape());
            db = Tensor.result(b.shape());
            Kernels.current().elementwise().scale(db.elements(), sum.data(), -1, db.data());
          }
          return new Tensor[] {a.requiresGrad() ? Broadcast.reduce(dy, a.shape()) : null, db};
        },
        a,
        b);
  }

  private static final class Arithmetic implements Broadcast.Arithmetic {
    @Override
    public void same(float[] a, float[] b, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = a[i] - b[i];
      }
    }

    @Override
    public void run(
        float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i * aStep] - b[bAt + i * bStep];
      }
    }
  }
}
