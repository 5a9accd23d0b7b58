package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.bench.JavaRun;

/**
 * The shell commands of the pages that are marked to be run are, one page after another and each in
 * a folder of its own, as by a reader who follows it word by word after the build.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the pages show commands of a POSIX shell")
class ShellOfPagesIT {
  static List<MarkdownPage> pages() {
    return MarkdownPage.guides().stream()
        .filter(page -> page.blocks().stream().anyMatch(block -> block.isShell() && block.isRun()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandSucceedsAndPrintsWhatThePageSays(MarkdownPage page, @TempDir Path folder)
      throws Exception {
    Path target = Files.createDirectories(folder.resolve("bench/target"));
    Files.createSymbolicLink(target.resolve("moda-bench.jar"), JavaRun.jar());
    List<FencedBlock> blocks = page.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      FencedBlock block = blocks.get(i);
      if (block.isShell() && block.isRun()) {
        String printed = run(block, folder);
        if (i + 1 < blocks.size() && blocks.get(i + 1).isOutput()) {
          new ExpectedOutput(blocks.get(i + 1).text()).assertMatches(blocks.get(i + 1), printed);
        }
      }
    }
  }

  private static String run(FencedBlock block, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve("stdout.txt");
    Path err = folder.resolve("stderr.txt");
    String script =
        block.commandLines().stream().collect(Collectors.joining("\n", "set -eu\n", "\n"));
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
    shell.environment().keySet().removeAll(List.of("MODA_JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
    int code = shell.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    assertThat(code).as("exit code of %s, which wrote%n%s", block, Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
