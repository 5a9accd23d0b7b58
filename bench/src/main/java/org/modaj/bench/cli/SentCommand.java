package org.modaj.bench.cli;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import org.modaj.bench.reproduce.GridSource;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * A command as it was typed, sent to another process, which reads it again: what it has, that one
 * has too.
 *
 * @param arguments of the command line
 * @param folder that it was started in; relative paths are of it
 */
record SentCommand(List<String> arguments, String folder) implements GridSource {
  @Serial private static final long serialVersionUID = 1;

  @Override
  public Opened open(Progress progress) {
    return command(ReproduceRunCommand.class).open(Path.of(folder), progress);
  }

  /** The command, its options set. */
  <C> C command(Class<C> type) {
    CommandLine commands = Cli.commandLine(Path.of(folder));
    ParseResult parsed = commands.parseArgs(arguments.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return type.cast(parsed.commandSpec().userObject());
  }
}
