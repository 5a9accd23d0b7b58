package org.modaj.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.modaj.bench.experiment.ExperimentException;

/** Finds the trainings in folders. */
public final class RunFolders {
  private static final int DEEPEST = 5;

  private RunFolders() {}

  /**
   * Reads the trainings in some folders, each of which is one or has some in it, by name.
   *
   * @throws IOException when a folder cannot be read
   * @throws ExperimentException when one does not exist or has no training
   */
  public static List<Run> read(Collection<Path> folders) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new ExperimentException(
            folder
                + (Files.exists(folder) ? " is no folder" : " does not exist")
                + "; name a folder that train --out has made, or one with such folders in it");
      }
      List<Run> found = in(folder);
      if (found.isEmpty()) {
        throw new ExperimentException(
            "there is no training in " + folder + "; train --out makes a folder with one");
      }
      runs.addAll(found);
    }
    return runs;
  }

  private static List<Run> in(Path folder) throws IOException {
    List<Path> places;
    try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
      places = all.filter(Files::isDirectory).filter(Run::isIn).sorted().toList();
    }
    List<Run> runs = new ArrayList<>();
    for (Path place : places) {
      runs.add(Run.read(place, place.equals(folder) ? name(folder) : place.toString()));
    }
    return runs;
  }

  private static String name(Path folder) {
    return folder.toString().isEmpty() ? "." : folder.toString();
  }
}
