package org.modaj.bench.conformance;

/** Which implementation a case is computed with, where an operator has several. */
public enum Algorithms {
  /**
   * The ones whose rounding error is that of a plain sum; the manifests' tolerances assume them.
   */
  EXACT,
  /** The ones users run unless they ask for others. */
  DEFAULT
}
