package org.modaj.data.predict;

import java.util.Locale;

/**
 * A class that a classifier holds for possible.
 *
 * @param output number of the network's output, from 0
 * @param name of the class
 * @param probability in [0, 1]; those of all classes together are 1
 */
public record Prediction(int output, String name, float probability) {
  /** Name and probability, such as {@code "cat 93.1 %"}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.1f %%", name, 100 * probability);
  }
}
