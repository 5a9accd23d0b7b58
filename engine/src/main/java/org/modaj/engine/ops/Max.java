package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.Extremum;

/**
 * The greatest elements along axes, {@code y = max x}; the gradient goes to the element that is the
 * greatest, in equal shares where several are. A NaN along the axes gives NaN.
 */
public final class Max {
  private Max() {}

  /** The greatest of all elements, a scalar. */
  public static Tensor apply(Tensor x) {
    return apply(x, Axes.all(x.shape()), false);
  }

  /**
   * Finds the greatest elements.
   *
   * @param axes the axes to search, negative ones from the end; none copies the input
   * @param keepDim whether they stay, with size 1
   * @throws ShapeException when there is no such axis, one is named twice or they are empty
   */
  public static Tensor apply(Tensor x, int[] axes, boolean keepDim) {
    return Extremum.apply("max", x, axes, keepDim, true);
  }
}
