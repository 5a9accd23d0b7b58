package org.modaj.engine.ops;

import org.modaj.engine.Tensor;

/**
 * Scaled exponential linear unit, {@code y = λx} where {@code x > 0}, {@code y = λα(eˣ - 1)}
 * elsewhere, with λ = 1.0507 and α = 1.6733, which keep mean 0 and variance 1 from layer to layer
 * (Klambauer et al. 2017).
 */
public final class Selu {
  private static final double ALPHA = 1.6732632423543772848170429916717;
  private static final double SCALE = 1.0507009873554804934193349852946;

  private Selu() {}

  /** The unit, on any shape. */
  public static Tensor apply(Tensor x) {
    return Elu.curve("selu", x, SCALE, SCALE * ALPHA, 1);
  }
}
