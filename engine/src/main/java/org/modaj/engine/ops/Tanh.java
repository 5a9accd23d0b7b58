package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.FloatMath;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Hyperbolic tangent {@code y = tanh x}; gradient {@code dx = (1 - y²)·dy}. See {@link
 * FloatMath#tanh} for its error.
 */
public final class Tanh {
  private Tanh() {}

  /** {@code tanh(x)}, of any shape. */
  public static Tensor apply(Tensor x) {
    Tensor y = Tensor.result(x.shape());
    Kernels.current().elementary().tanh(x.elements(), x.data(), y.data());
    return Pointwise.record("tanh", x, y, Tanh::gradients);
  }

  private static void gradients(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = (1 - y[i] * y[i]) * dy[i];
    }
  }
}
