package org.modaj.data.svhn;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.file.DataFile;

/**
 * Looks at the headers of a MATLAB level 5 file before a library reads it: what they state as the
 * length of dimensions and names is what the library will allocate.
 */
final class MatElements {
  private static final int FILE_HEADER_BYTES = 128;
  private static final int ENDIAN_AT = 126;
  private static final int COMPRESSED = 15;
  private static final int MATRIX = 14;
  private static final int MOST_ELEMENTS = 64;
  private static final int MOST_PART_BYTES = 256;
  private static final int HEAD_BYTES = 64 + 3 * MOST_PART_BYTES;

  private MatElements() {}

  /**
   * Checks every element's header.
   *
   * @throws DataException if it is no such file, truncated, or one states more than 256 bytes of
   *     dimensions or name
   */
  static void check(Path file, long mostBytes) {
    String where = file.toString();
    try (DataInputStream in = new DataInputStream(DataFile.open(file, mostBytes, ""))) {
      byte[] header = in.readNBytes(FILE_HEADER_BYTES);
      if (header.length < FILE_HEADER_BYTES) {
        throw new DataException(
            where, Problem.TRUNCATED, "a header of 128 bytes", header.length + " bytes", "");
      }
      String endian = "" + (char) header[ENDIAN_AT] + (char) header[ENDIAN_AT + 1];
      if (!endian.equals("IM") && !endian.equals("MI")) {
        throw corrupt(where, "the mark IM or MI at byte 126");
      }
      ByteOrder order = endian.equals("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      int elements = 0;
      for (byte[] tag = in.readNBytes(8); tag.length > 0; tag = in.readNBytes(8)) {
        if (++elements > MOST_ELEMENTS) {
          throw corrupt(where, "at most " + MOST_ELEMENTS + " elements");
        }
        checkElement(in, where, tag, order);
      }
    } catch (IOException e) {
      throw DataFile.unreadable(where, e);
    }
  }

  private static void checkElement(InputStream in, String where, byte[] tag, ByteOrder order)
      throws IOException {
    if (tag.length < 8) {
      throw truncated(where);
    }
    ByteBuffer bytes = ByteBuffer.wrap(tag).order(order);
    int type = bytes.getInt();
    long length = bytes.getInt();
    if (length < 0 || type != COMPRESSED && type != MATRIX) {
      throw corrupt(where, "elements of the types 14 and 15");
    }
    byte[] head = in.readNBytes((int) Math.min(length, HEAD_BYTES));
    long rest = length - head.length;
    if (head.length < Math.min(length, HEAD_BYTES)) {
      throw truncated(where);
    }
    in.skipNBytes(rest);
    if (type == MATRIX) {
      checkMatrix(ByteBuffer.wrap(head).order(order), where);
    } else {
      Inflater inflater = new Inflater();
      try (InflaterInputStream inflated =
          new InflaterInputStream(new ByteArrayInputStream(head), inflater)) {
        byte[] start = inflatedStart(inflated);
        ByteBuffer element = ByteBuffer.wrap(start).order(order);
        if (start.length < 8 || element.getInt() != MATRIX) {
          throw corrupt(where, "a compressed element of type 14");
        }
        element.getInt();
        checkMatrix(element.slice().order(order), where);
      } finally {
        inflater.end();
      }
    }
  }

  /** As much as the start of the compressed bytes gives. */
  private static byte[] inflatedStart(InputStream inflated) throws IOException {
    byte[] start = new byte[HEAD_BYTES];
    int got = 0;
    try {
      int n = inflated.read(start, 0, start.length);
      while (n > 0) {
        got += n;
        n = got < start.length ? inflated.read(start, got, start.length - got) : 0;
      }
    } catch (EOFException e) {
      // only the start of the compressed bytes was given
    }
    return Arrays.copyOf(start, got);
  }

  /** Array flags, dimensions, name. */
  private static void checkMatrix(ByteBuffer parts, String where) {
    for (int part = 0; part < 3; part++) {
      if (parts.remaining() < 8) {
        throw truncated(where);
      }
      int word = parts.getInt();
      int length = word >>> 16;
      if (length == 0) {
        length = parts.getInt();
        if (length < 0 || length > MOST_PART_BYTES) {
          throw corrupt(where, "dimensions and a name of at most " + MOST_PART_BYTES + " bytes");
        }
        int padded = (length + 7) / 8 * 8;
        if (parts.remaining() < padded) {
          throw truncated(where);
        }
        parts.position(parts.position() + padded);
      } else if (length <= 4) {
        parts.getInt();
      } else {
        throw corrupt(where, "small elements of at most 4 bytes");
      }
    }
  }

  private static DataException truncated(String where) {
    return new DataException(
        where, Problem.TRUNCATED, "whole elements", "its end inside one", "Download it again.");
  }

  private static DataException corrupt(String where, String expected) {
    return new DataException(
        where,
        Problem.CORRUPT,
        "a MATLAB level 5 file with " + expected,
        "something else",
        "Download it again.");
  }
}
