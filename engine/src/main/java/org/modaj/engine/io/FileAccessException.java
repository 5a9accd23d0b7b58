package org.modaj.engine.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says that a file could not be read or written: absent, not permitted, or the disk is full. */
public final class FileAccessException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What was attempted. */
  public enum Action {
    READ,
    WRITE;

    private String verb() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final transient Path file;
  private final Action action;
  private final String problem;
  private final String hint;

  /**
   * Describes one failed access.
   *
   * @param file the file the user asked for (never the temporary file behind it)
   * @param problem what went wrong
   * @param hint what the user can do about it
   * @param cause the exception of the file system, or null
   */
  public FileAccessException(
      Path file, Action action, String problem, String hint, @Nullable IOException cause) {
    super(
        Printable.line("cannot " + action.verb() + " " + file + ": " + problem + ". " + hint + "."),
        cause);
    this.file = file;
    this.action = action;
    this.problem = problem;
    this.hint = hint;
  }

  /** Translates an exception of the file system met while doing {@code action} on {@code file}. */
  public static FileAccessException of(Path file, Action action, IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return new FileAccessException(
          file, action, "permission denied", "Check the owner and mode of file and folder", cause);
    }
    if (cause instanceof NoSuchFileException) {
      if (action == Action.READ) {
        return new FileAccessException(file, action, "no such file", "Check the path", cause);
      }
      Path folder = file.toAbsolutePath().getParent();
      return folder != null && Files.isDirectory(folder)
          ? new FileAccessException(
              file, action, "no file can be made in " + folder, "Name another folder", cause)
          : new FileAccessException(
              file,
              action,
              "its folder does not exist",
              "Create the folder first, or name another",
              cause);
    }
    String reason = reason(cause);
    String hint =
        reason.toLowerCase(Locale.ROOT).contains("no space left")
            ? "Free some space on that disk and try again"
            : "Check the path and the disk";
    return new FileAccessException(file, action, reason, hint, cause);
  }

  private static String reason(IOException cause) {
    String text =
        cause instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }

  /** Returns the file the user asked for. */
  public Path file() {
    return file;
  }

  /** Returns what was attempted. */
  public Action action() {
    return action;
  }

  /** Returns what went wrong, without a final full stop. */
  public String problem() {
    return problem;
  }

  /** Returns what the user can do about it, without a final full stop. */
  public String hint() {
    return hint;
  }
}
