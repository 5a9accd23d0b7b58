package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * {@code y = x·tanh(ln(1 + eˣ))} (Misra 2020), computed without overflow from {@code w = e^-|x|}:
 * with {@code n = 1 + 2w} and {@code d = n + 2w²} where {@code x > 0}, {@code n = w² + 2w} and
 * {@code d = n + 2} elsewhere, {@code T = n/d} is the factor; gradient {@code dx = (T + x·(1 -
 * T²)·σ(x))·dy}.
 */
public final class Mish {
  private Mish() {}

  /** The unit, on any shape. */
  public static Tensor apply(Tensor x) {
    return Pointwise.through(
        "mish",
        x,
        (in, w, from, to) -> {
          for (int i = from; i < to; i++) {
            w[i] = -Math.abs(in[i]);
          }
        },
        Kernels.current().elementary()::exp,
        (in, w, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] * factor(in[i], w[i]);
          }
        },
        (in, w, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            float v = w[i];
            float d = in[i] > 0 ? 1 + 2 * v + 2 * v * v : v * v + 2 * v + 2;
            float root = 2 * (in[i] > 0 ? v : 1f) * (1 + v) / d;
            float sigmoid = (in[i] > 0 ? 1f : v) / (1 + v);
            dx[i] = (factor(in[i], v) + in[i] * (root * root) * sigmoid) * dy[i];
          }
        });
  }

  /** {@code tanh(ln(1 + eˣ))}. */
  private static float factor(float x, float w) {
    float n = x > 0 ? 1 + 2 * w : w * w + 2 * w;
    return n / (x > 0 ? n + 2 * w * w : n + 2);
  }
}
