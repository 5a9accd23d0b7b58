package org.modaj.bench.conformance;

import org.modaj.engine.kernel.Conv2dMode;

/** Which implementation a case is computed with, where an operator has several. */
public enum Algorithms {
  /**
   * The ones whose rounding error is that of a plain sum; the manifests' tolerances assume them.
   */
  EXACT,
  /** The ones users run: those of this process, which {@code -Dmoda.conv} may have chosen. */
  DEFAULT;

  /**
   * What the rounding of Winograd's transforms may add to the error of a tensor, relative to its
   * largest value.
   */
  static final double ROUNDING = 3e-5;

  /** The mode of the convolutions. */
  Conv2dMode convolutions() {
    return this == EXACT ? Conv2dMode.EXACT : Conv2dMode.current();
  }
}
