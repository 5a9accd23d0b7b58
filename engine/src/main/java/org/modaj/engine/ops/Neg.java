package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/** Negation {@code y = -x}; gradient {@code dx = -dy}. */
public final class Neg {
  private Neg() {}

  /** {@code -x}, of any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply(
        "negate", x, Neg::negate, (in, out, dy, dx, from, to) -> negate(dy, dx, from, to));
  }

  private static void negate(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = -x[i];
    }
  }
}
