package org.modaj.bench.cli;

import org.modaj.bench.record.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line without a command: prints how to use it. */
@Command(
    name = "moda-bench",
    description = "Trains modular neural networks, cuts modules out of them and composes these.",
    versionProvider = RootCommand.Version.class,
    subcommands = {
      TrainCommand.class,
      ModularizeCommand.class,
      ComposeCommand.class,
      EvaluateCommand.class,
      ConformanceCommand.class,
      InfoCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage, nothing was done"},
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar info")
final class RootCommand implements Runnable {
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

  /** Whether failures are to be shown with their stack traces. */
  boolean isDebug() {
    return debug;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The line that {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"moda-bench " + BuildInfo.current()};
    }
  }
}
