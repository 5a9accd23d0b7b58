package org.modaj.engine.ops;

import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.PairLoss;

/** Absolute error {@code |x - target|}; gradient {@code dx = sign(x - target)·dloss}, 0 at 0. */
public final class L1Loss {
  private L1Loss() {}

  /**
   * The loss.
   *
   * @throws ShapeException when the shapes differ
   */
  public static Tensor apply(Tensor x, Tensor target, LossReduction reduction) {
    Tensor losses =
        PairLoss.apply(
            "l1 loss",
            x,
            target,
            (d, y, from, to) -> {
              for (int i = from; i < to; i++) {
                y[i] = Math.abs(d[i]);
              }
            },
            (d, y, from, to) -> {
              for (int i = from; i < to; i++) {
                y[i] = Math.signum(d[i]);
              }
            });
    return reduction.apply(losses);
  }
}
