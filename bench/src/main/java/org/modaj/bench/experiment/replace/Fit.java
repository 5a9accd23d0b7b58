package org.modaj.bench.experiment.replace;

import java.util.Locale;

/** What is wrong with a weak network. */
public enum Fit {
  /** Trained for too few epochs. */
  UNDERFITTED,
  /** Trained for too many. */
  OVERFITTED;

  /** Its name in results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
