package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is measured, and the list. Measuring needs the jar. */
class KernelsCommandTest {
  @TempDir Path folder;

  @Test
  void listsTheNamesThatMatch() {
    CliRun run = CliRun.of("kernels", "--list", "GEMM.*head");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .contains("gemm.product head:nn:128x10x512")
        .allMatch(line -> line.startsWith("gemm.product head:"));
  }

  @Test
  void listsNamesAsJson() {
    var names = CliRun.of("kernels", "--list", "--json", "lstm").json().getAsJsonArray("names");

    assertThat(names).isNotEmpty().allMatch(name -> name.getAsString().contains("lstm"));
  }

  @Test
  void aPatternThatMatchesNothingIsUsageAndNamesTheGroups() {
    CliRun.of("kernels", "no such kernel")
        .assertRefused("kernels", "no kernel's name matches \"no such kernel\"", "gemm", "--list");
  }

  @Test
  void aPatternThatIsNoRegularExpressionIsUsage() {
    CliRun.of("kernels", "gemm(").assertRefused("kernels", "\"gemm(\" is no regular expression");
  }

  @Test
  void numbersOutOfRangeAreUsage() {
    CliRun.of("kernels", "--forks=0").assertRefused("kernels", "--forks must be from 1 to 100");
    CliRun.of("kernels", "--time=0").assertRefused("kernels", "--time must be above 0");
    CliRun.of("kernels", "--time=nan").assertRefused("kernels", "--time");
    CliRun.of("kernels", "--warm-up=-1").assertRefused("kernels", "--warm-up must be at least 0");
    CliRun.of("kernels", "--warm-up=nan").assertRefused("kernels", "--warm-up");
  }

  @Test
  void aComparisonWithAnotherFileFailsBeforeMeasuring() throws IOException {
    Path foreign = Files.writeString(folder.resolve("step.json"), "{\"command\":\"step\"}");

    CliRun.of("kernels", "gemm", "--compare", foreign.toString())
        .assertFailed(foreign.toString(), "not a report of kernels", "its \"command\" is \"step\"");
    CliRun.of("kernels", "gemm", "--compare", folder.resolve("none").toString())
        .assertFailed("none", "no such file");
  }

  @Test
  void aPlaceThatCannotBeWrittenFailsBeforeMeasuring() {
    CliRun.of("kernels", "gemm", "--out", folder.resolve("none/new.json").toString())
        .assertFailed("new.json", "its folder does not exist");
  }
}
