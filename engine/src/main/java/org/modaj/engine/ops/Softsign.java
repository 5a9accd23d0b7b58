package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/** {@code y = x/(1 + |x|)}; gradient {@code dy/(1 + |x|)²}. */
public final class Softsign {
  private Softsign() {}

  /** The function, on any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.apply(
        "softsign",
        x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] / (1 + Math.abs(in[i]));
          }
        },
        (in, out, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            float slope = 1 / (1 + Math.abs(in[i]));
            dx[i] = slope * slope * dy[i];
          }
        });
  }
}
