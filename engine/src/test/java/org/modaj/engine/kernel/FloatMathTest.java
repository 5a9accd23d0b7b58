package org.modaj.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Accuracy against double precision, and the values at the ends. */
class FloatMathTest {
  /** Steps between the floats tried over the whole range: a prime, about a million in all. */
  private static final int STRIDE = 4_093;

  @FunctionalInterface
  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void expIsWithinItsBound() {
    assertAccurate(FloatMath::exp, StrictMath::exp, 1.1, -104f, 89f);
  }

  @Test
  void logIsWithinItsBound() {
    assertAccurate(FloatMath::log, StrictMath::log, 0.9, 0.5f, 2f);
  }

  @Test
  void tanhIsWithinItsBound() {
    assertAccurate(FloatMath::tanh, StrictMath::tanh, 1.5, -1f, 1f);
  }

  @Test
  void sigmoidIsWithinItsBound() {
    assertAccurate(FloatMath::sigmoid, FloatMathTest::sigmoid, 2.5, -8f, 8f);
  }

  @Test
  void erfIsWithinItsBound() {
    assertAccurate(FloatMath::erf, FloatMathTest::erf, 1.1, -4f, 4f);
  }

  /** Tries floats of all magnitudes and signs, and evenly spaced ones in {@code [from, to]}. */
  private static void assertAccurate(
      FloatFunction function, DoubleUnaryOperator exact, double bound, float from, float to) {
    for (long bits = 0; bits <= 0x7f800000L; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      assertAccurate(function.apply(x), exact.applyAsDouble(x), bound, x);
      assertAccurate(function.apply(-x), exact.applyAsDouble(-x), bound, -x);
    }
    int steps = 300_000;
    for (int i = 0; i <= steps; i++) {
      float x = from + (to - from) * i / steps;
      assertAccurate(function.apply(x), exact.applyAsDouble(x), bound, x);
    }
  }

  private static void assertAccurate(float actual, double exact, double bound, float x) {
    if (Double.isNaN(exact)) {
      assertThat(actual).isNaN();
    } else if (Float.isInfinite((float) exact)) {
      assertThat(actual).as("at %s", x).isEqualTo((float) exact);
    } else {
      int exponent = Math.max(Float.MIN_EXPONENT, Math.getExponent(exact));
      double error = Math.abs(actual - exact) / Math.scalb(1.0, exponent - 23);
      if (!(error <= bound)) {
        fail("%s at %s instead of %s: %s units in the last place", actual, x, exact, error);
      }
    }
  }

  private static double sigmoid(double x) {
    double power = StrictMath.exp(-Math.abs(x));
    return (x >= 0 ? 1 : power) / (1 + power);
  }

  /** The Taylor series up to 2, the continued fraction of the complement beyond. */
  private static double erf(double x) {
    double a = Math.abs(x);
    double erf;
    if (a <= 2) {
      double term = a;
      double sum = a;
      for (int k = 1; Math.abs(term) > 1e-18 * sum; k++) {
        term *= -a * a / k;
        sum += term / (2 * k + 1);
      }
      erf = 2 / Math.sqrt(Math.PI) * sum;
    } else {
      double tail = 0;
      for (int k = 60; k >= 1; k--) {
        tail = k / 2.0 / (a + tail);
      }
      erf = 1 - StrictMath.exp(-a * a) / Math.sqrt(Math.PI) / (a + tail);
    }
    return Math.copySign(erf, x);
  }

  @Test
  void valuesAtTheEnds() {
    float inf = Float.POSITIVE_INFINITY;
    float tiny = Float.MIN_VALUE;

    assertSame(FloatMath.exp(0f), 1f);
    assertSame(FloatMath.exp(-0f), 1f);
    assertSame(FloatMath.exp(inf), inf);
    assertSame(FloatMath.exp(-inf), 0f);
    assertSame(FloatMath.exp(Float.MAX_VALUE), inf);
    assertSame(FloatMath.exp(88.73f), inf);
    assertSame(FloatMath.exp(-103.97f), tiny);
    assertSame(FloatMath.exp(-103.98f), 0f);
    assertSame(FloatMath.exp(-Float.MAX_VALUE), 0f);

    assertSame(FloatMath.log(1f), 0f);
    assertSame(FloatMath.log(0f), -inf);
    assertSame(FloatMath.log(-0f), -inf);
    assertSame(FloatMath.log(inf), inf);
    assertSame(FloatMath.log(-tiny), Float.NaN);
    assertSame(FloatMath.log(-1f), Float.NaN);
    assertSame(FloatMath.log(-inf), Float.NaN);
    assertSame(FloatMath.log(tiny), -103.27893f);

    assertSame(FloatMath.sigmoid(0f), 0.5f);
    assertSame(FloatMath.sigmoid(-0f), 0.5f);
    assertSame(FloatMath.sigmoid(inf), 1f);
    assertSame(FloatMath.sigmoid(-inf), 0f);
    assertSame(FloatMath.sigmoid(-103.97f), tiny);

    for (FloatFunction odd : new FloatFunction[] {FloatMath::tanh, FloatMath::erf}) {
      assertSame(odd.apply(0f), 0f);
      assertSame(odd.apply(-0f), -0f);
      assertSame(odd.apply(inf), 1f);
      assertSame(odd.apply(-inf), -1f);
      assertSame(odd.apply(tiny), tiny);
      assertSame(odd.apply(-tiny), -tiny);
      assertSame(odd.apply(Float.MAX_VALUE), 1f);
    }
    for (FloatFunction function :
        new FloatFunction[] {
          FloatMath::exp, FloatMath::log, FloatMath::tanh, FloatMath::sigmoid, FloatMath::erf
        }) {
      assertThat(function.apply(Float.NaN)).isNaN();
    }
  }

  private static void assertSame(float actual, float expected) {
    assertThat(Float.floatToIntBits(actual))
        .as("%s is %s", actual, expected)
        .isEqualTo(Float.floatToIntBits(expected));
  }
}
