package org.modaj.bench.cli;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Parallel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --threads}, a mixin of every command that computes. */
public final class ThreadOptions {
  private static final int MOST = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private @Nullable Integer threads;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads to compute with (default: one for each processor);"
              + " no computed value depends on it.")
  void setThreads(int threads) {
    if (threads < 1 || threads > MOST) {
      throw new ParameterException(
          command.commandLine(), "--threads must be from 1 to " + MOST + ", not " + threads);
    }
    this.threads = threads;
  }

  /** Whether the option was given. */
  boolean isGiven() {
    return threads != null;
  }

  /** Returns how many threads to compute with, 1 to 1024. */
  public int threads() {
    return threads != null ? threads : Parallel.threads();
  }

  /** Makes the engine compute with {@link #threads()}. */
  public void apply() {
    Parallel.setThreads(threads());
  }
}
