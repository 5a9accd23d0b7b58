package org.modaj.bench.experiment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageSamples;
import org.modaj.data.LabelledDataset;
import org.modaj.data.ReadOptions;
import org.modaj.data.catalog.DataCatalog;
import org.modaj.nn.model.InputKind;

/** The data sets by the names of the command line, and the networks that read them. */
public final class DataSets {
  private DataSets() {}

  /** The known names. */
  public static List<String> names() {
    return DataCatalog.names();
  }

  /**
   * What networks read the samples of a data set.
   *
   * @throws ExperimentException when the name is unknown
   */
  public static InputKind input(String name) {
    return switch (source(name).kind()) {
      case IMAGES -> InputKind.IMAGES;
      case SEQUENCES, TEXTS -> InputKind.SEQUENCES;
      case FEATURES -> InputKind.FEATURES;
    };
  }

  /**
   * What the folder of a data set holds that is read from files; null for one that is generated.
   *
   * @throws ExperimentException when the name is unknown
   */
  public static @Nullable String files(String name) {
    return source(name).layout();
  }

  /**
   * Opens a data set in its usual way.
   *
   * @param name one of {@link #names}
   * @param dataDir where its files are, or null; a generated one needs none
   * @throws ExperimentException when the name is unknown or the folder is missing
   * @throws org.modaj.data.DataException when the files are missing or damaged
   */
  public static DataSplit open(String name, @Nullable Path dataDir) {
    return open(name, ReadOptions.of(dataDir), false);
  }

  /**
   * Opens a data set.
   *
   * @param options how it is read; an image size resizes images that are in memory, too
   * @param testOnly whether to learn from and measure on parts of the test split, five sixths and
   *     one sixth of each class, as where there is no training split
   */
  public static DataSplit open(String name, ReadOptions options, boolean testOnly) {
    DataSource source = source(name);
    if (options.folder() == null && source.layout() != null) {
      throw new ExperimentException(
          "the data set " + name + " needs --data-dir DIR, the folder with " + source.layout());
    }
    DataSplit read = testOnly ? partsOf(name, source.loadTest(options)) : source.load(options);
    int size = options.imageSize();
    return size == 0
        ? read
        : new DataSplit(name, resized(read.train(), size), resized(read.test(), size));
  }

  private static DataSplit partsOf(String name, LabelledDataset test) {
    DataSplit parts = test.split(1.0 / 6, 0);
    return new DataSplit(name, parts.train(), parts.test());
  }

  private static LabelledDataset resized(LabelledDataset data, int size) {
    return data.samples() instanceof ImageSamples images
            && !(images.shape()[0] == size && images.shape()[1] == size)
        ? data.with(images.resized(size, size))
        : data;
  }

  private static DataSource source(String name) {
    return DataCatalog.find(name).orElseThrow(() -> new ExperimentException(unknown(name)));
  }

  private static String unknown(String name) {
    return name.equals(SavedModel.NO_DATA)
        ? "the network was imported without the data set that it is for, so there is nothing to"
            + " measure it on; import it again with --data DATA, one of "
            + String.join(", ", names())
            + ", or use predict with inputs of your own"
        : "unknown data set \"" + name + "\"; known data sets: " + String.join(", ", names());
  }
}
