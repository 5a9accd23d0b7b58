package org.modaj.engine;

import org.jspecify.annotations.Nullable;

/** An operation was used wrongly; the message says what to do about it. */
public class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final @Nullable String where;

  /**
   * Creates the exception.
   *
   * @param operation what was being done, such as {@code "conv2d"}
   * @param where path of the layer, or null
   * @param detail what is wrong and how to mend it
   */
  public EngineException(String operation, @Nullable String where, String detail) {
    super((where == null ? operation : operation + " at \"" + where + "\"") + ": " + detail);
    this.operation = operation;
    this.where = where;
  }

  /** What was being done, such as {@code "conv2d"}. */
  public String operation() {
    return operation;
  }

  /** Path of the layer, or null when no layer is involved. */
  public @Nullable String where() {
    return where;
  }
}
