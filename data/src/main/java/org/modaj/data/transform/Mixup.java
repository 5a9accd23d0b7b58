package org.modaj.data.transform;

import org.modaj.engine.random.CounterRandom;

/**
 * Each sample mixed with a random other one of the data set, in a share drawn from Beta(alpha,
 * alpha); its classes have the same shares (Zhang et al. 2018).
 *
 * <p>The partner is drawn from the whole data set by (seed, epoch, sample), not from the batch, so
 * that the batches of another size have the same samples.
 *
 * @param alpha above 0 and at most 100; small values mix little
 */
public record Mixup(double alpha) {
  private static final int PARTNER = 0;
  private static final int SHARE = 1;

  /**
   * Checks alpha.
   *
   * @throws org.modaj.data.DataException if it is out of range
   */
  public Mixup {
    TransformCheck.require(
        alpha > 0 && alpha <= 100, "mixup", "an alpha above 0, at most 100", alpha);
  }

  /** Returns the number of the partner among {@code size} samples. */
  public int partner(int size, CounterRandom ofSample) {
    return ofSample.below(size, PARTNER);
  }

  /** Returns the share of the sample itself, in [0, 1]. */
  public float share(CounterRandom ofSample) {
    CounterRandom stream = ofSample.child("share");
    double a = logGamma(stream.child(0));
    double b = logGamma(stream.child(SHARE));
    return (float) (1 / (1 + StrictMath.exp(b - a)));
  }

  /**
   * The logarithm of a draw from Gamma(alpha, 1): Marsaglia and Tsang (2000) for alpha + 1, and the
   * factor U^(1/alpha) in logarithms, where it cannot become 0.
   */
  private double logGamma(CounterRandom stream) {
    double d = alpha + 1 - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    CounterRandom normals = stream.child("normal");
    for (int k = 0; ; k++) {
      double x = normals.normal(k);
      double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
      double u = positive(stream, k + 1);
      if (v > 0 && StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return StrictMath.log(d * v) + StrictMath.log(positive(stream, 0)) / alpha;
      }
    }
  }

  /** A number in (0, 1). */
  private static double positive(CounterRandom stream, long k) {
    return (stream.bits24(k) + 0.5) * 0x1p-24;
  }

  @Override
  public String toString() {
    return "mixup" + alpha;
  }
}
