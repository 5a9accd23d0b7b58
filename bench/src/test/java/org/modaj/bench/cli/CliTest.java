package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
    CliRun run = CliRun.of(command, "--no-such-option");

    assertThat(run.code()).isEqualTo(Cli.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .hasSize(2)
        .contains(
            "error: Unknown option: '--no-such-option'",
            "Try 'moda-bench " + command + " --help' for its options.");
  }

  @Test
  void aMisspeltCommandIsUsageAndTheRightOneIsSuggested() {
    CliRun run = CliRun.of("inf");

    assertThat(run.code()).isEqualTo(Cli.USAGE);
    assertThat(run.err())
        .contains("'inf'", "moda-bench info?", "Try 'moda-bench --help' for its options.");
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
