package org.modaj.bench.experiment.replace;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.AtomicFile;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/**
 * The folder of a replacement experiment: the files of one run, and the settings of that run, so
 * that an interrupted run goes on and another one does not write over it.
 */
public final class ReplacementFolder {
  /** The file with the settings. */
  static final String SETTINGS = "settings.json";

  /** Settings that choose among the kept epochs of one training, and so may change. */
  private static final Set<String> CHOOSING = Set.of("under", "over");

  private static final int MOST_BYTES = 1 << 20;
  private static final String TRAINED_STRONG = "strong";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** Names of files, and of folders with such files. */
  private static final List<String> FILES =
      List.of(StrongNetwork.MODULES, "repaired-*.safetensors");

  private static final List<String> FOLDERS = List.of("weak-*", TRAINED_STRONG);
  private static final String TRAINING_FILES = "{checkpoint,epoch-[0-9][0-9][0-9]*}.safetensors";

  private ReplacementFolder() {}

  /**
   * Makes a folder that of a run with these settings.
   *
   * @param strong the strong network's checkpoint, or null when it is trained as a part of the run
   * @param overwrite whether the files of another run in it are to be deleted
   * @throws ExperimentException when it has files of another run, or the checkpoint is one of those
   *     that the run writes
   * @throws IOException when a file in it cannot be read or written
   */
  public static void claim(
      Path folder, Map<String, Object> settings, @Nullable Path strong, boolean overwrite)
      throws IOException {
    List<Path> files = files(folder, strong == null);
    for (Path file : files) {
      if (strong != null && Files.exists(strong) && Files.isSameFile(file, strong)) {
        throw new ExperimentException(
            "--strong " + strong + " is a file that this run would write; name another --out");
      }
    }
    Path file = folder.resolve(SETTINGS);
    String wanted = GSON.toJson(settings);
    if (Files.exists(file)) {
      String different = differences(file, wanted);
      if (different.isEmpty()) {
        return;
      }
      refuseUnless(overwrite, folder, "a run with other settings: " + different);
    } else if (!files.isEmpty()) {
      refuseUnless(
          overwrite, folder, "files of a run with unknown settings, such as " + files.get(0));
    }
    for (Path old : files) {
      Files.delete(old);
    }
    AtomicFile.write(file, out -> out.write((wanted + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static void refuseUnless(boolean overwrite, Path folder, String what) {
    if (!overwrite) {
      throw new ExperimentException(
          folder
              + " has "
              + what
              + "; give the settings of that run to go on with it, name another"
              + " folder with --out, or add --overwrite to delete its files and begin again");
    }
  }

  /** Each setting that is another one, with both values. */
  private static String differences(Path file, String wanted) throws IOException {
    try {
      Map<String, @Nullable Object> old =
          JsonValue.parse(InputFile.text(file, MOST_BYTES)).members();
      Map<String, @Nullable Object> now = JsonValue.parse(wanted).members();
      List<String> different = new ArrayList<>();
      TreeSet<String> names = new TreeSet<>(old.keySet());
      names.addAll(now.keySet());
      for (String name : names) {
        if (!CHOOSING.contains(name) && !Objects.equals(old.get(name), now.get(name))) {
          different.add(name + " was " + old.get(name) + " and is now " + now.get(name));
        }
      }
      return String.join(", ", different);
    } catch (JsonFormatException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "not the settings of a run: " + e.getMessage(),
          "Restore it, or name another folder with --out");
    }
  }

  private static List<Path> files(Path folder, boolean trainsStrong) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : FILES) {
      addRegular(files, folder, name);
    }
    for (String name : FOLDERS) {
      if (trainsStrong || !name.equals(TRAINED_STRONG)) {
        try (DirectoryStream<Path> inner = Files.newDirectoryStream(folder, name)) {
          for (Path of : inner) {
            addRegular(files, of, TRAINING_FILES);
          }
        }
      }
    }
    return files;
  }

  private static void addRegular(List<Path> files, Path folder, String name) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
        for (Path file : found) {
          if (Files.isRegularFile(file)) {
            files.add(file);
          }
        }
      }
    }
  }
}
