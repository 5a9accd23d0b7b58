package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code train} saves, goes on with and takes from files. */
class TrainRunsTest {
  @TempDir Path dir;

  private static CliRun train(String... args) {
    List<String> all = new ArrayList<>(List.of("train", "--json"));
    all.addAll(List.of(args));
    return CliRun.of(all.toArray(String[]::new));
  }

  private static String[] tiny(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--model",
                "lenet5",
                "--method",
                "st",
                "--limit",
                "64",
                "--batch",
                "32",
                "--epochs",
                "1"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String weights(JsonObject result) {
    return result.get("weights_sha256").getAsString();
  }

  @Test
  void aFinishedTrainingIsExtendedWithTheOptionsItWasBegunWith() {
    String out = dir.toString();
    train(tiny("--seed", "7", "--optimizer", "adamw", "--out", out)).json();

    CliRun run = train("--resume", "--epochs", "2", "--out", out);
    JsonObject more = run.json();
    assertThat(more.get("history").getAsJsonArray()).hasSize(2);
    assertThat(more.get("seed").getAsInt()).isEqualTo(7);
    assertThat(more.get("optimizer").getAsString()).isEqualTo("adamw");
    assertThat(run.err())
        .contains("epochs 1 -> 2", "learning rate: 0.00100000 in epoch 1, 0.000500000 from");

    train("--resume", "--epochs", "2", "--batch", "16", "--out", out)
        .assertFailed("is of another training", "\"batch\":32, not 16");
  }

  @Test
  void whatWasPrintedCanBeGivenBack() throws IOException {
    CliRun first = train(tiny("--schedule", "one-cycle", "--clip-norm", "1", "--drop-last"));
    Path file = Files.writeString(dir.resolve("run.json"), first.out());

    JsonObject same = train("--config", file.toString()).json();
    assertThat(weights(same)).isEqualTo(weights(first.json()));
    JsonObject other = train("--config", file.toString(), "--seed", "9").json();
    assertThat(weights(other)).isNotEqualTo(weights(same));
    assertThat(other.get("clip_norm").getAsDouble()).isEqualTo(1);
    JsonObject several = train("--config", file.toString(), "--seeds", "7,8").json();
    assertThat(several.get("runs").getAsJsonArray()).hasSize(2);

    Path wrong = Files.writeString(dir.resolve("wrong.json"), "{\"colour\": 3}");
    train("--config", wrong.toString()).assertFailed("has \"colour\", which is no option");
  }

  @Test
  void severalSeedsAreSeveralRuns() {
    JsonObject result = train(tiny("--seeds", "1,2", "--out", dir.toString())).json();
    assertThat(result.get("runs").getAsJsonArray()).hasSize(2);
    assertThat(result.get("standard_deviation").getAsDouble()).isNotNegative();
    assertThat(dir.resolve("seed-2").resolve("checkpoint.safetensors")).exists();
  }

  @Test
  void statesAndMetricsAreInTheFolder() throws IOException {
    String[] more = {
      "--checkpoint-every",
      "1",
      "--keep-last",
      "2",
      "--validation",
      "0.25",
      "--tensorboard",
      "--out",
      dir.toString()
    };
    train(tiny(more)).json();
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(f -> f.getFileName().toString().replaceFirst("events.*", "events")))
          .containsExactlyInAnyOrder(
              "checkpoint.safetensors",
              "checkpoint-step-00000001.safetensors",
              "best.safetensors",
              "metrics.jsonl",
              "metrics.csv",
              "events");
    }
  }

  @Test
  void aTrainingThatExplodesKeepsItsLastGoodState() {
    String file = dir.resolve("checkpoint.safetensors").toString();
    train(tiny("--lr", "999999", "--out", dir.toString()))
        .assertFailed("Use a smaller learning rate; the last good state is in " + file);
    assertThat(CliRun.of("evaluate", file).code()).isEqualTo(Cli.OK);
    train("--resume", "--lr", "0.01", "--out", dir.toString()).json();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --momentum 1            | --momentum must be at least 0 and below 1, not 1.0
          --weight-decay -1       | --weight-decay must be at least 0 and below 1, not -1.0
          --schedule fast         | unknown "fast"; one of constant, cosine
          --warm-up 1             | expected fewer than the 1 epochs, but got 1
          --clip-norm 0           | --clip-norm must be above 0, not 0.0
          --label-smoothing 1     | --label-smoothing must be at least 0 and below 1, not 1.0
          --augment blur          | --augment:
          --early-stopping 0      | --early-stopping must be at least 1, not 0
          --checkpoint-every 3h   | --checkpoint-every must be a number of steps such as 500
          --checkpoint-every 5    | --checkpoint-every, --keep-last and --tensorboard need --out
          --seeds 1,1             | --seeds must be different numbers
          --optimizer lion        | expected one of sgd, adam, adamw, but was 'lion'
          """)
  void aWrongOptionIsNamed(String options, String message) {
    List<String> args = new ArrayList<>(List.of(tiny(options.split(" "))));
    if (options.endsWith("3h")) {
      args.addAll(List.of("--out", dir.toString()));
    }
    train(args.toArray(String[]::new)).assertRefused("train", message);
  }
}
