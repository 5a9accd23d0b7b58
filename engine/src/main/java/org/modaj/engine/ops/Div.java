package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Quotient {@code y = a/b}; gradients {@code da = dy/b}, {@code db = -dy·y/b}, summed over the
 * axes along which an operand was repeated. Division by 0 gives infinities or NaN as in IEEE 754.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the larger sizes.
 */
public final class Div {
  private Div() {}

  /**
   * Divides.
   *
   * @throws ShapeException when the shapes cannot be aligned
   */
  public static Tensor apply(Tensor a, Tensor b) {
    Tensor y = Tensor.result(Broadcast.shape("divide", a.shape(), b.shape()));
    Broadcast.run(a, b, y, Div::run);
    return Autograd.record(
        "divide",
        y,
        dys -> {
          Tensor dy = dys[0];
          Tensor da = null;
          Tensor db = null;
          Tensor quotient = Tensor.result(dy.shape());
          Broadcast.run(dy, b, quotient, Div::run);
          if (b.requiresGrad()) {
            Tensor product = Tensor.result(dy.shape());
            Broadcast.run(quotient, y, product, Div::negativeProduct);
            db = Broadcast.reduce(product, b.shape());
          }
          if (a.requiresGrad()) {
            da = Broadcast.reduce(quotient, a.shape());
          }
          return new Tensor[] {da, db};
        },
        a,
        b);
  }

  private static void run(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
    if (aStep == 1 && bStep == 1) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i] / b[bAt + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i * aStep] / b[bAt + i * bStep];
      }
    }
  }

  private static void negativeProduct(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = -a[aAt + i] * b[bAt + i];
    }
  }
}
