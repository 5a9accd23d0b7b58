package org.modaj.engine.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What all readers ask of a file before and while they read it. */
public final class InputFile {
  private InputFile() {}

  /**
   * Fails unless {@code file} is a regular file or a link to one. Opening anything else may wait
   * for ever (a pipe), never end (a device) or give bytes that are no file's.
   *
   * @throws FileAccessException saying what it is instead, or that it does not exist
   */
  public static void requireRegular(Path file) throws FileAccessException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new FileAccessException(
            file,
            FileAccessException.Action.READ,
            attributes.isDirectory()
                ? "it is a folder"
                : "it is a pipe, socket or device, not a regular file",
            attributes.isDirectory() ? "Name a file in it" : "Save its content in a file first",
            null);
      }
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  /**
   * Reads a text file in UTF-8 as a whole.
   *
   * @param most bytes that a file of this kind can have
   * @throws FileAccessException when it cannot be read
   * @throws FileFormatException when it is longer or not UTF-8
   */
  public static String text(Path file, int most) throws FileAccessException, FileFormatException {
    requireRegular(file);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = Files.size(file) > most ? new byte[0] : in.readNBytes(most);
      if (Files.size(file) > most || in.read() >= 0) { // a file may grow, or not say its size
        throw new FileFormatException(
            file,
            most,
            "it has more than %,d bytes, the most for a file of this kind".formatted(most),
            "Check that it is the right file");
      }
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "it is not UTF-8 text",
          "Check that it is the right file");
    }
  }
}
