package org.modaj.bench.reproduce;

import java.util.Locale;
import org.modaj.moda.objective.ModularObjective;

/**
 * Weights of the modular objectives.
 *
 * @param alpha weight of affinity
 * @param beta weight of dispersion
 * @param gamma weight of compactness
 */
public record Objectives(double alpha, double beta, double gamma) {
  /** The paper's. */
  public static final Objectives PAPER = new Objectives(1, 1, 0.3);

  /** None: standard training. */
  public static final Objectives OFF = new Objectives(0, 0, 0);

  /** What training minimizes beside cross-entropy. */
  ModularObjective objective() {
    return new ModularObjective(alpha, beta, gamma);
  }

  /** Such as {@code a1-b1-g0.3}. */
  @Override
  public String toString() {
    return "a" + number(alpha) + "-b" + number(beta) + "-g" + number(gamma);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
