package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose --adds} and {@code --fold} on a network with residual additions. */
class AdditionsTest {
  @TempDir static Path dir;

  private static Path checkpoint;
  private static Path modules;

  @BeforeAll
  static void recognize() {
    checkpoint = SavedModels.residual(dir.resolve("resnet.safetensors"));
    modules = dir.resolve("modules.safetensors");
    CliRun.of(
            "modularize",
            checkpoint.toString(),
            "--out=" + modules,
            "--threshold=0.9",
            "--starved=minimal",
            "--json")
        .json();
  }

  private static JsonObject compose(String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("compose", checkpoint.toString(), "--modules=" + modules, "--classes=0"));
    args.addAll(List.of("--json"));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new)).json();
  }

  @Test
  void sharedAdditionsAreLargerAndFoldedNetworksAreSmaller() {
    JsonObject aligned = compose();
    JsonObject shared = compose("--adds=shared");
    JsonObject folded = compose("--adds=shared", "--fold", "--out=" + dir.resolve("folded"));

    assertThat(aligned.get("adds").getAsString()).isEqualTo("aligned");
    assertThat(aligned.get("fold").getAsBoolean()).isFalse();
    assertThat(shared.get("adds").getAsString()).isEqualTo("shared");
    assertThat(shared.get("parameters").getAsLong())
        .isGreaterThan(aligned.get("parameters").getAsLong())
        .isLessThan(shared.get("full_parameters").getAsLong());
    assertThat(folded.get("fold").getAsBoolean()).isTrue();
    assertThat(folded.get("parameters_before_folding")).isEqualTo(shared.get("parameters"));
    assertThat(folded.get("parameters").getAsLong())
        .isLessThanOrEqualTo(shared.get("parameters").getAsLong());
    JsonObject read = CliRun.of("evaluate", dir.resolve("folded").toString(), "--json").json();
    assertThat(read.get("weights_sha256")).isEqualTo(folded.get("weights_sha256"));
    assertThat(read.get("parameters")).isEqualTo(folded.get("parameters"));
  }

  @Test
  void thePlanIsOfTheSameKindOfAdditions() {
    JsonObject aligned = compose("--plan");
    JsonObject shared = compose("--plan", "--adds=shared");

    assertThat(shared.get("parameters").getAsLong())
        .isGreaterThan(aligned.get("parameters").getAsLong());
  }
}
