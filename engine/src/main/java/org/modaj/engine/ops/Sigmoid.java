package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.FloatMath;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Logistic function {@code y = 1/(1 + e⁻ˣ)}; gradient {@code dx = y(1 - y)·dy}. See {@link
 * FloatMath#sigmoid} for its error.
 */
public final class Sigmoid {
  private Sigmoid() {}

  /** {@code sigmoid(x)}, of any shape. */
  public static Tensor apply(Tensor x) {
    Tensor y = Tensor.result(x.shape());
    Kernels.current().elementary().sigmoid(x.elements(), x.data(), y.data());
    return Pointwise.record("sigmoid", x, y, Sigmoid::gradients);
  }

  private static void gradients(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = y[i] * (1 - y[i]) * dy[i];
    }
  }
}
