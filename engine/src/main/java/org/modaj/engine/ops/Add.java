package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/** Sum of two tensors of one shape, {@code y = a + b}; gradients {@code da = db = dy}. */
public final class Add {
  private Add() {}

  /**
   * Adds.
   *
   * @throws ShapeException when the shapes differ
   */
  public static Tensor apply(Tensor a, Tensor b) {
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          "add", null, "two tensors of one shape", a.shape() + " and " + b.shape(), null);
    }
    Tensor y = Tensor.result(a.shape());
    Kernels.current().elementwise().add(y.elements(), a.data(), b.data(), y.data());
    return Autograd.record("add", y, dys -> new Tensor[] {dys[0], dys[0]}, a, b);
  }
}
