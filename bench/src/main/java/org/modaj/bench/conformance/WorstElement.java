package org.modaj.bench.conformance;

import java.util.Arrays;
import java.util.Locale;

/**
 * The place where a computed tensor is farthest from the stored one, relative to its tolerance.
 *
 * @param index position along each axis; one number, the row, where whole rows are compared
 * @param error the distance; infinite when exactly one of the two is finite
 */
public record WorstElement(int[] index, double got, double want, double error, double tolerance) {

  /** Returns whether the error is within the tolerance. */
  public boolean within() {
    return error <= tolerance;
  }

  /** Returns the error in units of the tolerance; infinite for any error where none is allowed. */
  double severity() {
    if (error == 0) {
      return 0;
    }
    return tolerance == 0 ? Double.POSITIVE_INFINITY : error / tolerance;
  }

  boolean worseThan(WorstElement other) {
    int bySeverity = Double.compare(severity(), other.severity());
    return bySeverity != 0 ? bySeverity > 0 : error > other.error;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "worst element %s: got %s, want %s, error %.3g, tolerance %.3g",
        Arrays.toString(index),
        got,
        want,
        error,
        tolerance);
  }
}
