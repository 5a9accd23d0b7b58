package org.modaj.data.cifar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.file.DataFile;
import org.modaj.data.file.TarGz;
import org.modaj.data.file.TextFile;

/**
 * The files of a CIFAR data set, wherever they lie: in a folder or in an archive.
 *
 * <p>An archive may have at most 1 GiB when unpacked; the official ones have 185 MB.
 */
final class CifarFiles {
  private static final long MOST_ARCHIVE_BYTES = 1L << 30;

  private final CifarFormat format;
  private final Path place;

  private CifarFiles(CifarFormat format, Path place) {
    this.format = format;
    this.place = place;
  }

  /**
   * Finds the files.
   *
   * @param dataDir a folder with the archive or the extracted folder in it, or one of the two
   * @throws DataException if there is none of them
   */
  static CifarFiles locate(CifarFormat format, Path dataDir) {
    if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      return new CifarFiles(format, dataDir);
    }
    for (Path folder : new Path[] {dataDir, dataDir.resolve(format.folder())}) {
      if (format.dataFiles().stream().map(folder::resolve).anyMatch(Files::exists)) {
        return new CifarFiles(format, folder);
      }
    }
    String stem = format.archive().substring(0, format.archive().indexOf('.'));
    Optional<Path> archive =
        DataFile.first(dataDir, format.archive()).or(() -> DataFile.only(dataDir, stem, ".tar.gz"));
    if (archive.isPresent()) {
      return new CifarFiles(format, archive.get());
    }
    boolean folderExists = Files.isDirectory(dataDir);
    throw new DataException(
        dataDir.toString(),
        Problem.MISSING,
        format.archive() + " or the extracted folder " + format.folder(),
        folderExists ? "a folder with neither" : "no such folder",
        "Download "
            + format.address()
            + " and put it there"
            + (folderExists ? "." : ", or name the folder that has it."));
  }

  /**
   * Shows some files to a visitor, in any order.
   *
   * @param required the names of files that must be there
   * @param optional the names of files with names of classes that may be there
   * @throws DataException if a required file is missing, or one cannot be read to its end
   */
  void readAll(Set<String> required, Set<String> optional, TarGz.Visitor visitor) {
    if (Files.isDirectory(place)) {
      readFolder(required, optional, visitor);
    } else {
      readArchive(required, optional, visitor);
    }
  }

  private void readArchive(Set<String> required, Set<String> optional, TarGz.Visitor visitor) {
    Set<String> missing = new TreeSet<>(required);
    Set<String> seen = new TreeSet<>();
    new TarGz(place, MOST_ARCHIVE_BYTES)
        .read(
            name -> required.contains(name) || optional.contains(name),
            (file, where, bytes, in) -> {
              if (!seen.add(file)) {
                throw new DataException(
                    where, Problem.CORRUPT, "one member of this name", "a second one", "");
              }
              visitor.visit(file, where, bytes, in);
              missing.remove(file);
            });
    if (!missing.isEmpty()) {
      throw new DataException(
          place.toString(),
          Problem.MISSING,
          "an archive with " + String.join(", ", missing),
          "an archive without",
          "Is it the binary version of " + format.title() + "? Delete it and download it again.");
    }
  }

  private void readFolder(Set<String> required, Set<String> optional, TarGz.Visitor visitor) {
    for (String file : new TreeSet<>(optional)) {
      if (Files.exists(place.resolve(file))) {
        read(place.resolve(file), TextFile.MOST_NAMES_BYTES, visitor);
      }
    }
    for (String file : new TreeSet<>(required)) {
      DataFile.require(
          place.resolve(file), MOST_ARCHIVE_BYTES, "Extract " + format.archive() + " again.");
      read(place.resolve(file), MOST_ARCHIVE_BYTES, visitor);
    }
  }

  private static void read(Path path, long mostBytes, TarGz.Visitor visitor) {
    String where = path.toString();
    try (InputStream in = DataFile.open(path, mostBytes, "")) {
      visitor.visit(path.getFileName().toString(), where, Files.size(path), in);
    } catch (EOFException e) {
      throw new DataException(
          where, Problem.TRUNCATED, "the whole file", e.getMessage() + " its end", "", e);
    } catch (IOException e) {
      throw DataFile.unreadable(where, e);
    }
  }
}
