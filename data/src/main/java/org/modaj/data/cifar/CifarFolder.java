package org.modaj.data.cifar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/** The files of a data set in a folder. */
record CifarFolder(Path folder) implements CifarFiles {

  @Override
  public void readAll(Set<String> required, String optional, Visitor visitor) {
    for (String file : new TreeSet<>(required)) {
      Path path = folder.resolve(file);
      if (!Files.exists(path)) {
        throw new DataException(
            path.toString(),
            Problem.MISSING,
            "a file",
            "a folder without it",
            "Extract " + ARCHIVE + " again.");
      }
      read(path, visitor);
    }
    Path optionalPath = folder.resolve(optional);
    if (Files.exists(optionalPath)) {
      read(optionalPath, visitor);
    }
  }

  private static void read(Path path, Visitor visitor) {
    String where = path.toString();
    try (InputStream in = Files.newInputStream(path)) {
      visitor.visit(path.getFileName().toString(), where, Files.size(path), in);
    } catch (EOFException e) {
      throw new DataException(
          where, Problem.TRUNCATED, "the whole file", e.getMessage() + " its end", "", e);
    } catch (IOException e) {
      throw new DataException(
          where, Problem.UNREADABLE, "a readable file", e.toString(), "Check its permissions.", e);
    }
  }
}
