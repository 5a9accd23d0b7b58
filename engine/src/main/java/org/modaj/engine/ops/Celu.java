package org.modaj.engine.ops;

import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/**
 * Continuously differentiable exponential linear unit, {@code y = x} where {@code x > 0}, {@code y
 * = α(exp(x/α) - 1)} elsewhere (Barron 2017).
 */
public final class Celu {
  private Celu() {}

  /**
   * The unit, on any shape.
   *
   * @param alpha the limit towards minus infinity is {@code -alpha}; positive
   * @throws EngineException when alpha is not positive
   */
  public static Tensor apply(Tensor x, double alpha) {
    if (!(alpha > 0)) {
      throw new EngineException("celu", null, "alpha must be positive, but is " + alpha);
    }
    return Elu.curve("celu", x, 1, alpha, alpha);
  }
}
