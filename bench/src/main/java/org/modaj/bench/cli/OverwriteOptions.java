package org.modaj.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.AtomicFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The one rule of commands that write a file, a mixin: what is there is replaced only when that was
 * asked for, and never when the command reads it.
 */
public final class OverwriteOptions {
  /** Bytes before the JSON text of a file of the safetensors format. */
  private static final int LENGTH_BYTES = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--overwrite",
      description = "Replace the output if it is there already; without this it is refused.")
  private boolean overwrite;

  /** Whether what is there may be replaced. */
  public boolean isGiven() {
    return overwrite;
  }

  /**
   * Fails unless the command may write a file, and can.
   *
   * @param out the file, which need not be there
   * @param dataDir folder of data files, which the command reads, or null
   * @param inputs the other files that it reads
   * @throws ParameterException when the file is an input, by whatever path or link
   * @throws ExperimentException when it is there already
   */
  public void check(Path out, @Nullable Path dataDir, @Nullable Path... inputs) {
    try {
      for (Path input : inputs) {
        if (input != null && isSame(out, input)) {
          throw new ParameterException(
              command.commandLine(),
              "the output " + out + " is the input " + input + "; name another file with --out");
        }
      }
      if (dataDir != null && isForeignIn(dataDir, out)) {
        throw new ParameterException(
            command.commandLine(),
            "the output "
                + out
                + " is a file in --data-dir that this program has not written;"
                + " name another file with --out");
      }
      AtomicFile.requireWritable(out);
      if (!overwrite && Files.exists(out)) {
        throw new ExperimentException(
            out
                + " is there already; add --overwrite to replace it, or name another file with"
                + " --out");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSame(Path out, Path input) throws IOException {
    return Files.exists(out) && Files.exists(input) && Files.isSameFile(out, input);
  }

  private static boolean isForeignIn(Path folder, Path file) throws IOException {
    return Files.isRegularFile(file)
        && Files.exists(folder)
        && file.toRealPath().startsWith(folder.toRealPath())
        && !isOurs(file);
  }

  /** Whether a file begins as those do that the commands write: safetensors or JSON. */
  private static boolean isOurs(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(LENGTH_BYTES + 1);
      return begin.length > LENGTH_BYTES && begin[LENGTH_BYTES] == '{'
          || begin.length > 0 && begin[0] == '{';
    }
  }
}
