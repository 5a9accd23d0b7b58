package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Leaky rectified linear unit {@code y = x > 0 ? x : slope·x}; gradient {@code dx = x > 0 ? dy :
 * slope·dy} (Maas et al. 2013). NaN stays NaN.
 */
public final class LeakyRelu {
  private LeakyRelu() {}

  /**
   * The unit, on any shape.
   *
   * @param slope factor of the numbers that are not positive
   */
  public static Tensor apply(Tensor x, double slope) {
    float factor = (float) slope;
    return Pointwise.apply(
        "leaky relu",
        x,
        (in, out, from, to) -> select(in, in, factor, out, from, to),
        (in, out, dy, dx, from, to) -> select(in, dy, factor, dx, from, to));
  }

  private static void select(float[] x, float[] values, float factor, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] > 0 ? values[i] : factor * values[i];
    }
  }
}
