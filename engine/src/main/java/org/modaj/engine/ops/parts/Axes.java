package org.modaj.engine.ops.parts;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;

/** Axes given by number, from 0 or, negative, from the end. */
public final class Axes {
  private Axes() {}

  /**
   * The axis counted from 0.
   *
   * @throws ShapeException when the shape has no such axis
   */
  public static int of(String operation, Shape shape, int axis) {
    int rank = shape.rank();
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          operation,
          null,
          "an axis in [" + -rank + ", " + rank + ") of shape " + shape,
          "axis " + axis,
          null);
    }
    return axis < 0 ? axis + rank : axis;
  }

  /**
   * Which axes are named.
   *
   * @throws ShapeException when the shape has no such axis or one is named twice
   */
  public static boolean[] marked(String operation, Shape shape, int... axes) {
    boolean[] marked = new boolean[shape.rank()];
    for (int axis : axes) {
      int positive = of(operation, shape, axis);
      if (marked[positive]) {
        throw new ShapeException(
            operation, null, "each axis at most once", "axis " + positive + " twice", null);
      }
      marked[positive] = true;
    }
    return marked;
  }

  /** All axes of a shape in order. */
  public static int[] all(Shape shape) {
    int[] axes = new int[shape.rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = axis;
    }
    return axes;
  }

  /** Product of the sizes of the axes {@code [from, to)}. */
  public static int product(Shape shape, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.dim(axis);
    }
    return product;
  }
}
