package org.modaj.bench.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageDataset;
import org.modaj.data.SequenceDataset;
import org.modaj.data.cifar.Cifar10;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.embedded.EmbeddedSequences;
import org.modaj.data.vowels.JapaneseVowels;
import org.modaj.nn.model.InputKind;

/** The data sets by the names of the command line. */
public final class DataSets {
  private static final String NO_FILES = "";

  /**
   * One data set.
   *
   * @param files what its folder holds, or {@link #NO_FILES} when it is generated
   */
  private record Entry(InputKind input, String files, Function<Path, LabelledData> reader) {}

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  static {
    images("embedded", NO_FILES, folder -> EmbeddedImages.load());
    images("cifar10", "cifar-10-binary.tar.gz or what was extracted from it", Cifar10::load);
    sequences("embedded-sequences", NO_FILES, folder -> EmbeddedSequences.load());
    sequences(
        "japanese-vowels",
        "ae.train, ae.test, size_ae.train and size_ae.test",
        JapaneseVowels::load);
  }

  private DataSets() {}

  private static void images(
      String name, String files, Function<Path, DataSplit<ImageDataset>> reader) {
    ENTRIES.put(
        name,
        new Entry(
            InputKind.IMAGES,
            files,
            folder -> {
              DataSplit<ImageDataset> split = reader.apply(folder);
              return new ImageData(name, split.train(), split.test());
            }));
  }

  private static void sequences(
      String name, String files, Function<Path, DataSplit<SequenceDataset>> reader) {
    ENTRIES.put(
        name,
        new Entry(
            InputKind.SEQUENCES,
            files,
            folder -> {
              DataSplit<SequenceDataset> split = reader.apply(folder);
              return new SequenceData(name, split.train(), split.test());
            }));
  }

  /** The known names. */
  public static List<String> names() {
    return List.copyOf(ENTRIES.keySet());
  }

  /**
   * What the samples of a data set are.
   *
   * @throws ExperimentException when the name is unknown
   */
  public static InputKind input(String name) {
    return entry(name).input;
  }

  /**
   * What the folder of a data set holds that is read from files; null for one that is generated.
   *
   * @throws ExperimentException when the name is unknown
   */
  public static @Nullable String files(String name) {
    String files = entry(name).files;
    return files.equals(NO_FILES) ? null : files;
  }

  /**
   * Opens a data set.
   *
   * @param name one of {@link #names}
   * @param dataDir where its files are, or null; a generated one needs none
   * @throws ExperimentException when the name is unknown or the folder is missing
   * @throws org.modaj.data.DataException when the files are missing or damaged
   */
  public static LabelledData open(String name, @Nullable Path dataDir) {
    Entry entry = entry(name);
    if (dataDir == null && !entry.files.equals(NO_FILES)) {
      throw new ExperimentException(
          "the data set " + name + " needs --data-dir DIR, the folder with " + entry.files);
    }
    return entry.reader.apply(dataDir == null ? Path.of("") : dataDir);
  }

  private static Entry entry(String name) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new ExperimentException(
          "unknown data set \"" + name + "\"; known data sets: " + String.join(", ", names()));
    }
    return entry;
  }
}
