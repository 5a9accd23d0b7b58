package org.modaj.engine.io;

/** Says that a text is no JSON, or that a value in it is missing or of another type. */
public final class JsonFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Describes one fault.
   *
   * @param where path of the value, such as {@code layers[3].name}; empty for the whole text
   * @param problem what was expected there and what there is
   */
  JsonFormatException(String where, String problem) {
    super(Printable.line(where.isEmpty() ? problem : where + ": " + problem));
  }
}
