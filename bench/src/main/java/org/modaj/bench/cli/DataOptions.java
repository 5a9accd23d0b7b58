package org.modaj.bench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions;
import org.modaj.data.ReadOptions.TableColumns;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how data are read, a mixin of every command that reads data. */
public final class DataOptions {
  private static final long MIB = 1 << 20;
  private static final int MOST_SIZE = 4096;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder with the files of the data set, or a file itself; 'data list' says which they"
              + " are. Generated data needs none.")
  private @Nullable Path dir;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description =
          "Side of the images that the network gets; images of another size are resized (default:"
              + " what a saved network reads; for a new one 224 with folders, else as they are).")
  private @Nullable Integer imageSize;

  @Option(
      names = "--skip-unreadable",
      description =
          "Leave out image files that cannot be read, and name and count them; without it they stop"
              + " the command.")
  private boolean skipUnreadable;

  @Option(
      names = "--image-cache",
      paramLabel = "MIB",
      description =
          "Memory to keep decoded image files in, in MiB (default: a quarter of the heap).")
  private @Nullable Integer imageCache;

  @Option(
      names = "--test-only",
      description =
          "Learn from five sixths and measure on one sixth of the test split, for a folder that has"
              + " no training files.")
  private boolean testOnly;

  @Option(
      names = "--target",
      defaultValue = "",
      paramLabel = "COLUMN",
      description = "csv: the column to be learned, by name or number (default: the last one).")
  private String target;

  @Mixin private TableOptions table;

  @Option(
      names = "--text-unit",
      defaultValue = "characters",
      paramLabel = "UNIT",
      description = "text: read it as characters or words (default: ${DEFAULT-VALUE}).")
  private TextUnit textUnit;

  /** The folder, or null when none was given. */
  public @Nullable Path dir() {
    return dir;
  }

  /**
   * How data are to be read.
   *
   * @throws ParameterException when an option is out of range
   */
  ReadOptions readOptions() {
    return readOptions(target, false);
  }

  private ReadOptions readOptions(String column, boolean values) {
    int size = imageSize == null ? 0 : imageSize;
    check(
        imageSize == null || size >= 1 && size <= MOST_SIZE,
        "--image-size must be from 1 to " + MOST_SIZE + ", not " + size);
    check(
        imageCache == null || imageCache >= 0,
        "--image-cache must be at least 0 MiB, not " + imageCache);
    ReadOptions usual = ReadOptions.of(dir);
    return usual
        .withImageSize(size)
        .skippingUnreadable(skipUnreadable)
        .withImageCache(imageCache == null ? usual.imageCacheBytes() : imageCache * MIB)
        .with(
            new TableColumns(
                column,
                values,
                table.header(),
                table.separator(command),
                TableColumns.USUAL.testShare()))
        .with(textUnit);
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /**
   * Opens a data set by name.
   *
   * @throws ParameterException when it is read from files and no folder was given
   */
  public DataSplit open(String name) {
    requireDir(name);
    return open(name, readOptions());
  }

  /**
   * Opens a data set for a network: images have the size that it reads.
   *
   * @throws ParameterException when another size was asked for, naming both
   */
  DataSplit open(String name, Network network) {
    requireDir(name);
    ReadOptions options = readOptions();
    Shape reads = network.inputShape();
    if (network.readsSequences() || reads.rank() != 3) {
      return open(name, options);
    }
    int height = reads.dim(0);
    int width = reads.dim(1);
    check(
        imageSize == null || imageSize == height && imageSize == width,
        "--image-size is %d, but the network reads images of %d x %d; leave it out"
            .formatted(imageSize, height, width));
    return open(name, height == width ? options.withImageSize(height) : options);
  }

  /**
   * Opens a table with real values to be learned.
   *
   * @param columns those that a network learned, which count unless others were given; or null
   */
  DataSplit openValues(String name, @Nullable String columns) {
    requireDir(name);
    String counting = columns == null || !target.isEmpty() ? target : columns;
    return open(name, readOptions(counting, true));
  }

  private void requireDir(String name) {
    String files = DataSets.files(name);
    if (files != null && dir == null) {
      throw new ParameterException(
          command.commandLine(),
          "the data set " + name + " needs --data-dir DIR, the folder with " + files);
    }
  }

  private DataSplit open(String name, ReadOptions options) {
    DataSplit data = DataSets.open(name, options, testOnly);
    data.train().notes().forEach(command.commandLine().getErr()::println);
    data.test().notes().forEach(command.commandLine().getErr()::println);
    command.commandLine().getErr().flush();
    return data;
  }

  /**
   * Opens the data set of a checkpoint, normalized as the checkpoint says, images in the size that
   * its network reads.
   *
   * @throws ParameterException when another size was asked for
   * @throws org.modaj.bench.experiment.ExperimentException when it has other classes than the
   *     network
   */
  public DataSplit of(SavedModel model) {
    DataSplit opened = open(model.dataName(), model.network());
    model.requireClassesOf(opened);
    return model.scaled(opened);
  }
}
