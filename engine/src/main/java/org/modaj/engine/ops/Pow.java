package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Power with a constant exponent, {@code y = x^e}; gradient {@code dx = e·x^(e-1)·dy}, 0 for {@code
 * e = 0}. Computed in double precision and rounded once. A negative number with an exponent that is
 * no integer gives NaN.
 */
public final class Pow {
  private Pow() {}

  /**
   * {@code x^exponent}, of any shape.
   *
   * @param exponent any number; 1, 2, 3 and 0.5 are fast
   */
  public static Tensor apply(Tensor x, double exponent) {
    return Pointwise.apply(
        "pow",
        x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = (float) power(in[i], exponent);
          }
        },
        (in, out, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = exponent == 0 ? 0f : (float) (dy[i] * exponent * power(in[i], exponent - 1));
          }
        });
  }

  private static double power(double x, double exponent) {
    if (exponent == 1) {
      return x;
    }
    if (exponent == 2) {
      return x * x;
    }
    if (exponent == 3) {
      return x * x * x;
    }
    if (exponent == 0.5) {
      return Math.sqrt(x);
    }
    return StrictMath.pow(x, exponent);
  }
}
