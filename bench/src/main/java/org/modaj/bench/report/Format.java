package org.modaj.bench.report;

import java.util.Arrays;
import java.util.Locale;

/** Numbers as tables show them; what is missing is a dash. */
final class Format {
  /** Stands for what is missing. */
  static final String NONE = "–";

  private Format() {}

  /** With so many digits after the point. */
  static String fixed(double value, int digits) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** As {@link #fixed}, with a sign. */
  static String signed(double value, int digits) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%+." + digits + "f", value);
  }

  /** A share as per cent. */
  static String percent(double share) {
    return fixed(100 * share, 2);
  }

  /** As many digits as a reader can use, without zeros at the end. */
  static String plain(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.4f" : "%.3f", value)
        .replaceAll("\\.?0+$", "");
  }

  /** The mean of several runs, with their sample deviation where there is more than one. */
  static String spread(double[] values, int digits) {
    double[] there = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    if (there.length < 2) {
      return there.length == 0 ? NONE : fixed(there[0], digits);
    }
    double mean = mean(there);
    double squares = Arrays.stream(there).map(v -> (v - mean) * (v - mean)).sum();
    return fixed(mean, digits) + " ± " + fixed(Math.sqrt(squares / (there.length - 1)), digits);
  }

  /** The mean of what is not NaN; NaN when nothing is. */
  static double mean(double... values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }
}
