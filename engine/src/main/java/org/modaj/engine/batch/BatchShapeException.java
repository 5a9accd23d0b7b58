package org.modaj.engine.batch;

/** Thrown when the arrays of a {@link Batch} do not fit together. */
public final class BatchShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String component;
  private final String expected;
  private final String actual;

  BatchShapeException(String component, String expected, Object actual) {
    super("batch: " + component + ": expected " + expected + ", actual " + actual);
    this.component = component;
    this.expected = expected;
    this.actual = String.valueOf(actual);
  }

  /** Returns the offending component of the batch, for instance {@code "labels"}. */
  public String component() {
    return component;
  }

  /** Returns what the component should have been. */
  public String expected() {
    return expected;
  }

  /** Returns what the component was. */
  public String actual() {
    return actual;
  }
}
