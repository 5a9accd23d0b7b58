package org.modaj.bench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ImageData;
import picocli.CommandLine.Option;

/** The option that says where data files are, a mixin of every command that reads data. */
public final class DataOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder with the data set's files; the embedded data needs none.")
  private @Nullable Path dir;

  /** Opens a data set by name. */
  public ImageData open(String name) {
    return ImageData.open(name, dir);
  }
}
