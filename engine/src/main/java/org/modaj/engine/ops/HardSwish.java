package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * {@code y = x·min(max(x/6 + 1/2, 0), 1)}; gradient 0 where {@code x < -3}, {@code dy} where {@code
 * x >= 3} and {@code (x/3 + 1/2)·dy} between (Howard et al. 2019).
 */
public final class HardSwish {
  private HardSwish() {}

  /** The unit, on any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply(
        "hard swish",
        x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] * Math.min(Math.max(in[i] + 3, 0f), 6f) / 6;
          }
        },
        (in, out, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = in[i] < -3 ? 0f : in[i] >= 3 ? dy[i] : (in[i] / 3 + 0.5f) * dy[i];
          }
        });
  }
}
