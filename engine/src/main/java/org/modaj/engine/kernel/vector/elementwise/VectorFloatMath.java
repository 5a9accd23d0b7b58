package org.modaj.engine.kernel.vector.elementwise;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.modaj.engine.kernel.FloatMathCoefficients.*;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import org.modaj.engine.kernel.FloatMath;

/**
 * The functions of {@link FloatMath} on ranges of arrays, the same operations on every lane.
 *
 * <p>The loops are spelled out because of a limit of the compiler: when a compilation has grown to
 * {@code NodeCountInliningCutoff}, calls of ordinary methods are no longer inlined, and vectors
 * that are passed to such a method or returned by it go to the heap. So only the exponential
 * functions, which are called early in their loops, are methods of their own.
 */
public final class VectorFloatMath {
  private static final int FRACTION_LENGTH = Float.PRECISION - 1;

  private VectorFloatMath() {}

  /** e<sup>x</sup> of every lane. */
  private static FloatVector exp(FloatVector x) {
    return expBelowMax(x.blend(EXP_MAX, x.compare(GT, EXP_MAX)));
  }

  /** e<sup>x</sup> where no lane is above {@code EXP_MAX}. */
  private static FloatVector expBelowMax(FloatVector x) {
    FloatVector clamped = x.blend(EXP_MIN, x.compare(LT, EXP_MIN));
    FloatVector shifted = clamped.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    FloatVector power = fraction(clamped, shifted.sub(ROUND));
    IntVector exponent = shifted.reinterpretAsInts().sub(ROUND_BITS);
    IntVector half = exponent.lanewise(ASHR, 1);
    IntVector one = half.add(Float.MAX_EXPONENT).lanewise(LSHL, FRACTION_LENGTH);
    IntVector other = exponent.sub(half).add(Float.MAX_EXPONENT).lanewise(LSHL, FRACTION_LENGTH);
    return power.mul(one.reinterpretAsFloats()).mul(other.reinterpretAsFloats());
  }

  /**
   * e<sup>x</sup> where no lane is negative, and at most e<sup>40</sup>: the power of two is a
   * normal number, so that one factor has the bits of two.
   */
  private static FloatVector expUpTo40(FloatVector x) {
    FloatVector clamped = x.blend(40f, x.compare(GT, 40f));
    FloatVector shifted = clamped.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    FloatVector power = fraction(clamped, shifted.sub(ROUND));
    IntVector exponent = shifted.reinterpretAsInts().sub(ROUND_BITS - Float.MAX_EXPONENT);
    return power.mul(exponent.lanewise(LSHL, FRACTION_LENGTH).reinterpretAsFloats());
  }

  /** e<sup>x - n·ln 2</sup>. */
  private static FloatVector fraction(FloatVector x, FloatVector n) {
    FloatVector r = n.fma(broadcast(SPECIES, -LN2_LOW), n.fma(broadcast(SPECIES, -LN2_HIGH), x));
    FloatVector q = broadcast(SPECIES, EXP_4).fma(r, broadcast(SPECIES, EXP_3));
    q = q.fma(r, broadcast(SPECIES, EXP_2));
    q = q.fma(r, broadcast(SPECIES, EXP_1));
    q = q.fma(r, broadcast(SPECIES, EXP_0));
    return r.mul(r).fma(q, r).add(1f);
  }

  /** {@code y = exp(x)}. */
  static void exp(int from, int to, float[] x, float[] y) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      exp(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
    for (; i < to; i++) {
      y[i] = FloatMath.exp(x[i]);
    }
  }

  /** {@code y = log(x)}. */
  static void log(int from, int to, float[] x, float[] y) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      VectorMask<Float> denormal = v.compare(LT, Float.MIN_NORMAL);
      FloatVector normal = v.blend(v.mul(DENORMAL_FACTOR), denormal);
      IntVector bits = normal.reinterpretAsInts().sub(SQRT_HALF_BITS);
      FloatVector n =
          bits.lanewise(ASHR, FRACTION_LENGTH).add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
      n = n.blend(n.sub(DENORMAL_EXPONENT), denormal);
      FloatVector f = bits.and(FRACTION_BITS).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);

      FloatVector q = broadcast(SPECIES, LOG_8).fma(f, broadcast(SPECIES, LOG_7));
      q = q.fma(f, broadcast(SPECIES, LOG_6));
      q = q.fma(f, broadcast(SPECIES, LOG_5));
      q = q.fma(f, broadcast(SPECIES, LOG_4));
      q = q.fma(f, broadcast(SPECIES, LOG_3));
      q = q.fma(f, broadcast(SPECIES, LOG_2));
      q = q.fma(f, broadcast(SPECIES, LOG_1));
      q = q.fma(f, broadcast(SPECIES, LOG_0));
      FloatVector square = f.mul(f);
      FloatVector rest = n.fma(broadcast(SPECIES, LN2_LOW), f.mul(square).mul(q));
      FloatVector log =
          n.fma(broadcast(SPECIES, LN2_HIGH), square.fma(broadcast(SPECIES, -0.5f), rest).add(f));

      log = broadcast(SPECIES, Float.NaN).blend(log, v.compare(GT, 0f));
      log = log.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f));
      log.blend(v, v.compare(EQ, Float.POSITIVE_INFINITY)).intoArray(y, i);
    }
    for (; i < to; i++) {
      y[i] = FloatMath.log(x[i]);
    }
  }

  /** {@code y = 1 / (1 + exp(-x))}. */
  public static void sigmoid(int from, int to, float[] x, float[] y) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector power = expBelowMax(v.abs().neg());
      power.blend(1f, v.compare(GE, 0f)).div(power.add(1f)).intoArray(y, i);
    }
    for (; i < to; i++) {
      y[i] = FloatMath.sigmoid(x[i]);
    }
  }

  /** {@code y = tanh(x)}. */
  public static void tanh(int from, int to, float[] x, float[] y) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector a = v.abs();
      FloatVector power = expUpTo40(a.add(a)); // 1 - 2 / (e^40 + 1) is 1 already
      FloatVector square = a.mul(a);
      FloatVector q = broadcast(SPECIES, TANH_4).fma(square, broadcast(SPECIES, TANH_3));
      q = q.fma(square, broadcast(SPECIES, TANH_2));
      q = q.fma(square, broadcast(SPECIES, TANH_1));
      q = q.fma(square, broadcast(SPECIES, TANH_0));
      FloatVector small = a.mul(square).fma(q, a);
      FloatVector large = broadcast(SPECIES, 1f).sub(broadcast(SPECIES, 2f).div(power.add(1f)));
      IntVector magnitude = large.blend(small, a.compare(LT, TANH_SMALL)).reinterpretAsInts();
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      magnitude.or(sign).reinterpretAsFloats().intoArray(y, i);
    }
    for (; i < to; i++) {
      y[i] = FloatMath.tanh(x[i]);
    }
  }

  /** {@code y = erf(x)}. */
  static void erf(int from, int to, float[] x, float[] y) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector a = v.abs();
      FloatVector b = a.blend(ERF_MAX, a.compare(GT, ERF_MAX));
      FloatVector g = broadcast(SPECIES, ERFC_6).fma(b, broadcast(SPECIES, ERFC_5));
      g = g.fma(b, broadcast(SPECIES, ERFC_4));
      g = g.fma(b, broadcast(SPECIES, ERFC_3));
      g = g.fma(b, broadcast(SPECIES, ERFC_2));
      g = g.fma(b, broadcast(SPECIES, ERFC_1));
      g = g.fma(b, broadcast(SPECIES, ERFC_0));
      FloatVector large = broadcast(SPECIES, 1f).sub(exp(g));

      FloatVector square = a.mul(a);
      FloatVector q = broadcast(SPECIES, ERF_6).fma(square, broadcast(SPECIES, ERF_5));
      q = q.fma(square, broadcast(SPECIES, ERF_4));
      q = q.fma(square, broadcast(SPECIES, ERF_3));
      q = q.fma(square, broadcast(SPECIES, ERF_2));
      q = q.fma(square, broadcast(SPECIES, ERF_1));
      q = q.fma(square, broadcast(SPECIES, ERF_0));
      FloatVector small = a.fma(q, a);
      IntVector magnitude = large.blend(small, a.compare(LT, ERF_SMALL)).reinterpretAsInts();
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      magnitude.or(sign).reinterpretAsFloats().intoArray(y, i);
    }
    for (; i < to; i++) {
      y[i] = FloatMath.erf(x[i]);
    }
  }
}
