package org.modaj.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/**
 * Opens files of data sets. Only regular files are opened: a pipe would wait for ever. Only files
 * within a bound are: the bound is stated by each reader, and so is what a larger one means.
 */
public final class DataFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private DataFile() {}

  /**
   * Checks that a regular file is there, and that it is not too large.
   *
   * @param mostBytes the largest size that a file of its format may have
   * @param hint what to do when it is missing, a sentence; may be empty
   * @return its size
   * @throws DataException if it is missing, no regular file, or larger
   */
  public static long require(Path file, long mostBytes, String hint) {
    if (!Files.exists(file)) {
      throw new DataException(
          file.toString(), Problem.MISSING, "a file", "a folder without it", hint);
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file.toString(),
          Problem.UNREADABLE,
          "a regular file",
          Files.isDirectory(file) ? "a folder" : "a device, pipe or socket",
          hint);
    }
    try {
      long bytes = Files.size(file);
      if (bytes > mostBytes) {
        throw tooLarge(file.toString(), mostBytes, bytes + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Opens a regular file.
   *
   * @throws DataException as {@link #require} says, or if the system does not let us read it
   */
  public static InputStream open(Path file, long mostBytes, String hint) {
    require(file, mostBytes, hint);
    try {
      return new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws DataException as {@link #open} says
   */
  public static byte[] readAll(Path file, int mostBytes, String hint) {
    try (InputStream in = open(file, mostBytes, hint)) {
      return readAll(in, file.toString(), mostBytes);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads what is left of a stream.
   *
   * @param where what messages call it
   * @throws DataException if there is more than {@code mostBytes}; no more than that is held
   */
  public static byte[] readAll(InputStream in, String where, int mostBytes) throws IOException {
    byte[] bytes = in.readNBytes(mostBytes);
    if (bytes.length == mostBytes && in.read() >= 0) {
      throw tooLarge(where, mostBytes, "more");
    }
    return bytes;
  }

  /**
   * Checks that a folder is one before it is listed: to list a pipe would wait for ever.
   *
   * @throws DataException if it is missing or something else
   */
  public static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder.toString(),
          Files.exists(folder) ? Problem.UNREADABLE : Problem.MISSING,
          "a folder",
          Files.exists(folder) ? "a file, device, pipe or socket" : "nothing of this name",
          "Name the folder with the files.");
    }
  }

  /**
   * Finds one of some files or folders below a folder.
   *
   * @param names relative paths, the first one that exists is taken
   */
  public static Optional<Path> first(Path folder, String... names) {
    return Stream.of(names).map(folder::resolve).filter(Files::exists).findFirst();
  }

  /**
   * Finds the only file of a folder whose name begins and ends in a certain way, for copies of
   * official files under a longer name.
   */
  public static Optional<Path> only(Path folder, String begin, String end) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty(); // to list a pipe would wait for ever
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(f -> f.getFileName().toString().startsWith(begin))
              .filter(f -> f.getFileName().toString().endsWith(end))
              .toList();
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Describes a file that is larger than anything of its format. */
  public static DataException tooLarge(String where, long mostBytes, String actual) {
    return new DataException(
        where,
        Problem.TOO_LARGE,
        "at most " + mostBytes + " bytes",
        actual,
        "Is this the file of another data set?");
  }

  /** Describes a failure to read. */
  public static DataException unreadable(String where, IOException e) {
    if (e instanceof EOFException) {
      return new DataException(
          where, Problem.TRUNCATED, "the whole file", "its end before", "Get it again.", e);
    }
    return new DataException(
        where, Problem.UNREADABLE, "a readable file", Causes.said(e), "Check its permissions.", e);
  }
}
