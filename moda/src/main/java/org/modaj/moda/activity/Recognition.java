package org.modaj.moda.activity;

import java.util.BitSet;
import org.modaj.moda.ModularizationException;

/**
 * The rule that turns rates into modules: a class keeps the units whose rate is at least the
 * threshold, compared in single precision; a class that keeps fewer than {@link #minimum} units of
 * a layer gets the units with the highest rates instead, the lowest index first among equals.
 *
 * @param threshold τ in [0, 1]; the paper uses 0.9
 * @param starved how many units a class gets that keeps too few
 */
public record Recognition(float threshold, Starved starved) {
  private static final double MINIMUM_SHARE = 0.005;

  /** How many units a class gets that keeps too few. */
  public enum Starved {
    /** As many as the class that keeps most in the layer, as the artifact does. */
    LARGEST,
    /** Only the minimum. */
    MINIMAL
  }

  /** Checks the threshold. */
  public Recognition {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new ModularizationException(
          "modularize", null, "the threshold must be in [0, 1], but is " + threshold);
    }
  }

  /** The paper's rule at a threshold. */
  public static Recognition at(double threshold) {
    return new Recognition((float) threshold, Starved.LARGEST);
  }

  /** Units that every class keeps at least in a layer of {@code units}. */
  public static int minimum(int units) {
    return Math.max(1, (int) (MINIMUM_SHARE * units));
  }

  /**
   * The kept units of one layer.
   *
   * @param rates by class and unit
   * @return by class
   * @throws ModularizationException when a rate is not in [0, 1]; names the class and the unit
   */
  public BitSet[] keep(float[][] rates) {
    BitSet[] kept = new BitSet[rates.length];
    int largest = 0;
    for (int c = 0; c < rates.length; c++) {
      kept[c] = new BitSet();
      for (int u = 0; u < rates[c].length; u++) {
        if (!(rates[c][u] >= 0 && rates[c][u] <= 1)) {
          throw new ModularizationException(
              "modularize",
              null,
              "the rate of unit "
                  + u
                  + " for class "
                  + c
                  + " is "
                  + rates[c][u]
                  + "; rates are in [0, 1]");
        }
        kept[c].set(u, rates[c][u] >= threshold);
      }
      largest = Math.max(largest, kept[c].cardinality());
    }
    for (int c = 0; c < rates.length; c++) {
      int minimum = minimum(rates[c].length);
      if (kept[c].cardinality() < minimum) {
        int count = starved == Starved.LARGEST ? Math.max(minimum, largest) : minimum;
        kept[c] = highest(rates[c], count);
      }
    }
    return kept;
  }

  private static BitSet highest(float[] rates, int count) {
    BitSet best = new BitSet();
    for (int k = 0; k < Math.min(count, rates.length); k++) {
      int next = -1;
      for (int u = 0; u < rates.length; u++) {
        if (!best.get(u) && (next < 0 || rates[u] > rates[next])) {
          next = u;
        }
      }
      best.set(next);
    }
    return best;
  }
}
