package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Broadcast;

/**
 * Quotient {@code y = a/b}; gradients {@code da = dy/b}, {@code db = -dy·y/b}, summed over the axes
 * along which an operand was repeated. Division by 0 gives infinities or NaN as in IEEE 754.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the larger sizes.
 */
public final class Div {
  private static final Arithmetic ARITHMETIC = new Arithmetic();

  private Div() {}

  /**
   * Divides.
   *
   * @throws ShapeException when the shapes cannot be aligned
   */
  public static Tensor apply(Tensor a, Tensor b) {
    Tensor y = Tensor.result(Broadcast.shape("divide", a.shape(), b.shape()));
    Broadcast.run(a, b, y, ARITHMETIC);
    return Autograd.record(
        "divide",
        y,
        dys -> {
          Tensor dy = dys[0];
          Tensor da = null;
          Tensor db = null;
          Tensor quotient = Tensor.result(dy.shape());
          Broadcast.run(dy, b, quotient, ARITHMETIC);
          if (b.requiresGrad()) {
            Tensor product = Tensor.result(dy.shape());
            float[] of = quotient.data();
            float[] by = y.data();
            float[] to = product.data();
            Parallel.elements(
                to.length,
                (from, end) -> {
                  for (int i = from; i < end; i++) {
                    to[i] = -of[i] * by[i];
                  }
                });
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

  private static final class Arithmetic implements Broadcast.Arithmetic {
    @Override
    public void same(float[] a, float[] b, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = a[i] / b[i];
      }
    }

    @Override
    public void run(
        float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i * aStep] / b[bAt + i * bStep];
      }
    }
  }
}
