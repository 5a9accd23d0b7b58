package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;

/** Two axes exchanged, a {@link Permute} of them. */
public final class Transpose {
  private Transpose() {}

  /**
   * Exchanges the last two axes.
   *
   * @throws ShapeException when there are fewer than two
   */
  public static Tensor apply(Tensor x) {
    return apply(x, -2, -1);
  }

  /**
   * Exchanges two axes.
   *
   * @param one negative to count from the end
   * @param other negative to count from the end
   * @throws ShapeException when there is no such axis
   */
  public static Tensor apply(Tensor x, int one, int other) {
    int[] order = Axes.all(x.shape());
    int first = Axes.of("transpose", x.shape(), one);
    int second = Axes.of("transpose", x.shape(), other);
    order[first] = second;
    order[second] = first;
    return Permute.apply(x, order);
  }
}
