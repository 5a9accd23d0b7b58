package org.modaj.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.bench.kernels.Work;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;

/** What is written can be read; what is something else is refused with the reason. */
class StoredReportTest {
  @TempDir Path folder;

  @Test
  void aReportComesBackAsItWasWritten() throws IOException {
    Timing one = new Timing(0.25, 0.24, 0.01, 5, 16.5);
    Timing two = new Timing(3e-7, null, null, 1, null);
    Peak peak = new Peak(101.5, 19.25);
    KernelReport report =
        new KernelReport(
            Map.of("command", "kernels", "lanes", 8, "fma", true),
            List.of(
                new KernelResult("a", Work.flops(1e9), one, peak),
                new KernelResult("b", Work.none(), two, peak)));

    StoredReport stored = read(new GsonBuilder().serializeNulls().create().toJson(report.toMap()));

    assertThat(stored.timings()).containsOnly(Map.entry("a", one), Map.entry("b", two));
    assertThat(stored.peaks()).containsExactly(peak);
    assertThat(stored.facts()).containsEntry("lanes", "8").containsEntry("fma", "true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | it is not one JSON object",
        "no json | it is not one JSON object",
        "[1] | it is not one JSON object",
        "{\"command\": | it is not one JSON object",
        "{} | \"command\" is missing",
        "{\"command\":\"train\"} | its \"command\" is \"train\"",
        "{\"command\":\"kernels\"} | \"peaks\" is no list",
        "{\"command\":\"kernels\",\"peaks\":[]} | \"peaks\" is empty",
        "{\"command\":\"kernels\",\"peaks\":[1]} | an element of \"peaks\" is no object",
        "{\"command\":\"kernels\",\"peaks\":[{}]} | a peak has no \"fma_gflops\" above 0"
      })
  void somethingElseIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> read(text == null ? "" : text))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("not a report of kernels: " + reason)
        .hasMessageContaining("kernels --out FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | \"results\" is no list",
        "[{}] | a result has no \"name\"",
        "[{\"name\":\"x\"}] | x has no \"call_seconds\" above 0",
        "[{\"name\":\"x\",\"call_seconds\":-1}] | x has no \"call_seconds\" above 0",
        "[{\"name\":\"x\",\"call_seconds\":\"1\"}] | \"call_seconds\" of x is no number"
      })
  void aBrokenResultIsNamed(String results, String reason) {
    String text =
        "{\"command\":\"kernels\",\"peaks\":[{\"fma_gflops\":1,\"triad_gbytes\":1}],\"results\":"
            + results
            + "}";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("none.json");

    assertThatThrownBy(() -> StoredReport.read(file))
        .isInstanceOf(FileAccessException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no such file");
  }

  private StoredReport read(String text) throws IOException {
    return StoredReport.read(Files.writeString(folder.resolve("old.json"), text));
  }
}
