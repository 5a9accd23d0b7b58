package org.modaj.engine.ops;

import org.modaj.engine.Tensor;

/** What becomes of the losses of single elements. */
public enum LossReduction {
  /** Their mean, a scalar; with weights, as the loss says. */
  MEAN,
  /** Their sum, a scalar. */
  SUM,
  /** They stay as they are. */
  NONE;

  /** Applies it, with a gradient. */
  Tensor apply(Tensor losses) {
    return switch (this) {
      case MEAN -> Mean.apply(losses);
      case SUM -> Sum.apply(losses);
      case NONE -> losses;
    };
  }
}
