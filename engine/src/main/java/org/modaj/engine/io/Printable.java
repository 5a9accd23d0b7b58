package org.modaj.engine.io;

/**
 * Text from files, file names and other programs, made fit for one line of a message: nothing in it
 * can break the line, move a terminal's cursor, change the direction of writing or fill the screen.
 */
public final class Printable {
  /** Characters of a text that are shown; more are left out in the middle. */
  private static final int MOST = 2000;

  private static final int KEPT_AT_THE_END = 400;

  private Printable() {}

  /**
   * Returns {@code text} on one line: control characters, separators of lines, invisible format
   * characters and halves of pairs as escapes, such as {@code \n} and {@code \}{@code u001b}; of
   * more than 2,000 characters the middle is left out.
   */
  public static String line(String text) {
    StringBuilder line = new StringBuilder();
    shortened(text).codePoints().forEach(c -> append(line, c));
    return line.toString();
  }

  /**
   * Returns a text of several lines with what {@link #line} escapes as escapes, but for the ends of
   * lines and tabs; nothing is left out.
   */
  public static String text(String text) {
    StringBuilder all = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t') {
            all.appendCodePoint(c);
          } else {
            append(all, c);
          }
        });
    return all.toString();
  }

  /** As {@link #line}, in double quotes; quotes in the text are escaped too. */
  public static String quoted(String text) {
    return '"' + line(text).replace("\"", "\\\"") + '"';
  }

  private static String shortened(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    int left = text.length() - MOST;
    return text.substring(0, MOST - KEPT_AT_THE_END)
        + "… ("
        + left
        + " characters) …"
        + text.substring(text.length() - KEPT_AT_THE_END);
  }

  private static void append(StringBuilder line, int codePoint) {
    switch (codePoint) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isPrintable(codePoint)) {
          line.appendCodePoint(codePoint);
        } else if (Character.isBmpCodePoint(codePoint)) {
          line.append("\\u%04x".formatted(codePoint));
        } else {
          line.append("\\u{%x}".formatted(codePoint));
        }
      }
    }
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
