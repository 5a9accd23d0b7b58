package org.modaj.bench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.DataSets;
import org.modaj.data.DataSplit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says where data files are, a mixin of every command that reads data. */
public final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder with cifar-10-binary.tar.gz or what was extracted from it, or with the four files"
              + " of the Japanese Vowels; the embedded data needs none.")
  private @Nullable Path dir;

  /** The folder, or null when none was given. */
  public @Nullable Path dir() {
    return dir;
  }

  /**
   * Opens a data set by name.
   *
   * @throws ParameterException when it is read from files and no folder was given
   */
  public DataSplit open(String name) {
    String files = DataSets.files(name);
    if (files != null && dir == null) {
      throw new ParameterException(
          command.commandLine(),
          "the data set " + name + " needs --data-dir DIR, the folder with " + files);
    }
    return DataSets.open(name, dir);
  }
}
