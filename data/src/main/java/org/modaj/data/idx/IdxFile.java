package org.modaj.data.idx;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.file.Causes;
import org.modaj.data.file.DataFile;

/**
 * A file of unsigned bytes in an array: a magic number that has the number of axes, their sizes as
 * 32-bit big-endian integers, then the bytes. The file may be gzip-compressed.
 *
 * <p>At most 256 MiB of bytes are read; the largest official file has 47 MB. No more memory is
 * taken than twice what the file really holds.
 *
 * @param sizes of the axes
 * @param bytes row-major
 */
record IdxFile(int[] sizes, byte[] bytes) {
  private static final int UNSIGNED_BYTES = 0x800;
  private static final long MOST_BYTES = 256L << 20;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String AGAIN = "Download it again.";

  /**
   * Reads a file.
   *
   * @param axes how many it must have
   * @throws DataException if it is missing, truncated, damaged, longer than it says, too large, or
   *     of another format
   */
  static IdxFile read(Path file, int axes) {
    String where = file.toString();
    try (InputStream raw = DataFile.open(file, MOST_BYTES, AGAIN);
        InputStream content = content(file, raw);
        DataInputStream in = new DataInputStream(content)) {
      int magic = in.readInt();
      if (magic != UNSIGNED_BYTES + axes) {
        throw corrupt(
            where, "the magic number " + (UNSIGNED_BYTES + axes), String.valueOf(magic), null);
      }
      int[] sizes = new int[axes];
      long elements = 1;
      for (int i = 0; i < axes; i++) {
        sizes[i] = in.readInt();
        if (sizes[i] < 1) {
          throw corrupt(where, "sizes of at least 1", String.valueOf(sizes[i]), null);
        }
        elements = Math.min(MOST_BYTES + 1, elements * sizes[i]);
      }
      if (elements > MOST_BYTES) {
        throw DataFile.tooLarge(where, MOST_BYTES, "a header that states more");
      }
      byte[] bytes = in.readNBytes((int) elements);
      if (bytes.length < elements) {
        throw new DataException(
            where,
            Problem.TRUNCATED,
            elements + " bytes after the header",
            bytes.length + " bytes",
            AGAIN);
      }
      if (in.read() >= 0) {
        throw new DataException(
            where, Problem.WRONG_SIZE, elements + " bytes after the header", "more", AGAIN);
      }
      return new IdxFile(sizes, bytes);
    } catch (EOFException e) {
      throw new DataException(
          where, Problem.TRUNCATED, "a whole idx file", "its end before", AGAIN, e);
    } catch (ZipException e) {
      throw corrupt(where, "an intact gzip-compressed file", Causes.said(e), e);
    } catch (IOException e) {
      throw DataFile.unreadable(where, e);
    }
  }

  private static InputStream content(Path file, InputStream raw) throws IOException {
    return file.toString().endsWith(".gz")
        ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES)
        : raw;
  }

  private static DataException corrupt(
      String where, String expected, String actual, @Nullable Exception e) {
    return new DataException(where, Problem.CORRUPT, expected, actual, AGAIN, e);
  }
}
