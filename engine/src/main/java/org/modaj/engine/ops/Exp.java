package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.FloatMath;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Exponential {@code y = eˣ}; gradient {@code dx = y·dy}. See {@link FloatMath#exp} for its error.
 */
public final class Exp {
  private Exp() {}

  /** {@code exp(x)}, of any shape. */
  public static Tensor apply(Tensor x) {
    Tensor y = Tensor.result(x.shape());
    Kernels.current().elementary().exp(x.elements(), x.data(), y.data());
    return Pointwise.record("exp", x, y, Exp::gradients);
  }

  private static void gradients(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = y[i] * dy[i];
    }
  }
}
