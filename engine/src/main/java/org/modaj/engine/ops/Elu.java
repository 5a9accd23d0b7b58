package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Exponential linear unit, {@code y = x} where {@code x > 0}, {@code y = α(eˣ - 1)} elsewhere;
 * gradient {@code dy} and {@code α·eˣ·dy} (Clevert, Unterthiner and Hochreiter 2016). {@link Selu}
 * and {@link Celu} are the same curve with other factors.
 *
 * <p>With {@code t = tanh(x/2)}, {@code eˣ - 1 = 2t/(1 - t)} keeps the digits of small x.
 */
public final class Elu {
  private Elu() {}

  /**
   * The unit, on any shape.
   *
   * @param alpha the limit towards minus infinity is {@code -alpha}
   */
  public static Tensor apply(Tensor x, double alpha) {
    return curve("elu", x, 1, alpha, 1);
  }

  /** {@code y = above·x} where {@code x > 0}, {@code y = below·(exp(x/width) - 1)} elsewhere. */
  static Tensor curve(String operation, Tensor x, double above, double below, double width) {
    float right = (float) above;
    float left = (float) below;
    float slope = (float) (below / width);
    float half = (float) (0.5 / width);
    return Pointwise.through(
        operation,
        x,
        (in, t, from, to) -> {
          for (int i = from; i < to; i++) {
            t[i] = half * Math.min(in[i], 0f);
          }
        },
        Kernels.current().elementary()::tanh,
        (in, t, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] > 0 ? right * in[i] : left * (2 * t[i] / (1 - t[i]));
          }
        },
        (in, t, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = (in[i] > 0 ? right : slope * ((1 + t[i]) / (1 - t[i]))) * dy[i];
          }
        });
  }
}
