package org.modaj.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.SavedValues;
import org.modaj.data.DataSplit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The checkpoint a command works on and the data it belongs to, a mixin. */
public final class CheckpointOptions {
  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "File that train or compose --out has written.")
  private Path file;

  @Mixin private DataOptions data;

  /** The checkpoint's file. */
  public Path file() {
    return file;
  }

  /** The folder of the data files, or null when none was given. */
  public @Nullable Path dataDir() {
    return data.dir();
  }

  /** Reads the checkpoint. */
  public SavedModel open() {
    try {
      return SavedModel.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the checkpoint when it is of values; null otherwise. */
  @Nullable SavedValues values() {
    try {
      return SavedValues.find(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the table of a checkpoint of values, standardized as the checkpoint says. */
  DataSplit data(SavedValues values) {
    return values.scaled(data.openValues(values.dataName(), values.target()));
  }

  /**
   * Opens the data set of the checkpoint, normalized as the checkpoint says.
   *
   * @throws org.modaj.bench.experiment.ExperimentException when it has other classes than the
   *     network
   */
  public DataSplit data(SavedModel model) {
    return data.of(model);
  }
}
