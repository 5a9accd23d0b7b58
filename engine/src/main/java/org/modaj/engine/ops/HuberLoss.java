package org.modaj.engine.ops;

import org.modaj.engine.EngineException;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.PairLoss;

/**
 * Quadratic near 0, linear far from it (Huber 1964): with {@code d = x - target}, {@code d²/2}
 * where {@code |d| < δ} and {@code δ(|d| - δ/2)} elsewhere; gradient {@code d} or {@code ±δ}, times
 * {@code dloss}. {@link SmoothL1Loss} is the same divided by δ.
 */
public final class HuberLoss {
  private HuberLoss() {}

  /**
   * The loss.
   *
   * @param delta where the parts meet, positive
   * @throws ShapeException when the shapes differ
   * @throws EngineException when delta is not positive
   */
  public static Tensor apply(Tensor x, Tensor target, double delta, LossReduction reduction) {
    if (!(delta > 0)) {
      throw new EngineException("huber loss", null, "delta must be positive, but is " + delta);
    }
    return reduction.apply(losses("huber loss", x, target, (float) delta, 1));
  }

  /** {@code factor} times the losses of single elements. */
  static Tensor losses(String operation, Tensor x, Tensor target, float delta, float factor) {
    return PairLoss.apply(
        operation,
        x,
        target,
        (d, y, from, to) -> {
          for (int i = from; i < to; i++) {
            float a = Math.abs(d[i]);
            y[i] = factor * (a < delta ? 0.5f * a * a : delta * (a - 0.5f * delta));
          }
        },
        (d, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = factor * Math.max(-delta, Math.min(d[i], delta));
          }
        });
  }
}
