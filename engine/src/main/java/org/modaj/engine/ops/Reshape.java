package org.modaj.engine.ops;

import java.util.Arrays;
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
    if (shape.elements() != x.elements()) {
      throw new ShapeException(
          "reshape",
          null,
          x.elements() + " elements, as shape " + x.shape() + " has",
          "shape " + shape,
          null);
    }
    return Autograd.record(
        "reshape", x.view(shape), dys -> new Tensor[] {dys[0].view(x.shape())}, x);
  }

  /**
   * Reshapes.
   *
   * @param sizes of the new axes; one may be -1 and becomes what the elements leave for it
   * @throws ShapeException when the number of elements differs or does not decide the size
   */
  public static Tensor apply(Tensor x, int... sizes) {
    return apply(x, infer(x.shape(), sizes));
  }

  /** {@code [n, ...]} to {@code [n, features]}. */
  public static Tensor flatten(Tensor x) {
    int n = x.dim(0);
    return apply(x, Shape.of(n, x.shape().withoutFirst().elements()));
  }

  private static Shape infer(Shape x, int[] sizes) {
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == -1 && open < 0) {
        open = axis;
      } else {
        known *= sizes[axis];
      }
    }
    if (open < 0) {
      return Shape.of(sizes);
    }
    if (known <= 0 || x.elements() % known != 0) {
      throw new ShapeException(
          "reshape",
          null,
          "sizes that divide " + x.elements() + " elements, as shape " + x + " has",
          "sizes " + Arrays.toString(sizes),
          "One size may be -1; the others must be positive then.");
    }
    int[] complete = sizes.clone();
    complete[open] = (int) (x.elements() / known);
    return Shape.of(complete);
  }
}
