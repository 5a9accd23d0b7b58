package org.modaj.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir Path folder;

  @Test
  void theFactsComeInOrder() {
    assertThat(Environment.facts().keySet())
        .startsWith("version", "commit", "java", "vm", "os", "arch", "cpu", "processors");
  }

  @Test
  void theBuildIsKnown() {
    BuildInfo build = BuildInfo.current();

    assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(build.commit()).matches("[0-9a-f]{12,}(-dirty)?|unknown");
  }

  @Test
  void aBuildWithoutGitSaysSo() {
    assertThat(BuildInfo.of("1.2.3", "")).hasToString("1.2.3 (commit unknown)");
    assertThat(BuildInfo.of("1.2.3", "0123456789ab")).hasToString("1.2.3 (commit 0123456789ab)");
  }

  @Test
  void theProcessorIsTheFirstModelListed() throws IOException {
    Path list = folder.resolve("cpuinfo");
    Files.writeString(
        list, "processor\t: 0\nmodel name\t: Fast CPU: 3 GHz\nmodel name\t: Other CPU\n");

    assertThat(Machine.cpuModel(list)).isEqualTo("Fast CPU: 3 GHz");
  }

  @Test
  void aProcessorThatIsNotListedIsUnknown() throws IOException {
    Path list = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n");

    assertThat(Machine.cpuModel(list)).isEqualTo(Machine.UNKNOWN);
  }
}
