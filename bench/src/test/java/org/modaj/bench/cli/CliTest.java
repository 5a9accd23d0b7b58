package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The conventions that every command keeps. */
class CliTest {
  static Collection<String> commands() {
    return Cli.commandLine().getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    CliRun run = CliRun.of(command, "--help");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: moda-bench " + command)
        .contains("Example:", "java -jar moda-bench.jar " + command, "--debug");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandOffersJson(String command) {
    CommandLine one = Cli.commandLine().getSubcommands().get(command);

    assertThat(one.getCommandSpec().findOption("--json")).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRefusesAnUnknownOption(String command) {
    String[] rightSoFar =
        switch (command) {
          case "modularize", "subtasks", "evaluate", "tables", "conformance" -> new String[] {command, "file"};
          case "compose" -> new String[] {command, "file", "--classes", "0"};
          case "step" -> new String[] {command, "vgg16"};
          default -> new String[] {command};
        };
    String[] args = Arrays.copyOf(rightSoFar, rightSoFar.length + 1);
    args[rightSoFar.length] = "--no-such-option";

    CliRun.of(args).assertRefused(command, "Unknown option: '--no-such-option'");
  }

  @Test
  void aMisspeltCommandIsUsageAndTheRightOneIsSuggested() {
    CliRun run = CliRun.of("inf");

    assertThat(run.code()).isEqualTo(Cli.USAGE);
    assertThat(run.err())
        .contains(
            "'inf'",
            "Did you mean: moda-bench info",
            "Try 'moda-bench --help' for its options.");
  }

  @Test
  void versionNamesTheCommit() {
    CliRun run = CliRun.of("--version");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.out().strip()).matches("moda-bench \\d+\\.\\d+\\.\\d+\\S* \\(commit \\S+\\)");
  }

  @Test
  void theUsageListsEveryCommandInAWholeSentence() {
    CliRun run = CliRun.of("--help");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: moda-bench")
        .contains("Example:", "java -jar moda-bench.jar", "Exit codes:");
    List<String> listed =
        run.out()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isEmpty())
            .toList();
    assertThat(listed).hasSameSizeAs(commands()).allMatch(line -> line.endsWith("."));
  }
}
