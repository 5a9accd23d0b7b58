package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * {@code y = min(max(x/6 + 1/2, 0), 1)}; gradient {@code dy/6} where {@code -3 < x < 3}, else 0.
 */
public final class HardSigmoid {
  private HardSigmoid() {}

  /** The function, on any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply(
        "hard sigmoid",
        x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.min(Math.max(in[i] + 3, 0f), 6f) / 6;
          }
        },
        (in, out, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = in[i] > -3 && in[i] < 3 ? dy[i] / 6 : 0f;
          }
        });
  }
}
