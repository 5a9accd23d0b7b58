package org.modaj.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;

/** The whole command line: the commands, and what becomes of their failures. */
public final class Cli {
  /** Everything was done. */
  public static final int OK = CommandLine.ExitCode.OK;

  /** The command was understood but failed. */
  public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /** The command line is wrong: nothing was done. */
  public static final int USAGE = CommandLine.ExitCode.USAGE;

  private static final int HELP_WIDTH = 100;

  private Cli() {}

  /**
   * Runs one command on the standard streams.
   *
   * @param args the command, its options and arguments
   * @return the exit code: {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public static int execute(String... args) {
    StandardOutput out = StandardOutput.ofProcess();
    CommandLine commands = commandLine().setOut(out.writer(System.out.charset()));
    return execute(commands, out, args);
  }

  /** Runs one command; a result that could not be written is a failure of the command. */
  static int execute(CommandLine commands, StandardOutput out, String... args) {
    int code = execute(commands, args);
    commands.getOut().flush();
    IOException failure = out.failure();
    return failure == null || code != OK ? code : Failures.reportOutput(failure, commands);
  }

  /** Creates the command line with all its commands. */
  static CommandLine commandLine() {
    return commandLine(Path.of(""));
  }

  /**
   * Creates the command line with all its commands.
   *
   * @param folder that relative paths are of; empty for the current one
   */
  static CommandLine commandLine(Path folder) {
    Failures failures = new Failures();
    return OptionTypes.register(new CommandLine(new RootCommand()), folder)
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  static int execute(CommandLine commands, String... args) {
    try {
      return commands.execute(args);
    } catch (Error e) { // picocli hands exceptions to its handlers, but lets errors through
      return Failures.report(e, commands);
    }
  }
}
