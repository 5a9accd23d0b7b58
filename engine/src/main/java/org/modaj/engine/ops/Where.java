package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Broadcast;

/**
 * Choice by a condition, {@code y = condition ≠ 0 ? a : b}; the gradient goes to the operand that
 * was chosen, the other gets 0, and the condition has none.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the largest sizes.
 */
public final class Where {
  private Where() {}

  /**
   * Chooses.
   *
   * @param condition {@code a} is taken where it is not 0
   * @throws ShapeException when the shapes cannot be aligned
   */
  public static Tensor apply(Tensor condition, Tensor a, Tensor b) {
    Shape operands = Broadcast.shape("where", a.shape(), b.shape());
    Shape shape = Broadcast.shape("where", condition.shape(), operands);
    float[] chosen = Expand.values(condition, shape).data();
    Tensor y = Tensor.result(shape);
    select(chosen, Expand.values(a, shape).data(), Expand.values(b, shape).data(), y.data());
    return Autograd.record(
        "where",
        y,
        dys -> {
          float[] dy = dys[0].data();
          float[] zeros = Tensor.zeroResult(shape).data();
          Tensor da = null;
          Tensor db = null;
          if (a.requiresGrad()) {
            da = Tensor.result(shape);
            select(chosen, dy, zeros, da.data());
            da = Broadcast.reduce(da, a.shape());
          }
          if (b.requiresGrad()) {
            db = Tensor.result(shape);
            select(chosen, zeros, dy, db.data());
            db = Broadcast.reduce(db, b.shape());
          }
          return new Tensor[] {da, db};
        },
        a,
        b);
  }

  private static void select(float[] condition, float[] a, float[] b, float[] y) {
    Parallel.elements(
        y.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = condition[i] != 0 ? a[i] : b[i];
          }
        });
  }
}
