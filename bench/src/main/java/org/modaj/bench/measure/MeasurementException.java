package org.modaj.bench.measure;

/** A benchmark could not be run; the message has what its JVM said. */
public final class MeasurementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MeasurementException(String kernel, String said, Throwable cause) {
    super("the benchmark \"" + kernel + "\" failed: " + said, cause);
  }
}
