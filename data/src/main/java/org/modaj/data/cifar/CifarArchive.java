package org.modaj.data.cifar;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/**
 * The files of a data set in a gzip-compressed tar archive, read in one pass and never extracted.
 *
 * <p>The pass goes on to the end of the archive even when every file has been seen, so that its
 * checksum is verified.
 */
record CifarArchive(Path archive) implements CifarFiles {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String AGAIN = "Delete it and download it again.";

  @Override
  public void readAll(Set<String> required, String optional, Visitor visitor) {
    Set<String> missing = new TreeSet<>(required);
    try (InputStream file = open()) {
      readTar(file, required, optional, visitor, missing);
    } catch (EOFException e) {
      throw new DataException(
          archive.toString(),
          Problem.TRUNCATED,
          "a complete gzip-compressed tar archive",
          "its end after " + sizeOnDisk(),
          AGAIN,
          e);
    } catch (IOException e) {
      throw new DataException(
          archive.toString(),
          Problem.CORRUPT,
          "an intact gzip-compressed tar archive",
          e.getMessage(),
          AGAIN,
          e);
    }
    if (!missing.isEmpty()) {
      throw new DataException(
          archive.toString(),
          Problem.MISSING,
          "an archive with " + String.join(", ", missing),
          "an archive without",
          "Is it the binary version of CIFAR-10? " + AGAIN);
    }
  }

  private void readTar(
      InputStream file, Set<String> required, String optional, Visitor visitor, Set<String> missing)
      throws IOException {
    InputStream unzipped =
        new BufferedInputStream(new GZIPInputStream(file, BUFFER_BYTES), BUFFER_BYTES);
    TarArchiveInputStream tar = new TarArchiveInputStream(unzipped);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (entry.isFile() && (required.contains(name) || name.equals(optional))) {
        visitor.visit(name, archive + "!" + entry.getName(), entry.getSize(), tar);
        missing.remove(name);
      }
    }
    unzipped.transferTo(OutputStream.nullOutputStream());
  }

  private InputStream open() {
    try {
      return Files.newInputStream(archive);
    } catch (IOException e) {
      throw new DataException(
          archive.toString(),
          Problem.UNREADABLE,
          "a readable file",
          e.toString(),
          "Check its permissions.",
          e);
    }
  }

  private String sizeOnDisk() {
    try {
      return Files.size(archive) + " bytes";
    } catch (IOException e) {
      return "an unknown number of bytes";
    }
  }
}
