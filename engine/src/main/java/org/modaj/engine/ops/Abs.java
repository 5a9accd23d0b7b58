package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/** Magnitude {@code y = |x|}; gradient {@code dx = sign(x)·dy} with {@code sign(0) = 0}. */
public final class Abs {
  private Abs() {}

  /** {@code |x|}, of any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply("abs", x, Abs::values, Abs::gradients);
  }

  private static void values(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  private static void gradients(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = x[i] > 0 ? dy[i] : x[i] < 0 ? -dy[i] : 0f;
    }
  }
}
