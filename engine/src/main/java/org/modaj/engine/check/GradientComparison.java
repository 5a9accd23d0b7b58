package org.modaj.engine.check;

/**
 * What {@link GradientCheck} found along one direction of one input: the gradient's product with
 * the direction, and the slope of the function itself.
 *
 * @param input index of the input
 * @param direction number of the random direction, from 0
 * @param analytic product of the computed gradient and the direction
 * @param numeric slope along the direction by extrapolated central differences
 * @param scale Euclidean norm of the gradient, the size that products with a random direction of
 *     signs have; at least {@code |numeric|}
 * @param noise how far rounding may have moved {@code numeric}
 * @param order how the difference shrinks with the step h, as a power of h: about 2 when the
 *     gradient is right, about 0 when it is wrong; NaN when the difference is only rounding
 */
public record GradientComparison(
    int input,
    int direction,
    double analytic,
    double numeric,
    double scale,
    double noise,
    double order) {

  /** The difference of the two slopes. */
  public double difference() {
    return Math.abs(analytic - numeric);
  }

  /** Whether the slopes agree to {@code tolerance} of the gradient's size, apart from rounding. */
  public boolean agrees(double tolerance) {
    return difference() <= tolerance * scale + noise;
  }

  /** Whether rounding is below the tolerance, so that a wrong gradient would have been seen. */
  public boolean isDecisive(double tolerance) {
    return noise <= tolerance * scale;
  }
}
