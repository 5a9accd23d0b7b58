package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modaj.bench.experiment.MainJob;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.record.BuildInfo;
import org.modaj.bench.record.RunRecord;
import org.modaj.bench.report.ReportFiles;
import org.modaj.bench.reproduce.MainJobRecords;
import org.modaj.data.DataSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line without a command: runs the whole story on the embedded data. */
@Command(
    name = "moda-bench",
    description = {
      "Trains modular neural networks, cuts modules out of them and composes these.",
      "Without a command: trains a small VGG16 on embedded images the standard way and with MODA,",
      "cuts the modules of the ten classes, composes networks of them, prints a table and",
      "writes a report."
    },
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "[COMMAND]",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage, nothing was done",
      "130:ended by Ctrl-C; train has saved its state",
      "143:ended by SIGTERM; train has saved its state"
    },
    footerHeading = "%nExample:%n",
    footer = {"  java -jar moda-bench.jar", "  java -jar moda-bench.jar train --help"})
final class RootCommand implements Runnable {
  /** The commands, in the order of the help text. */
  static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          ModularizeCommand.class,
          ComposeCommand.class,
          SubtasksCommand.class,
          ReplaceCommand.class,
          ReproduceCommand.class,
          EvaluateCommand.class,
          PredictCommand.class,
          ImportCommand.class,
          ExportCommand.class,
          StepCommand.class,
          KernelsCommand.class,
          TablesCommand.class,
          ConformanceCommand.class,
          DataCommand.class,
          RunsCommand.class,
          InfoCommand.class,
          FasterStartCommand.class,
          CompletionCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and the commit it was built from, and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean debug;

  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of the run without a command (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--report",
      defaultValue = "moda-report",
      paramLabel = "DIR",
      description =
          "Folder for the report of the run without a command, made if need be; a report that is"
              + " there is replaced (default: ${DEFAULT-VALUE}).")
  private Path reportFolder;

  /** Whether failures are to be shown with their stack traces. */
  boolean isDebug() {
    return debug;
  }

  @Override
  public void run() {
    threads.apply();
    RunRecord record = RunRecord.start("main job", threads.threads()).put("seed", seed);
    try {
      TrainingRun.prepare(reportFolder);
      MainJob job = new MainJob(seed, output.progress());
      DataSplit data = job.data();
      List<MainJob.Outcome> outcomes = job.run(data);
      ReportFiles files =
          ReportFiles.write(MainJobRecords.of(job, outcomes, data), List.of(), reportFolder);
      output.print(new Report(record, outcomes, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Report(RunRecord record, List<MainJob.Outcome> outcomes, ReportFiles files)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = record.toMap();
      map.put("outcomes", outcomes.stream().map(MainJob.Outcome::toMap).toList());
      map.putAll(files.toMap());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      out.println();
      out.print(MainJob.table(outcomes));
      out.println();
      files.writeText(out);
    }
  }

  /** The line that {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"moda-bench " + BuildInfo.current()};
    }
  }
}
