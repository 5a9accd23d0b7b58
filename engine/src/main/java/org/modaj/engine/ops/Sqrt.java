package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Square root {@code y = √x}, correctly rounded; gradient {@code dx = dy/(2y)}, which is infinite
 * at 0. Numbers below 0 give NaN.
 */
public final class Sqrt {
  private Sqrt() {}

  /** {@code √x}, of any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply("sqrt", x, Sqrt::values, Sqrt::gradients);
  }

  private static void values(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = (float) Math.sqrt(x[i]);
    }
  }

  private static void gradients(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] / (2 * y[i]);
    }
  }
}
