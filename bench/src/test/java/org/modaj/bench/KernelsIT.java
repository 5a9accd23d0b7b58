package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.cli.JsonPage;

/** Measuring with the packaged jar, whose forks must find their benchmarks and the Vector API. */
class KernelsIT {
  private static final String KERNEL = "gemm.product head:nn:128x10x512";

  @TempDir Path folder;

  @Test
  void measuresSavesAndCompares() throws Exception {
    Path saved = folder.resolve("saved.json");
    JsonObject first = measure("--out", saved.toString(), "--prof-gc");
    JsonObject stored = JsonParser.parseString(Files.readString(saved)).getAsJsonObject();
    assertThat(first.get("kernels").getAsString()).isEqualTo("vector");
    JsonObject second = measure("--compare", saved.toString(), "--threads=1");

    assertThat(stored.getAsJsonArray("results")).isEqualTo(first.getAsJsonArray("results"));
    assertThat(first.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("every run", "kernels"));
    JsonObject result = first.getAsJsonArray("results").get(0).getAsJsonObject();
    assertThat(result.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("kernels: a result"));
    assertThat(result.get("name").getAsString()).isEqualTo(KERNEL);
    assertThat(result.get("unit").getAsString()).isEqualTo("GFLOP/s");
    double rate = result.get("rate").getAsDouble();
    double peak = only(first, "peaks").get("fma_gflops").getAsDouble();
    assertThat(rate * result.get("call_seconds").getAsDouble() * 1e9)
        .isBetween(2 * 128 * 10 * 512 - 1.0, 2 * 128 * 10 * 512 + 1.0);
    assertThat(result.get("peak_share").getAsDouble()).isEqualTo(rate / peak);
    assertThat(result.get("allocated_bytes").getAsDouble()).isNotNegative();

    JsonObject comparison = second.getAsJsonObject("comparison");
    assertThat(comparison.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("kernels: the comparison"));
    assertThat(comparison.getAsJsonArray("changes")).hasSize(1);
    assertThat(comparison.getAsJsonObject("differences").has("cpu")).isFalse();
  }

  @Test
  void theForksHaveTheOptionsOfTheJarsOwnJvm() throws Exception {
    // a fork that computed with other kernels than its parent says would fail
    JsonObject scalar = measure(Map.of("MODA_JAVA_OPTS", "-Dmoda.simd=off"));

    assertThat(scalar.get("kernels").getAsString()).isEqualTo("scalar");
    assertThat(scalar.getAsJsonArray("results")).hasSize(1);
  }

  private static JsonObject only(JsonObject report, String list) {
    assertThat(report.getAsJsonArray(list)).hasSize(1);
    return report.getAsJsonArray(list).get(0).getAsJsonObject();
  }

  private static JsonObject measure(String... more) throws Exception {
    return measure(Map.of(), more);
  }

  private static JsonObject measure(Map<String, String> environment, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-jar",
                JavaRun.jar().toString(),
                "kernels",
                KERNEL,
                "--time=0.05",
                "--warm-up=0.05",
                "--json"));
    arguments.addAll(List.of(more));
    JavaRun run = JavaRun.of("java", environment, arguments);
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(run.out()).as("standard output is one JSON object").hasSize(1);
    assertThat(run.err()).anyMatch(line -> line.startsWith("measuring 1 kernels"));
    assertThat(run.err())
        .as("the JVM of this command tells of its kernels, those that it starts do not")
        .noneMatch(line -> line.contains("INFO"))
        .filteredOn(line -> line.contains("kernels: "))
        .hasSize(1);
    return JsonParser.parseString(run.out().getFirst()).getAsJsonObject();
  }
}
