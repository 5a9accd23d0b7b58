package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modaj.bench.record.Environment;

class InfoCommandTest {
  @Test
  void everyFactIsALine() {
    CliRun run = CliRun.of("info");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .hasSize(Environment.facts().size())
        .anyMatch(line -> line.matches("version {2,}\\S+"))
        .anyMatch(line -> line.matches("java {2,}" + Runtime.version().feature() + "\\b.*"))
        .anyMatch(line -> line.matches("processors {2,}\\d+"));
  }

  @Test
  void jsonHasTheSameFacts() {
    JsonObject info = JsonParser.parseString(CliRun.of("info", "--json").out()).getAsJsonObject();

    assertThat(info.keySet()).containsExactlyElementsOf(Environment.facts().keySet());
    Set<String> documented = JsonPage.keys("every run");
    documented.removeAll(Set.of("command", "threads", "started", "seconds"));
    assertThat(info.keySet()).containsExactlyInAnyOrderElementsOf(documented);
    assertThat(info.get("arch").getAsString()).isEqualTo(System.getProperty("os.arch"));
    assertThat(info.get("maxHeapMiB").getAsLong())
        .isEqualTo(Runtime.getRuntime().maxMemory() >> 20);
  }
}
