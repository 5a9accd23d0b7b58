package org.modaj.engine.ops;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.StridedView;

/** A range of one axis; the gradient is zero outside it. The elements are copied. */
public final class Narrow {
  private Narrow() {}

  /**
   * Takes the positions {@code [start, start + length)} of an axis.
   *
   * @param axis negative to count from the end
   * @throws ShapeException when there is no such axis or the range leaves it
   */
  public static Tensor apply(Tensor x, int axis, int start, int length) {
    Shape shape = x.shape();
    int along = Axes.of("narrow", shape, axis);
    if (start < 0 || length < 0 || length > shape.dim(along) - start) {
      throw new ShapeException(
          "narrow",
          null,
          "a range within [0, " + shape.dim(along) + ") of axis " + along + " of shape " + shape,
          "start " + start + ", length " + length,
          null);
    }
    Shape part = shape.with(along, length);
    int[] strides = StridedView.contiguous(shape);
    StridedView view = new StridedView(start * strides[along], part.toArray(), strides);
    return Slice.apply("narrow", x, view, part);
  }
}
