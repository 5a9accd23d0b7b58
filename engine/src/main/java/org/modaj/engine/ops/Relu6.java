package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * {@code y = min(max(x, 0), 6)}; gradient {@code dy} where {@code 0 < x < 6}, else 0 (Howard et al.
 * 2017). NaN stays NaN.
 */
public final class Relu6 {
  private Relu6() {}

  /** The unit, on any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply(
        "relu6",
        x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.min(Math.max(in[i], 0f), 6f);
          }
        },
        (in, out, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = in[i] > 0 && in[i] < 6 ? dy[i] : 0f;
          }
        });
  }
}
