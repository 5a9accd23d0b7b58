package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Product {@code y = a·b}; gradients {@code da = dy·b}, {@code db = dy·a}, summed over the axes
 * along which an operand was repeated.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the larger sizes.
 */
public final class Mul {
  private Mul() {}

  /**
   * Multiplies.
   *
   * @throws ShapeException when the shapes cannot be aligned
   */
  public static Tensor apply(Tensor a, Tensor b) {
    Tensor y = Tensor.result(Broadcast.shape("multiply", a.shape(), b.shape()));
    Broadcast.run(a, b, y, Mul::run);
    return Autograd.record(
        "multiply",
        y,
        dys -> {
          Tensor dy = dys[0];
          return new Tensor[] {
            a.requiresGrad() ? Broadcast.reduce(product(dy, b), a.shape()) : null,
            b.requiresGrad() ? Broadcast.reduce(product(dy, a), b.shape()) : null
          };
        },
        a,
        b);
  }

  private static void run(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
    if (aStep == 1 && bStep == 1) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i] * b[bAt + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i * aStep] * b[bAt + i * bStep];
      }
    }
  }

  private static Tensor product(Tensor dy, Tensor other) {
    Tensor product = Tensor.result(dy.shape());
    Broadcast.run(dy, other, product, Mul::run);
    return product;
  }
}
