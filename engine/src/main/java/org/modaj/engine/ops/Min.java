package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.Extremum;

/**
 * The least elements along axes, {@code y = min x}; the gradient goes to the element that is the
 * least, in equal shares where several are. A NaN along the axes gives NaN.
 */
public final class Min {
  private Min() {}

  /** The least of all elements, a scalar. */
  public static Tensor apply(Tensor x) {
    return apply(x, Axes.all(x.shape()), false);
  }

  /**
   * Finds the least elements.
   *
   * @param axes the axes to search, negative ones from the end; none copies the input
   * @param keepDim whether they stay, with size 1
   * @throws ShapeException when there is no such axis, one is named twice or they are empty
   */
  public static Tensor apply(Tensor x, int[] axes, boolean keepDim) {
    return Extremum.apply("min", x, axes, keepDim, false);
  }
}
