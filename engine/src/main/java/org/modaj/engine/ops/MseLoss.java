package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.PairLoss;

/**
 * Squared error {@code (x - target)²}, its mean by default; gradients {@code dx = 2(x -
 * target)·dloss} (divided by the number of elements for the mean) and {@code dtarget = -dx}.
 */
public final class MseLoss {
  private MseLoss() {}

  /**
   * The mean, a scalar.
   *
   * @throws ShapeException when the shapes differ
   */
  public static Tensor apply(Tensor x, Tensor target) {
    return apply(x, target, LossReduction.MEAN);
  }

  /**
   * The loss.
   *
   * @throws ShapeException when the shapes differ
   */
  public static Tensor apply(Tensor x, Tensor target, LossReduction reduction) {
    PairLoss.check("mse loss", x, target);
    return reduction.apply(Pow.apply(Sub.apply(x, target), 2));
  }
}
