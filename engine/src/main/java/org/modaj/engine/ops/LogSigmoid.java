package org.modaj.engine.ops;

import org.modaj.engine.Tensor;

/**
 * {@code y = ln(1/(1 + e⁻ˣ)) = -softplus(-x)}, without overflow; gradient {@code dx = dy/(1 + eˣ)}.
 */
public final class LogSigmoid {
  private LogSigmoid() {}

  /** The function, on any shape. */
  public static Tensor apply(Tensor x) {
    return Softplus.signed("log sigmoid", x, -1);
  }
}
