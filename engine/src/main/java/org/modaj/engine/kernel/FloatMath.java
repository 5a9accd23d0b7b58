package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.FloatMathCoefficients.*;
import static org.modaj.engine.kernel.Fma.fma;

/**
 * Elementary functions from multiplications, additions, divisions and shifts alone, so that their
 * bits depend neither on the JVM nor on the CPU and a vector of any width gives the same ones.
 * Errors are in units in the last place of the result, the largest ones found by measurement.
 */
public final class FloatMath {
  private FloatMath() {}

  /**
   * e<sup>x</sup>, within 1.1 units in the last place; denormal results included. Infinite above
   * 88.7229, 0 below -103.972, NaN for NaN.
   */
  public static float exp(float x) {
    float clamped = x > EXP_MAX ? EXP_MAX : x;
    clamped = clamped < EXP_MIN ? EXP_MIN : clamped;
    float shifted = fma(clamped, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, clamped));

    float q = fma(EXP_4, r, EXP_3);
    q = fma(q, r, EXP_2);
    q = fma(q, r, EXP_1);
    q = fma(q, r, EXP_0);
    float power = fma(r * r, q, r) + 1f;

    // in two factors, as 2^n itself may be too large or too small for a normal number
    int exponent = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    int half = exponent >> 1;
    return power * powerOfTwo(half) * powerOfTwo(exponent - half);
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + Float.MAX_EXPONENT) << (Float.PRECISION - 1));
  }

  /**
   * The natural logarithm, within 0.9 units in the last place; denormal arguments included. {@code
   * -Infinity} for zeros, NaN for negative numbers and NaN, infinite for infinity.
   */
  public static float log(float x) {
    boolean denormal = x < Float.MIN_NORMAL;
    float normal = denormal ? x * DENORMAL_FACTOR : x;
    int bits = Float.floatToRawIntBits(normal) - SQRT_HALF_BITS;
    float n = Float.intBitsToFloat((bits >> (Float.PRECISION - 1)) + ROUND_BITS) - ROUND;
    n = denormal ? n - DENORMAL_EXPONENT : n;
    float f = Float.intBitsToFloat((bits & FRACTION_BITS) + SQRT_HALF_BITS) - 1f;

    float q = fma(LOG_8, f, LOG_7);
    q = fma(q, f, LOG_6);
    q = fma(q, f, LOG_5);
    q = fma(q, f, LOG_4);
    q = fma(q, f, LOG_3);
    q = fma(q, f, LOG_2);
    q = fma(q, f, LOG_1);
    q = fma(q, f, LOG_0);
    float square = f * f;
    float rest = fma(n, LN2_LOW, f * square * q);
    float log = fma(n, LN2_HIGH, fma(-0.5f, square, rest) + f);

    log = x > 0 ? log : Float.NaN;
    log = x == 0 ? Float.NEGATIVE_INFINITY : log;
    return x == Float.POSITIVE_INFINITY ? x : log;
  }

  /**
   * The hyperbolic tangent, within 1.5 units in the last place everywhere, near 0 too; -0 for -0,
   * NaN for NaN.
   */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float square = a * a;
    float q = fma(TANH_4, square, TANH_3);
    q = fma(q, square, TANH_2);
    q = fma(q, square, TANH_1);
    q = fma(q, square, TANH_0);
    float small = fma(a * square, q, a);
    float large = 1f - 2f / (exp(a + a) + 1f);
    return Math.copySign(a < TANH_SMALL ? small : large, x);
  }

  /**
   * The logistic function 1 / (1 + e<sup>-x</sup>), within 2.5 units in the last place everywhere,
   * denormal results included; NaN for NaN.
   */
  public static float sigmoid(float x) {
    float power = exp(-Math.abs(x));
    return (x >= 0 ? 1f : power) / (1f + power);
  }

  /**
   * The error function 2/√π · ∫<sub>0</sub><sup>x</sup> e<sup>-t²</sup> dt, within 1.1 units in the
   * last place everywhere, near 0 too; -0 for -0, NaN for NaN.
   */
  public static float erf(float x) {
    float a = Math.abs(x);
    float square = a * a;
    float q = fma(ERF_6, square, ERF_5);
    q = fma(q, square, ERF_4);
    q = fma(q, square, ERF_3);
    q = fma(q, square, ERF_2);
    q = fma(q, square, ERF_1);
    q = fma(q, square, ERF_0);
    float small = fma(a, q, a);

    float b = a > ERF_MAX ? ERF_MAX : a;
    float g = fma(ERFC_6, b, ERFC_5);
    g = fma(g, b, ERFC_4);
    g = fma(g, b, ERFC_3);
    g = fma(g, b, ERFC_2);
    g = fma(g, b, ERFC_1);
    g = fma(g, b, ERFC_0);
    float large = 1f - exp(g);
    return Math.copySign(a < ERF_SMALL ? small : large, x);
  }
}
