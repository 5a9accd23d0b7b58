package org.modaj.engine;

import org.jspecify.annotations.Nullable;

/** Sizes do not fit together. Thrown before any arithmetic. */
public final class ShapeException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String actual;
  private final @Nullable String hint;

  /**
   * Creates the exception.
   *
   * @param operation what was being done
   * @param where path of the layer, or null
   * @param expected the sizes that would fit
   * @param actual the sizes that were given
   * @param hint what to do, or null
   */
  public ShapeException(
      String operation,
      @Nullable String where,
      String expected,
      String actual,
      @Nullable String hint) {
    super(
        operation,
        where,
        "expected " + expected + ", but got " + actual + (hint == null ? "" : ". " + hint));
    this.expected = expected;
    this.actual = actual;
    this.hint = hint;
  }

  /** The same error, found at a layer; unchanged when it has a place already. */
  public ShapeException at(String layer) {
    if (where() != null) {
      return this;
    }
    ShapeException located = new ShapeException(operation(), layer, expected, actual, hint);
    located.initCause(this);
    return located;
  }

  /** The sizes that would fit. */
  public String expected() {
    return expected;
  }

  /** The sizes that were given. */
  public String actual() {
    return actual;
  }

  /** What to do, or null. */
  public @Nullable String hint() {
    return hint;
  }
}
