package org.modaj.engine.ops;

import org.modaj.engine.EngineException;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Absolute error with a rounded corner (Girshick 2015): with {@code d = x - target}, {@code d²/2β}
 * where {@code |d| < β} and {@code |d| - β/2} elsewhere; {@link HuberLoss} divided by β, and {@link
 * L1Loss} where β is 0.
 */
public final class SmoothL1Loss {
  private SmoothL1Loss() {}

  /**
   * The loss.
   *
   * @param beta where the parts meet, at least 0
   * @throws ShapeException when the shapes differ
   * @throws EngineException when beta is negative
   */
  public static Tensor apply(Tensor x, Tensor target, double beta, LossReduction reduction) {
    if (!(beta >= 0)) {
      throw new EngineException("smooth l1 loss", null, "beta must not be negative: " + beta);
    }
    if ((float) beta == 0) {
      return L1Loss.apply(x, target, reduction);
    }
    float corner = (float) beta;
    return reduction.apply(HuberLoss.losses("smooth l1 loss", x, target, corner, 1 / corner));
  }
}
