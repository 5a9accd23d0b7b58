package org.modaj.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
    CommandLine commands = commandLineFor(args).setOut(out.writer(System.out.charset()));
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
    return commandLine(folder, RootCommand.COMMANDS);
  }

  /**
   * Creates the command line with what some arguments need: one command when they begin with its
   * name, or else all. Most of the time before a short command's own work would go to the options
   * of the other ones.
   */
  static CommandLine commandLineFor(String... args) {
    List<Class<?>> named =
        RootCommand.COMMANDS.stream()
            .filter(command -> args.length > 0 && name(command).equals(args[0]))
            .filter(command -> command != CompletionCommand.class) // it describes them all
            .toList();
    return commandLine(Path.of(""), named.isEmpty() ? RootCommand.COMMANDS : named);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(Path folder, List<Class<?>> of) {
    Failures failures = new Failures();
    CommandLine commands = new CommandLine(new RootCommand());
    of.forEach(commands::addSubcommand);
    return OptionTypes.register(commands, folder)
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
