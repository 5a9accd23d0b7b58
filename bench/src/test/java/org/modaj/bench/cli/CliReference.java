package org.modaj.bench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page docs/cli.md, written from the commands themselves. */
final class CliReference {
  private static final String HEAD =
      """
      # Command line reference

      This page is written from the commands themselves; `CliReferenceTest` fails when it is not
      current and says how to write it again. `java -jar moda-bench.jar COMMAND --help` prints the
      same. Shell completion: [`completion`](#completion).

      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private CliReference() {}

  /** Returns the page for all the commands below and including one. */
  static String of(CommandLine root) {
    CliReference reference = new CliReference();
    List<CommandLine> commands = CommandTree.of(root);
    reference.contents(commands);
    commands.forEach(reference::command);
    return reference.page.toString();
  }

  private void contents(List<CommandLine> commands) {
    page.append("| command | what it does |\n|---|---|\n");
    for (CommandLine command : commands) {
      CommandSpec spec = command.getCommandSpec();
      String title = title(spec);
      page.append("| [`").append(title).append("`](#").append(title.replace(' ', '-'));
      page.append(") | ").append(cell(text(first(spec)))).append(" |\n");
    }
  }

  private static String first(CommandSpec spec) {
    String[] description = spec.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  /** A command's name without the program's, but the program's own for the root. */
  private static String title(CommandSpec spec) {
    return spec.parent() == null
        ? spec.name()
        : spec.qualifiedName().substring(spec.root().name().length() + 1);
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    page.append("\n## ").append(title(spec)).append("\n\n");
    for (String line : spec.usageMessage().description()) {
      page.append(text(line)).append('\n');
    }
    String synopsis = command.getHelp().synopsis("Usage: ".length());
    page.append("\n```text\n").append(Help.Ansi.OFF.string(synopsis).stripTrailing());
    page.append("\n```\n");

    List<String> rows = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      rows.add(row(parameter, parameter.paramLabel()));
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        rows.add(row(option, String.join(", ", option.names()) + label));
      }
    }
    if (!rows.isEmpty()) {
      page.append("\n| argument or option | meaning |\n|---|---|\n");
      rows.forEach(page::append);
    }
    example(spec);
  }

  private static String row(ArgSpec argument, String names) {
    String description = String.join(" ", argument.renderedDescription());
    return "| `" + names.replace("|", "\\|") + "` | " + cell(description) + " |\n";
  }

  private void example(CommandSpec spec) {
    List<String> footer = Arrays.asList(spec.usageMessage().footer());
    if (!footer.isEmpty()) {
      page.append("\n```sh\n");
      footer.forEach(line -> page.append(text(line).replaceFirst("^  ", "")).append('\n'));
      page.append("```\n");
    }
  }

  private static String cell(String description) {
    return Help.Ansi.OFF
        .string(description)
        .replace("|", "\\|")
        .replaceAll("\\R", " ")
        .replace("<", "&lt;");
  }

  private static String text(String markup) {
    return Help.Ansi.OFF.string(String.format(markup));
  }
}
