package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The conventions that every command keeps. */
class CliTest {
  /** Every command, those of commands too, by the words that name it. */
  static List<String> commands() {
    return CommandTree.of(Cli.commandLine()).stream()
        .map(command -> command.getCommandSpec().qualifiedName())
        .filter(name -> name.contains(" "))
        .map(name -> name.substring(name.indexOf(' ') + 1))
        .toList();
  }

  /** The commands that do something themselves. */
  static List<String> leaves() {
    return commands().stream().filter(name -> command(name).getSubcommands().isEmpty()).toList();
  }

  private static CommandLine command(String name) {
    CommandLine command = Cli.commandLine();
    for (String word : name.split(" ")) {
      command = command.getSubcommands().get(word);
    }
    return command;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    CliRun run = CliRun.of((command + " --help").split(" "));

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: moda-bench " + command)
        .contains("Example", "java -jar moda-bench.jar " + command, "--debug");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsTheSameAlone(String command) {
    String[] help = (command + " --help").split(" ");

    assertThat(CliRun.of(help).out()).isEqualTo(CliRun.of(Cli.commandLine(), help).out());
  }

  @Test
  void onlyTheCommandThatIsAskedForIsMade() {
    assertThat(Cli.commandLineFor("predict", "file").getSubcommands()).containsOnlyKeys("predict");
    assertThat(Cli.commandLineFor("completion").getSubcommands())
        .hasSize(RootCommand.COMMANDS.size());
    assertThat(Cli.commandLineFor("--help").getSubcommands()).hasSize(RootCommand.COMMANDS.size());
    assertThat(Cli.commandLineFor().getSubcommands()).hasSize(RootCommand.COMMANDS.size());
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void everyCommandOffersJson(String command) {
    assertThat(command(command).getCommandSpec().findOption("--json")).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void everyCommandRefusesAnUnknownOption(String command) {
    String[] rightSoFar =
        switch (command) {
          case "modularize", "subtasks", "evaluate", "tables", "conformance" ->
              new String[] {command, "file"};
          case "compose" -> new String[] {command, "file", "--classes", "0"};
          case "step" -> new String[] {command, "vgg16"};
          case "predict" -> new String[] {command, "file", "image"};
          case "import" -> new String[] {command, "--from", "file", "--out", "other"};
          case "export" -> new String[] {command, "file", "--to", "onnx", "--out", "other"};
          case "data fetch" -> (command + " cifar10 --data-dir folder").split(" ");
          case "runs list", "runs show", "runs compare" -> (command + " folder").split(" ");
          case "data verify" -> (command + " cifar10").split(" ");
          case "data preview" -> (command + " cifar10 --out other").split(" ");
          default -> command.split(" ");
        };
    String[] args = Arrays.copyOf(rightSoFar, rightSoFar.length + 1);
    args[rightSoFar.length] = "--qqq";

    CliRun.of(args).assertRefused(command, "Unknown option: '--qqq'");
  }

  @Test
  void aMisspeltCommandIsUsageAndTheRightOneIsSuggested() {
    CliRun run = CliRun.of("inf");

    assertThat(run.code()).isEqualTo(Cli.USAGE);
    assertThat(run.err())
        .contains(
            "'inf'", "Did you mean: moda-bench info", "Try 'moda-bench --help' for its options.");
  }

  @Test
  void versionNamesTheCommit() {
    CliRun run = CliRun.of("--version");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.out().strip()).matches("moda-bench \\d+\\.\\d+\\.\\d+\\S* \\(commit \\S+\\)");
  }

  @Test
  void theUsageHasAnExampleAndTheExitCodes() {
    CliRun run = CliRun.of("--help");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: moda-bench")
        .contains("Example:", "java -jar moda-bench.jar", "Exit codes:");
  }

  /** The commands that have commands, and the program itself. */
  static List<String> groups() {
    return Stream.concat(Stream.of(""), commands().stream())
        .filter(name -> name.isEmpty() || !command(name).getSubcommands().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aGroupListsEachCommandInOneWholeSentence(String group) {
    CliRun run = CliRun.of((group + " --help").strip().split(" "));
    List<String> listed =
        run.out()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isEmpty())
            .toList();
    CommandLine listing = group.isEmpty() ? Cli.commandLine() : command(group);
    assertThat(listed)
        .hasSameSizeAs(listing.getSubcommands().keySet())
        .allMatch(line -> line.endsWith("."));
  }
}
