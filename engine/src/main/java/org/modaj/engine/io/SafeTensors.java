package org.modaj.engine.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.modaj.engine.EngineException;

/**
 * Reads and writes the safetensors format: a length, a JSON header, then the raw little-endian
 * values of every tensor.
 *
 * <p>Layout: 8 bytes little-endian unsigned header length; the header in UTF-8; the data, which the
 * tensors of the header cover exactly, without gap or overlap. See {@code
 * https://github.com/huggingface/safetensors}.
 */
public final class SafeTensors {
  /** Bytes of the length in front of the header. */
  static final int LENGTH_BYTES = 8;

  /**
   * The longest header, in bytes, that is read or written; the same bound as other readers have.
   */
  static final int MAX_HEADER_BYTES = 100_000_000;

  private SafeTensors() {}

  /**
   * Reads all of {@code file}, a regular file. Nothing in it is trusted: sizes, offsets and types
   * are checked before anything is allocated for them. Reading takes as much memory as the tensors
   * have bytes, which is no more than the file has, and ten times the length of the header at the
   * most.
   *
   * @throws FileFormatException when the content is truncated, corrupt or not of this format
   * @throws FileAccessException when the file cannot be read, or its tensors are larger than Java's
   *     heap can be
   */
  public static SafeTensorsFile read(Path file) throws FileFormatException, FileAccessException {
    InputFile.requireRegular(file);
    try {
      return SafeTensorsReader.read(file);
    } catch (FileFormatException | FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  /**
   * Reads only the free text entries of {@code file}, which stand in its header; what the header
   * says of the tensors is checked, their values are not read.
   *
   * @throws FileFormatException when the file is not of this format or not complete
   * @throws FileAccessException when it cannot be read
   */
  public static Map<String, String> readMetadata(Path file)
      throws FileFormatException, FileAccessException {
    InputFile.requireRegular(file);
    try {
      return SafeTensorsReader.readMetadata(file);
    } catch (FileFormatException | FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  /**
   * Writes {@code content} to {@code file} atomically (see {@link AtomicFile}). Equal content gives
   * equal bytes: tensors in map order, metadata sorted by key, header padded with spaces to a
   * multiple of eight.
   *
   * @throws EngineException when a name is not valid Unicode or the header is too long
   * @throws FileAccessException when the file cannot be written; an older file is then intact
   */
  public static void write(Path file, SafeTensorsFile content) throws FileAccessException {
    AtomicFile.write(file, out -> write(out, content));
  }

  private static void write(OutputStream out, SafeTensorsFile content) throws IOException {
    byte[] header = paddedHeader(content);
    ByteBuffer length = LittleEndian.buffer().putLong(header.length);
    out.write(length.array(), 0, LENGTH_BYTES);
    out.write(header);
    for (StoredTensor tensor : content.tensors().values()) {
      LittleEndian.<IOException>feed(tensor, (bytes, count) -> out.write(bytes, 0, count));
    }
  }

  private static byte[] paddedHeader(SafeTensorsFile content) throws IOException {
    ByteBuffer text;
    try {
      text =
          StandardCharsets.UTF_8
              .newEncoder()
              .encode(CharBuffer.wrap(SafeTensorsHeader.write(content)));
    } catch (CharacterCodingException e) {
      throw new EngineException(
          "safetensors", null, "a tensor name or metadata text is not valid Unicode");
    }
    int padded = Math.ceilDiv(text.remaining(), 8) * 8;
    if (padded > MAX_HEADER_BYTES) {
      throw new EngineException(
          "safetensors",
          null,
          "the header takes %d bytes, the most is %d".formatted(padded, MAX_HEADER_BYTES));
    }
    byte[] header = new byte[padded];
    Arrays.fill(header, (byte) ' ');
    text.get(header, 0, text.remaining());
    return header;
  }
}
