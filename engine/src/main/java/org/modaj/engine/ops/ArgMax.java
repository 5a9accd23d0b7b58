package org.modaj.engine.ops;

import org.modaj.engine.NonFiniteException;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Reduction;

/**
 * The position of the greatest element along an axis, the first of several. Positions have no
 * gradient. Elements that are NaN or infinite have no meaningful order, so they are refused.
 */
public final class ArgMax {
  private ArgMax() {}

  /**
   * The positions.
   *
   * @param axis negative to count from the end
   * @return row-major, of the input's shape without the axis; each in [0, size of the axis)
   * @throws ShapeException when there is no such axis or it is empty
   * @throws NonFiniteException when an element is NaN or infinite
   */
  public static int[] apply(Tensor x, int axis) {
    Reduction r = Reduction.of("argmax", x.shape(), new int[] {axis}, false);
    if (r.count() == 0 && r.output().elements() > 0) {
      throw new ShapeException(
          "argmax", null, "at least one element along the axis", "shape " + x.shape(), null);
    }
    float[] in = x.data();
    for (int i = 0; i < in.length; i++) {
      if (!Float.isFinite(in[i])) {
        throw new NonFiniteException("argmax", x.shape(), i, in[i]);
      }
    }
    int[] positions = new int[r.outer() * r.inner()];
    for (int to = 0; to < positions.length; to++) {
      int from = to / r.inner() * r.count() * r.inner() + to % r.inner();
      float best = in[from];
      for (int m = 1; m < r.count(); m++) {
        float value = in[from + m * r.inner()];
        if (value > best) {
          best = value;
          positions[to] = m;
        }
      }
    }
    return positions;
  }
}
