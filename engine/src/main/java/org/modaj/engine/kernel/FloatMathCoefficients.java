package org.modaj.engine.kernel;

/**
 * The polynomials of {@link FloatMath}, shared by its scalar and its vector form.
 *
 * <p>Each was fitted to the least largest relative error of the function (linear programming on 600
 * Chebyshev nodes); coefficients were rounded to floats from the lowest degree upwards and the
 * higher ones fitted again after each rounding. The remaining error of each is below 0.03 of the
 * last place.
 */
public final class FloatMathCoefficients {
  /** 1.5·2<sup>23</sup>: adding it rounds to an integer, which is then in the lowest bits. */
  public static final float ROUND = 12_582_912f;

  /** Bits of {@link #ROUND}. */
  public static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  /** 1 / ln 2. */
  public static final float LOG2_E = 1.442695f;

  /** The first ten bits of ln 2: its product with an exponent is exact. */
  public static final float LN2_HIGH = 0.693359375f;

  /** ln 2 less {@link #LN2_HIGH}. */
  public static final float LN2_LOW = -2.1219444e-4f;

  /** From here on exp is infinite. */
  public static final float EXP_MAX = 89f;

  /** From here downwards exp is 0. */
  public static final float EXP_MIN = -104f;

  // (exp(r) - 1 - r) / r² for |r| <= ln 2 / 2, by powers of r
  public static final float EXP_0 = 0.49999994f;
  public static final float EXP_1 = 0.166665211f;
  public static final float EXP_2 = 0.0416682921f;
  public static final float EXP_3 = 0.00836871564f;
  public static final float EXP_4 = 0.00138186966f;

  /** Bits of the square root of a half, where the range of the reduced logarithm starts. */
  public static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** The bits of a fraction. */
  public static final int FRACTION_BITS = 0x007fffff;

  /** 2<sup>25</sup>, the factor that makes denormal arguments of the logarithm normal. */
  public static final float DENORMAL_FACTOR = 33_554_432f;

  /** The exponent of {@link #DENORMAL_FACTOR}. */
  public static final float DENORMAL_EXPONENT = 25f;

  // (log(1 + f) - f + f²/2) / f³ for 1 + f from the square root of a half to that of two
  public static final float LOG_0 = 0.333333135f;
  public static final float LOG_1 = -0.250000089f;
  public static final float LOG_2 = 0.20002073f;
  public static final float LOG_3 = -0.166679919f;
  public static final float LOG_4 = 0.142203122f;
  public static final float LOG_5 = -0.12406119f;
  public static final float LOG_6 = 0.118838593f;
  public static final float LOG_7 = -0.116711177f;
  public static final float LOG_8 = 0.0674981177f;

  /** Below this distance from 0 tanh is a polynomial. */
  public static final float TANH_SMALL = 0.55f;

  // (tanh(a) / a - 1) / a² for a < 0.55, by powers of a²
  public static final float TANH_0 = -0.333333164f;
  public static final float TANH_1 = 0.133325443f;
  public static final float TANH_2 = -0.0538475476f;
  public static final float TANH_3 = 0.021050714f;
  public static final float TANH_4 = -0.00624284893f;

  /** Below this distance from 0 erf is a polynomial. */
  public static final float ERF_SMALL = 1f;

  /** From this distance from 0 on erf is 1. */
  public static final float ERF_MAX = 4f;

  // erf(a) / a - 1 for a < 1, by powers of a²
  public static final float ERF_0 = 0.128379166f;
  public static final float ERF_1 = -0.37612626f;
  public static final float ERF_2 = 0.112835787f;
  public static final float ERF_3 = -0.0268533472f;
  public static final float ERF_4 = 0.0051871622f;
  public static final float ERF_5 = -0.00079978531f;
  public static final float ERF_6 = 7.80690316e-05f;

  // log(1 - erf(a)) for 1 <= a <= 4, by powers of a
  public static final float ERFC_0 = -0.000339412218f;
  public static final float ERFC_1 = -1.12709749f;
  public static final float ERFC_2 = -0.638131499f;
  public static final float ERFC_3 = -0.103117958f;
  public static final float ERFC_4 = 0.0218432508f;
  public static final float ERFC_5 = -0.00294891186f;
  public static final float ERFC_6 = 0.000186502628f;

  private FloatMathCoefficients() {}
}
