package org.modaj.data.cifar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/** The files of a data set, wherever they lie: in a folder or in an archive. */
interface CifarFiles {
  String ARCHIVE = "cifar-10-binary.tar.gz";
  String FOLDER = "cifar-10-batches-bin";

  /** Takes in one file. */
  interface Visitor {
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

  /**
   * Shows some files to a visitor, in any order.
   *
   * @param required the names of files that must be there
   * @param optional the name of a file that may be there
   * @throws DataException if a required file is missing, or one cannot be read to its end
   */
  void readAll(Set<String> required, String optional, Visitor visitor);

  /**
   * Finds the files.
   *
   * @param dataDir a folder with the archive or the extracted folder in it, or one of the two
   * @throws DataException if there is none of them
   */
  static CifarFiles locate(Path dataDir) {
    if (Files.isRegularFile(dataDir)) {
      return new CifarArchive(dataDir);
    }
    for (Path folder : new Path[] {dataDir, dataDir.resolve(FOLDER)}) {
      if (Cifar10.TRAIN_FILES.stream().map(folder::resolve).anyMatch(Files::exists)
          || Files.exists(folder.resolve(Cifar10.TEST_FILE))) {
        return new CifarFolder(folder);
      }
    }
    Path archive = dataDir.resolve(ARCHIVE);
    if (Files.exists(archive)) {
      return new CifarArchive(archive);
    }
    boolean folderExists = Files.isDirectory(dataDir);
    throw new DataException(
        dataDir.toString(),
        Problem.MISSING,
        ARCHIVE + " or the extracted folder " + FOLDER,
        folderExists ? "a folder with neither" : "no such folder",
        "Download https://www.cs.toronto.edu/~kriz/"
            + ARCHIVE
            + " and put it there"
            + (folderExists ? "." : ", or name the folder that has it."));
  }
}
