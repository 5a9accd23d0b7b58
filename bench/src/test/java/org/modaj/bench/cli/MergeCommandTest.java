package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.engine.Shape;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.model.Models;

/** {@code compose} with several checkpoints. */
class MergeCommandTest {
  @TempDir Path dir;

  private CliRun compose(Object... args) {
    return CliRun.of(
        Stream.concat(Stream.of("compose"), Arrays.stream(args).map(Object::toString))
            .toArray(String[]::new));
  }

  private Path trained(String name, String classes, String seed) {
    Path out = dir.resolve(name);
    CliRun.of(
            "train",
            "--model",
            "lenet5",
            "--classes",
            classes,
            "--limit",
            "600",
            "--batch",
            "32",
            "--epochs",
            "3",
            "--lr",
            "0.02",
            "--seed",
            seed,
            "--out",
            out.toString(),
            "--json")
        .json();
    return out.resolve("checkpoint.safetensors");
  }

  @Test
  void networksTrainedApartBecomeOneClassifier() throws IOException {
    Path first = trained("first", "6,2", "1");
    Path second = trained("second", "0,9,4", "2");
    Path out = dir.resolve("merged.safetensors");

    JsonObject json = compose(first, second, "--out", out, "--json").json();

    assertThat(json.keySet())
        .containsExactlyInAnyOrderElementsOf(
            JsonPage.keys("every run", "compose: with several checkpoints"));
    List<String> names = Stream.of(first, second).flatMap(f -> names(f).stream()).toList();
    assertThat(json.getAsJsonArray("class_names").asList().stream().map(e -> e.getAsString()))
        .containsExactlyElementsOf(names);
    JsonObject part = json.getAsJsonArray("networks").get(1).getAsJsonObject();
    assertThat(part.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("compose: networks"));
    assertThat(part.get("accuracy"))
        .isEqualTo(CliRun.of("evaluate", second.toString(), "--json").json().get("accuracy"));
    assertThat(json.get("accuracy").getAsDouble())
        .isGreaterThan(Math.max(0.4, json.get("joined_accuracy").getAsDouble() - 1e-9));
    assertThat(Checkpoint.load(out).info().classNames()).containsExactlyElementsOf(names);
    JsonObject evaluated = CliRun.of("evaluate", out.toString(), "--json").json();
    assertThat(evaluated.get("accuracy")).isEqualTo(json.get("accuracy"));
    assertThat(evaluated.get("weights_sha256")).isEqualTo(json.get("weights_sha256"));
    JsonObject again = compose(first, second, "--json").json();
    assertThat(again.get("weights_sha256")).isEqualTo(json.get("weights_sha256"));
    JsonObject plain = compose(first, second, "--calibration-epochs", "0", "--json").json();
    assertThat(plain.get("accuracy")).isEqualTo(json.get("joined_accuracy"));
  }

  private static List<String> names(Path file) {
    try {
      return SavedModel.open(file).targetNames();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void classesThatTwoHaveAreRefused() {
    Path a = SavedModels.of(dir.resolve("a"), "embedded", 0, 1);
    Path b = SavedModels.of(dir.resolve("b"), "embedded", 1, 2);

    compose(a, b).assertFailed("is an output of " + a + " and of " + b, "--classes");
  }

  @Test
  void inputsThatDifferAreRefused() throws IOException {
    Path a = SavedModels.of(dir.resolve("a"), "embedded", 0, 1);
    Path b = SavedModels.of(dir.resolve("b"), "embedded", 2, 3);
    Checkpoint saved = Checkpoint.load(b);
    Map<String, String> other = new LinkedHashMap<>(saved.metadata());
    other.put("normalization_mean", "[0.25,0.25,0.25]");
    Path darker = dir.resolve("darker");
    Checkpoint.of(saved.network(), other).save(darker);
    Path larger = dir.resolve("larger");
    Checkpoint.of(Models.named("lenet5").build(Shape.of(36, 36, 3), 2, 1, 1), saved.metadata())
        .save(larger);

    compose(a, darker).assertFailed(darker + " reads values normalized by", "mean=[0.25");
    compose(a, larger).assertFailed("[36, 36, 3]", "[32, 32, 3]");
  }

  @Test
  void classesThatTheDataHasNotAreRefused() {
    Path a = SavedModels.of(dir.resolve("a"), "embedded", 0, 1);
    Path b = SavedModels.of(dir.resolve("b"), "embedded", 2, 3);

    compose(a, b, "--data", "vowels-like").assertFailed("vowels-like");
    compose(a, b, "--calibration-epochs", "-1")
        .assertRefused("compose", "--calibration-epochs must be at least 0, not -1");
    compose(a, b, "--out", a).assertRefused("compose", "is the input " + a);
  }

  @Test
  void optionsOfOneCheckpointAreRefused() {
    for (String option : List.of("--classes=0", "--fold", "--calibrate", "--threshold=0.5")) {
      compose("a", "b", option)
          .assertRefused("compose", option.replaceFirst("=.*", "") + " is for one checkpoint");
    }
    compose("a", "--classes=0", "--calibration-epochs=3")
        .assertRefused("compose", "--calibration-epochs is for several checkpoints");
  }
}
