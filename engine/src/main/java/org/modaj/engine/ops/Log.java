package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.FloatMath;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Natural logarithm {@code y = ln x}; gradient {@code dx = dy/x}. See {@link FloatMath#log} for its
 * error.
 */
public final class Log {
  private Log() {}

  /** {@code log(x)}, of any shape. */
  public static Tensor apply(Tensor x) {
    Tensor y = Tensor.result(x.shape());
    Kernels.current().elementary().log(x.elements(), x.data(), y.data());
    return Pointwise.record("log", x, y, Log::gradients);
  }

  private static void gradients(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] / x[i];
    }
  }
}
