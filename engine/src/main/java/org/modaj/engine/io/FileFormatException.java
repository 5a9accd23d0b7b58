package org.modaj.engine.io;

import java.io.IOException;
import java.nio.file.Path;

/** Says that a file was read but its content is truncated, corrupt or of another kind. */
public final class FileFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Value of {@link #offset()} when no single byte is to blame. */
  public static final long NO_OFFSET = -1;

  private final transient Path file;
  private final long offset;
  private final String problem;
  private final String hint;

  /**
   * Describes one bad file.
   *
   * @param file the file that was read
   * @param offset position in bytes from the start of the file, or {@link #NO_OFFSET}
   * @param problem what is wrong there, with expected and actual values
   * @param hint what the user can do about it
   */
  public FileFormatException(Path file, long offset, String problem, String hint) {
    super(message(file, offset, problem, hint));
    this.file = file;
    this.offset = offset;
    this.problem = problem;
    this.hint = hint;
  }

  private static String message(Path file, long offset, String problem, String hint) {
    String where = offset == NO_OFFSET ? "" : " at byte " + offset;
    return Printable.line(file + where + ": " + problem + ". " + hint + ".");
  }

  /** Returns the file that was read. */
  public Path file() {
    return file;
  }

  /** Returns the position in bytes from the start of the file, or {@link #NO_OFFSET}. */
  public long offset() {
    return offset;
  }

  /** Returns what is wrong, with expected and actual values, without a final full stop. */
  public String problem() {
    return problem;
  }

  /** Returns what the user can do about it, without a final full stop. */
  public String hint() {
    return hint;
  }
}
