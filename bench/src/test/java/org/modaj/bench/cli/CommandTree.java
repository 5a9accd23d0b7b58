package org.modaj.bench.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;

/** All the commands of a command line, those of commands too. */
final class CommandTree {
  private CommandTree() {}

  /** Returns the command line itself and all below it, each before its own. */
  static List<CommandLine> of(CommandLine commands) {
    List<CommandLine> all = new ArrayList<>(List.of(commands));
    // a command that has two names is one
    for (CommandLine command : new LinkedHashSet<>(commands.getSubcommands().values())) {
      all.addAll(of(command));
    }
    return all;
  }
}
