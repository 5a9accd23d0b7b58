package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MwT and the calibration of composed networks from the command line. */
class MwtCommandsTest {
  @TempDir static Path dir;

  private static Path run;
  private static String checkpoint;
  private static Path modules;
  private static JsonObject recognized;

  @BeforeAll
  static void train() {
    run = dir.resolve("run");
    JsonObject trained =
        CliRun.of(
                "train",
                "--model=lenet5",
                "--method=mwt",
                "--epochs=1",
                "--limit=256",
                "--batch=64",
                "--out=" + run,
                "--json")
            .json();
    assertThat(trained.get("method").getAsString()).isEqualTo("mwt");
    assertThat(trained.get("coupling").getAsDouble()).isEqualTo(1.5);
    assertThat(trained.get("mask_start").getAsString()).isEqualTo("proper");
    checkpoint = run.resolve("checkpoint.safetensors").toString();
    modules = dir.resolve("modules.safetensors");
    recognized = CliRun.of("modularize", checkpoint, "--out=" + modules, "--json").json();
  }

  private static JsonObject compose(String... more) {
    String[] args = new String[5 + more.length];
    args[0] = "compose";
    args[1] = checkpoint;
    args[2] = "--modules=" + modules;
    args[3] = "--classes=2,4";
    args[4] = "--json";
    System.arraycopy(more, 0, args, 5, more.length);
    return CliRun.of(args).json();
  }

  @Test
  void modulesAreMadeFromMasksAndKeepTheClassifier() {
    assertThat(recognized.get("method").getAsString()).isEqualTo("mwt");
    assertThat(recognized.get("layers").getAsJsonArray()).hasSize(1);
    assertThat(recognized.get("layers").getAsJsonArray().get(0).getAsString()).isEqualTo("conv2");
    JsonObject plan = compose("--plan");
    assertThat(plan.get("units").getAsJsonObject().get("fc3").getAsJsonArray().get(0).getAsInt())
        .isEqualTo(10);
  }

  @Test
  void composedNetworksAreFineTunedAndCanBeEvaluated() {
    Path out = dir.resolve("pair.safetensors");
    JsonObject pair = compose("--fine-tune=1", "--out=" + out);
    assertThat(pair.get("fine_tune_epochs").getAsInt()).isEqualTo(1);
    assertThat(pair.get("accuracy_before_fine_tuning").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(compose("--fine-tune=1").get("weights_sha256"))
        .isEqualTo(pair.get("weights_sha256"));
    JsonObject read = CliRun.of("evaluate", out.toString(), "--json").json();
    assertThat(read.get("weights_sha256")).isEqualTo(pair.get("weights_sha256"));
  }

  @Test
  void offsetsAddNoParameter() {
    JsonObject plain = compose("--fine-tune=0");
    JsonObject calibrated = compose("--fine-tune=0", "--calibrate");
    assertThat(plain.has("calibrated_accuracy")).isFalse();
    assertThat(calibrated.get("offsets").getAsJsonArray()).hasSize(2);
    assertThat(calibrated.get("calibrated_accuracy").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(calibrated.get("composed_accuracy")).isEqualTo(plain.get("composed_accuracy"));
    assertThat(calibrated.get("parameters")).isEqualTo(plain.get("parameters"));
    assertThat(calibrated.get("weights_sha256")).isNotEqualTo(plain.get("weights_sha256"));
  }

  @Test
  void optionsOfOtherMethodsAreRefused() {
    CliRun.of("modularize", checkpoint, "--starved=minimal", "--out=" + dir.resolve("other"))
        .assertRefused("modularize", "--starved");
    CliRun.of("compose", checkpoint, "--classes=1,2", "--adds=shared")
        .assertRefused("compose", "--adds");
    CliRun.of("train", "--method=st", "--mwt-artifact-init")
        .assertRefused("train", "--mwt-artifact-init");
    CliRun.of("compose", checkpoint, "--classes=1,2", "--fine-tune=-1")
        .assertRefused("compose", "--fine-tune");
  }
}
