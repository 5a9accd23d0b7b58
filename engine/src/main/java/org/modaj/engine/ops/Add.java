package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Broadcast;

/**
 * Sum {@code y = a + b}; gradients {@code da = db = dy}, summed over the axes along which an
 * operand was repeated.
 *
 * <p>Shapes: aligned at the last axis, axes are equal or 1; {@code y} has the larger sizes.
 */
public final class Add {
  private static final Arithmetic ARITHMETIC = new Arithmetic();

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
      Broadcast.run(a, b, y, ARITHMETIC);
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

  private static final class Arithmetic implements Broadcast.Arithmetic {
    @Override
    public void same(float[] a, float[] b, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = a[i] + b[i];
      }
    }

    @Override
    public void run(
        float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = a[aAt + i * aStep] + b[bAt + i * bStep];
      }
    }
  }
}
