package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.modaj.bench.progress.StandardError;
import org.modaj.bench.runs.Run;
import org.modaj.bench.runs.RunFolders;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The folders that a command looks at, and how often, a mixin. */
public final class RunsOptions {
  private static final int SECONDS = 2;
  private static final int USUAL_COLUMNS = 80;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private OutputOptions output;

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Folders that train --out has made, or folders with such folders in them.")
  private List<Path> folders;

  @Option(
      names = "--watch",
      description = "Look again every two seconds, as long as a training goes on.")
  private boolean watch;

  /** Prints what is there; with {@code --watch} again and again. */
  void print(Function<List<Run>, Result> report) {
    try {
      List<Run> runs = RunFolders.read(folders);
      output.print(report.apply(runs));
      while (watch && goOn(runs) && !new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS)) {
        runs = RunFolders.read(folders);
        PrintWriter out = command.commandLine().getOut();
        out.println();
        output.print(report.apply(runs));
        if (out.checkError()) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean goOn(List<Run> runs) {
    return runs.stream().anyMatch(run -> run.state() == Run.State.RUNNING);
  }

  /** Columns for charts. */
  static int columns() {
    int columns = StandardError.columns();
    return columns == 0 ? USUAL_COLUMNS : columns;
  }
}
