package org.modaj.data;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when data cannot be had as asked: files are missing or damaged, or a request does not fit
 * the data set.
 *
 * <p>The message is one line for a user, made of the fields: {@code file: problem; expected …,
 * actual …. Hint}. Control characters, which names and contents of files may have, are written as
 * {@code \\uXXXX} in it.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of things that go wrong. */
  public enum Problem {
    /** The file or folder does not exist, or an archive lacks a member. */
    MISSING("not found"),
    /** The file exists, but the system does not let us read it. */
    UNREADABLE("cannot be read"),
    /** The file ends too early. */
    TRUNCATED("ends too early"),
    /** The content is not what the format prescribes, or a checksum does not match. */
    CORRUPT("damaged or of another format"),
    /** A file or an array has the wrong number of bytes or elements. */
    WRONG_SIZE("wrong size"),
    /** It is larger than anything of its format, and is not read. */
    TOO_LARGE("too large"),
    /** The content is of a kind that is not read. */
    UNSUPPORTED("not supported"),
    /** It cannot be downloaded. */
    UNAVAILABLE("cannot be downloaded"),
    /** It is there already and is not replaced. */
    EXISTS("exists already"),
    /** A label is not the number of a class. */
    BAD_LABEL("label out of range"),
    /** There is nothing in it. */
    EMPTY("empty"),
    /** A class is not in the data set. */
    UNKNOWN_CLASS("unknown class"),
    /** A class is in the data set, but no sample belongs to it. */
    CLASS_WITHOUT_SAMPLES("class without samples"),
    /** A parameter of the request is out of range. */
    BAD_ARGUMENT("parameter out of range");

    private final String phrase;

    Problem(String phrase) {
      this.phrase = phrase;
    }
  }

  /** Line and paragraph separators, and the characters that turn the direction of writing. */
  private static final String BREAKS =
      "\u2028\u2029\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

  private final String file;
  private final Problem problem;
  private final String expected;
  private final String actual;
  private final String hint;

  /**
   * Creates an exception without a cause.
   *
   * @param file the file, the member of an archive, or the name of the data set
   * @param problem what is wrong with it
   * @param expected what was needed
   * @param actual what there was
   * @param hint what to do about it, a sentence; may be empty
   */
  public DataException(String file, Problem problem, String expected, String actual, String hint) {
    this(file, problem, expected, actual, hint, null);
  }

  /** Creates an exception with a cause, which may be null; the rest as in the other constructor. */
  public DataException(
      String file,
      Problem problem,
      String expected,
      String actual,
      String hint,
      @Nullable Throwable cause) {
    super(oneLine(message(file, problem, expected, actual, hint)), cause);
    this.file = file;
    this.problem = problem;
    this.expected = expected;
    this.actual = actual;
    this.hint = hint;
  }

  /**
   * Returns the file, the member of an archive ({@code archive!member}), or the data set's name.
   */
  public String file() {
    return file;
  }

  /** Returns what is wrong. */
  public Problem problem() {
    return problem;
  }

  /** Returns what was needed. */
  public String expected() {
    return expected;
  }

  /** Returns what there was. */
  public String actual() {
    return actual;
  }

  /** Returns what to do about it; may be empty. */
  public String hint() {
    return hint;
  }

  private static String message(
      String file, Problem problem, String expected, String actual, String hint) {
    String end = actual.endsWith(".") ? "" : ".";
    String facts =
        file + ": " + problem.phrase + "; expected " + expected + ", actual " + actual + end;
    return hint.isEmpty() ? facts : facts + " " + hint;
  }

  /** Writes what would end the line or steer a terminal as an escape. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) || BREAKS.indexOf(c) >= 0) {
            line.append(String.format("\\u%04X", c));
          } else {
            line.appendCodePoint(c);
          }
        });
    return line.toString();
  }
}
