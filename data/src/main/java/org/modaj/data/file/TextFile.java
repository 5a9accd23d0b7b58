package org.modaj.data.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/** Text in UTF-8, with or without a byte order mark, lines ended as on any system. */
public final class TextFile {
  /** The most bytes of a file with names of classes. */
  public static final int MOST_NAMES_BYTES = 1 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFile() {}

  /**
   * Decodes text without its byte order mark.
   *
   * @param where what messages call it
   * @throws DataException if it is not UTF-8
   */
  public static String decode(byte[] utf8, String where) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DataException(
          where, Problem.CORRUPT, "text in UTF-8", "other bytes", "Save it as UTF-8.", e);
    }
  }

  /**
   * Reads the lines of a file.
   *
   * @param mostBytes how large it may be
   * @throws DataException if it cannot be read, is larger, or is not UTF-8
   */
  public static List<String> lines(Path file, int mostBytes) {
    return decode(DataFile.readAll(file, mostBytes, ""), file.toString()).lines().toList();
  }

  /**
   * Reads names of classes, one a line; empty lines and spaces around names do not count.
   *
   * @param utf8 at most {@link #MOST_NAMES_BYTES}
   * @param where what messages call it
   * @throws DataException if it is not UTF-8, a name occurs twice, or has control characters
   */
  public static List<String> classNames(byte[] utf8, String where) {
    List<String> names =
        decode(utf8, where).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.chars().anyMatch(Character::isISOControl)) {
        throw new DataException(
            where,
            Problem.CORRUPT,
            "names without control characters",
            "\"" + name + "\"",
            "Is this a file of names?");
      }
      if (!seen.add(name)) {
        throw new DataException(
            where, Problem.CORRUPT, "distinct class names", "\"" + name + "\" twice", "");
      }
    }
    return names;
  }

  /** Reads names of classes from a file; the rest as in the other one. */
  public static List<String> classNames(Path file) {
    return classNames(DataFile.readAll(file, MOST_NAMES_BYTES, ""), file.toString());
  }
}
