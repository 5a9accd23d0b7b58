package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.bench.docs.MarkdownPage;
import picocli.CommandLine;

/** Every command line that a page or a command's help shows has options that exist. */
class DocumentedCommandsTest {
  private static final Pattern COMMAND =
      Pattern.compile("(?:java -jar \\S*moda-bench\\.jar|(?<![\\w/.-])moda-bench)(?: ([^&|;>]*))?");

  static List<Arguments> ofPages() {
    List<Arguments> commands = new ArrayList<>();
    for (MarkdownPage page : MarkdownPage.guides()) {
      page.blocks().stream()
          .filter(block -> block.isShell())
          .flatMap(block -> block.commandLines().stream())
          .forEach(line -> add(commands, page.path(), line));
    }
    return commands;
  }

  static List<Arguments> ofHelp() {
    List<Arguments> commands = new ArrayList<>();
    for (CommandLine command : CommandTree.of(Cli.commandLine())) {
      String footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
      for (String line : footer.replaceAll("\\\\\n\\s*", "").split("\n")) {
        add(commands, command.getCommandSpec().qualifiedName(), line);
      }
    }
    return commands;
  }

  private static void add(List<Arguments> commands, String where, String line) {
    Matcher command = COMMAND.matcher(line);
    while (command.find()) {
      commands.add(Arguments.of(where, command.group(1) == null ? "" : command.group(1).strip()));
    }
  }

  @ParameterizedTest
  @MethodSource("ofPages")
  void aCommandOfAPageIsUnderstood(String page, String arguments) {
    assertUnderstood(arguments);
  }

  @ParameterizedTest
  @MethodSource("ofHelp")
  void anExampleInTheHelpIsUnderstood(String command, String arguments) {
    assertUnderstood(arguments);
  }

  private static void assertUnderstood(String arguments) {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split("\\s+");

    assertThatCode(() -> Cli.commandLine().parseArgs(words)).doesNotThrowAnyException();
  }
}
