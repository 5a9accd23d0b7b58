package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Sum {@code y = a + b}; gradients {@code da = db = dy}, summed over the axes along which an
 * operand was repeated.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the larger sizes.
 */
public final class Add {
  private Add() {}

  /**
   * Adds.
   *
   * @throws ShapeException when the shapes cannot be aligned
   */
  public static Tensor apply(Tensor a, Tensor b) {
    Shape shape = Broadcast.shape("add", a.shape(), b.shape());
    Tensor y = Tensor.result(shape);
    if (a.shape().equals(b.shape())) {
      Kernels.current().elementwise().add(y.elements(), a.data(), b.data(), y.data());
    } else {
      Broadcast.run(a, b, y, Add::run);
    }
    return Autograd.record(
        "add",
        y,
        dys ->
            new Tensor[] {
              a.requiresGrad() ? Broadcast.reduce(dys[0], a.shape()) : null,
              b.requiresGrad() ? Broadcast.reduce(dys[0], b.shape()) : null
            },
        a,
        b);
  }

  private static void run(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i * aStep] + b[bAt + i * bStep];
    }
  }
}
