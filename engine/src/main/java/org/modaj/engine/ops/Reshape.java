package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/** The same elements in another shape; the gradient takes the old shape. Nothing is copied. */
public final class Reshape {
  private Reshape() {}

  /**
   * Reshapes.
   *
   * @throws ShapeException when the number of elements differs
   */
  public static Tensor apply(Tensor x, Shape shape) {
    return Autograd.record(
        "reshape", x.view(shape), dys -> new Tensor[] {dys[0].view(x.shape())}, x);
  }

  /** {@code [n, ...]} to {@code [n, features]}. */
  public static Tensor flatten(Tensor x) {
    int n = x.dim(0);
    return apply(x, Shape.of(n, x.shape().withoutFirst().elements()));
  }
}
