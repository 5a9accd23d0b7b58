package org.modaj.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/**
 * A gzip-compressed tar archive, read in one pass and never extracted.
 *
 * <p>The pass goes on to the end of the archive even when every file has been seen, so that its
 * checksum is verified. Between two members no more than 1 MiB is read, whatever lengths of names
 * or headers the archive states, and in all no more than the bound of the data set.
 */
public final class TarGz {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long MOST_HEADER_BYTES = 1 << 20;
  private static final String AGAIN = "Delete it and download it again.";

  /** Takes in one file. */
  public interface Visitor {
    /**
     * Reads a file.
     *
     * @param file its name without folders
     * @param where what messages call it
     * @param bytes its size, as far as its folder or archive knows
     * @param in its content; left open
     */
    void visit(String file, String where, long bytes, InputStream in) throws IOException;
  }

  private final Path archive;
  private final long mostBytes;

  /**
   * Names an archive.
   *
   * @param mostBytes the most bytes that it may have when unpacked
   */
  public TarGz(Path archive, long mostBytes) {
    this.archive = archive;
    this.mostBytes = mostBytes;
  }

  /**
   * Shows some members to a visitor, in the order of the archive.
   *
   * @param wanted by their names without folders
   * @throws DataException if it is missing, truncated, damaged, or larger than its bound
   */
  public void read(Predicate<String> wanted, Visitor visitor) {
    long size = DataFile.require(archive, mostBytes, AGAIN);
    try (InputStream file = DataFile.open(archive, mostBytes, AGAIN)) {
      readTar(file, wanted, visitor);
    } catch (EOFException e) {
      throw new DataException(
          archive.toString(),
          Problem.TRUNCATED,
          "a complete gzip-compressed tar archive",
          "its end after " + size + " bytes",
          AGAIN,
          e);
    } catch (IOException e) {
      throw corrupt(Causes.said(e), e);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) { // what the library makes of headers that make no sense
      throw corrupt(Causes.said(e), e);
    }
  }

  private void readTar(InputStream file, Predicate<String> wanted, Visitor visitor)
      throws IOException {
    Bounded unzipped =
        new Bounded(new BufferedInputStream(new GZIPInputStream(file, BUFFER_BYTES), BUFFER_BYTES));
    TarArchiveInputStream tar = new TarArchiveInputStream(unzipped);
    for (TarArchiveEntry entry = next(tar, unzipped); entry != null; entry = next(tar, unzipped)) {
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (entry.isSparse()) {
        throw corrupt("the sparse member " + entry.getName(), null);
      }
      if (entry.isFile() && wanted.test(name)) {
        visitor.visit(name, archive + "!" + entry.getName(), entry.getSize(), tar);
      }
      tar.transferTo(OutputStream.nullOutputStream());
    }
    unzipped.transferTo(OutputStream.nullOutputStream());
  }

  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar, Bounded unzipped)
      throws IOException {
    unzipped.beginHeaders();
    TarArchiveEntry entry = tar.getNextEntry();
    unzipped.endHeaders();
    return entry;
  }

  private DataException corrupt(String actual, @Nullable Exception cause) {
    return new DataException(
        archive.toString(),
        Problem.CORRUPT,
        "an intact gzip-compressed tar archive",
        actual,
        AGAIN,
        cause);
  }

  /** Counts what is read, and stops at the bounds. */
  private final class Bounded extends FilterInputStream {
    private long read;
    private long headersEnd = Long.MAX_VALUE;

    Bounded(InputStream in) {
      super(in);
    }

    void beginHeaders() {
      headersEnd = read + MOST_HEADER_BYTES;
    }

    void endHeaders() {
      headersEnd = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] into, int off, int len) throws IOException {
      int n = super.read(into, off, len);
      count(Math.max(0, n));
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) {
      read += bytes;
      if (read > headersEnd) {
        throw new DataException(
            archive.toString(),
            Problem.TOO_LARGE,
            "names and headers of members of at most " + MOST_HEADER_BYTES + " bytes",
            "more at byte " + read + " of the unpacked archive",
            AGAIN);
      }
      if (read > mostBytes) {
        throw DataFile.tooLarge(archive.toString(), mostBytes, "more when it is unpacked");
      }
    }
  }
}
