package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Broadcast;
import org.modaj.engine.ops.parts.StridedView;

/**
 * Repetition to a larger shape: shapes are aligned at the last axis, missing axes and axes of size
 * 1 are repeated; the gradient is the sum over the repeated axes. The elements are copied.
 */
public final class Expand {
  private Expand() {}

  /**
   * Repeats.
   *
   * @throws ShapeException when an axis is neither of the new size nor 1
   */
  public static Tensor apply(Tensor x, Shape shape) {
    if (!fits(x.shape(), shape)) {
      throw new ShapeException(
          "expand",
          null,
          "a shape whose axes, aligned at the last one, are those of "
              + x.shape()
              + " where these are not 1",
          "shape " + shape,
          null);
    }
    return Autograd.record(
        "expand", values(x, shape), dys -> new Tensor[] {Broadcast.reduce(dys[0], x.shape())}, x);
  }

  private static boolean fits(Shape from, Shape to) {
    if (from.rank() > to.rank()) {
      return false;
    }
    for (int back = 1; back <= from.rank(); back++) {
      if (from.dim(-back) != 1 && from.dim(-back) != to.dim(-back)) {
        return false;
      }
    }
    return true;
  }

  /** The repeated elements, without recording. */
  static Tensor values(Tensor x, Shape shape) {
    Tensor y = Tensor.result(shape);
    StridedView.expanded(x.shape(), shape).gather(x.data(), y.data());
    return y;
  }
}
