package org.modaj.engine.ops;

import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Limits to a range, {@code y = min(max(x, low), high)}; gradient {@code dx = dy} where {@code low
 * <= x <= high} and 0 elsewhere. NaN stays NaN and has gradient 0.
 */
public final class Clamp {
  private Clamp() {}

  /**
   * The limited numbers, of any shape.
   *
   * @param low least value; {@link Double#NEGATIVE_INFINITY} for none
   * @param high greatest value, at least {@code low}; {@link Double#POSITIVE_INFINITY} for none
   * @throws EngineException when {@code low > high} or one is NaN
   */
  public static Tensor apply(Tensor x, double low, double high) {
    if (!(low <= high)) {
      throw new EngineException("clamp", null, "low " + low + " is not at most high " + high);
    }
    float least = (float) low;
    float greatest = (float) high;
    return Pointwise.apply(
        "clamp",
        x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.min(Math.max(in[i], least), greatest);
          }
        },
        (in, out, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = in[i] >= least && in[i] <= greatest ? dy[i] : 0f;
          }
        });
  }

  /** Limits from below only. */
  public static Tensor atLeast(Tensor x, double low) {
    return apply(x, low, Double.POSITIVE_INFINITY);
  }

  /** Limits from above only. */
  public static Tensor atMost(Tensor x, double high) {
    return apply(x, Double.NEGATIVE_INFINITY, high);
  }
}
