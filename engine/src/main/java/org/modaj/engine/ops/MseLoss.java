package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Mean squared error {@code loss = mean((x - target)²)}; gradients {@code dx = 2(x -
 * target)/n·dloss} and {@code dtarget = -dx}.
 */
public final class MseLoss {
  private MseLoss() {}

  /**
   * The loss, a scalar.
   *
   * @throws ShapeException when the shapes differ
   */
  public static Tensor apply(Tensor x, Tensor target) {
    if (!x.shape().equals(target.shape())) {
      throw new ShapeException(
          "mse loss",
          null,
          "two tensors of one shape",
          x.shape() + " and " + target.shape(),
          "Expand or reshape one of them.");
    }
    return Mean.apply(Pow.apply(Sub.apply(x, target), 2));
  }
}
