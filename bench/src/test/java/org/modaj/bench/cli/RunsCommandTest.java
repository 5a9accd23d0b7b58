package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.io.FolderLock;

/** {@code runs list | show | compare}. */
class RunsCommandTest {
  @TempDir static Path dir;
  @TempDir Path empty;

  private static String runs;

  @BeforeAll
  static void train() throws IOException {
    runs = dir.resolve("rüns").toString();
    for (String rate : List.of("0.05", "0.01")) {
      CliRun run =
          CliRun.of(
              "train",
              "--model=lenet5",
              "--method=st",
              "--limit=64",
              "--batch=32",
              "--epochs=2",
              "--lr=" + rate,
              "--out=" + Path.of(runs, "lr" + rate));
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  private static JsonArray json(String... words) {
    return CliRun.of(words).json().get("runs").getAsJsonArray();
  }

  @Test
  void names_do_not_control_the_terminal() throws IOException {
    Path odd = Files.createDirectory(empty.resolve("a\u001b[31m\n\u009bb"));
    Files.copy(Path.of(runs, "lr0.05", "metrics.jsonl"), odd.resolve("metrics.jsonl"));

    for (String command : List.of("list", "show", "compare")) {
      CliRun run = CliRun.of("runs", command, odd.toString(), Path.of(runs, "lr0.05").toString());
      assertThat(run.out() + run.err())
          .contains("a\\u001b[31m\\n\\u009bb")
          .doesNotContain("\u001b", "\u009b");
    }
  }

  @Test
  void each_training_has_a_line() {
    CliRun run = CliRun.of("runs", "list", runs);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out().lines().skip(1))
        .allMatch(line -> line.contains(" done ") && line.contains(" lenet5 "))
        .allMatch(line -> line.contains(" embedded ") && line.contains(" st "))
        .allMatch(line -> line.contains(" 2/2 ") && line.contains(" % ("))
        .allMatch(line -> line.contains(" 62,006 ") && line.contains(" s "));
    JsonObject first = json("runs", "list", runs, "--json").get(0).getAsJsonObject();
    assertThat(first.get("run").getAsString()).endsWith("lr0.01");
    Set<String> documented = new HashSet<>(JsonPage.keys("runs"));
    documented.remove("problem");
    assertThat(first.keySet()).isEqualTo(documented);
    assertThat(first.get("parameters").getAsLong()).isEqualTo(62_006);
    assertThat(first.get("accuracy").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(first.get("seconds").getAsDouble()).isPositive();
    assertThat(first.get("state").getAsString()).isEqualTo("done");
  }

  @Test
  void a_training_is_shown_with_its_epochs_and_a_chart() {
    CliRun run = CliRun.of("runs", "show", Path.of(runs, "lr0.05").toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("learning_rate 0.05", "train_accuracy", "│", "└", "● test_accuracy");
    JsonObject shown =
        json("runs", "show", "--json", Path.of(runs, "lr0.05").toString()).get(0).getAsJsonObject();
    assertThat(shown.get("history").getAsJsonArray()).hasSize(2);
    assertThat(shown.get("settings").getAsJsonObject().get("seed").getAsInt()).isEqualTo(1);
  }

  @Test
  void trainings_are_compared_by_the_settings_in_which_they_differ() {
    CliRun run = CliRun.of("runs", "compare", runs);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().findFirst().orElse("")).contains("LEARNING RATE");
    assertThat(run.out()).contains("●", "○", "lr0.05").doesNotContain("MOMENTUM", "SEED");
    JsonObject first = json("runs", "compare", "--json", runs).get(0).getAsJsonObject();
    assertThat(first.get("differing_settings").getAsJsonObject().keySet())
        .containsExactly("learning_rate");
    CliRun.of("runs", "compare", Path.of(runs, "lr0.05").toString())
        .assertFailed("there is one training only");
  }

  @Test
  void a_training_that_goes_on_is_seen_with_what_it_has() throws IOException {
    Path copy = Files.createDirectory(empty.resolve("now"));
    Path from = Path.of(runs, "lr0.05");
    Files.copy(from.resolve("checkpoint.safetensors"), copy.resolve("checkpoint.safetensors"));
    String lines = Files.readString(from.resolve("metrics.jsonl"));
    String third = lines.lines().findFirst().orElse("").replace("\"epoch\":1", "\"epoch\":3");
    Files.writeString(copy.resolve("metrics.jsonl"), lines + third + "\n{\"epo");

    try (FolderLock _ = FolderLock.take(copy, "train")) {
      JsonObject run = json("runs", "list", copy.toString(), "--json").get(0).getAsJsonObject();
      assertThat(run.get("state").getAsString()).isEqualTo("running");
      assertThat(run.get("epochs").getAsInt()).isEqualTo(3);
    }
    Files.writeString(copy.resolve("metrics.jsonl"), "");
    Files.writeString(copy.resolve(FolderLock.NAME), "process 1 (train), which was killed");
    JsonObject run = json("runs", "list", copy.toString(), "--json").get(0).getAsJsonObject();
    assertThat(run.get("state").getAsString()).isEqualTo("done");
  }

  @Test
  void a_damaged_training_is_named_among_the_others() throws IOException {
    Path bad = Files.createDirectory(empty.resolve("bad"));
    Files.writeString(bad.resolve("checkpoint.safetensors"), "no tensors");

    CliRun run = CliRun.of("runs", "list", runs, empty.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("unreadable", bad + ": " + bad.resolve("checkpoint"));
    assertThat(run.out().lines()).hasSize(5);
    CliRun.of("runs", "compare", empty.toString()).assertFailed("cannot be compared");
  }

  @Test
  void a_folder_without_trainings_is_refused() {
    CliRun.of("runs", "list", empty.toString()).assertFailed("there is no training in " + empty);
    CliRun.of("runs", "show", "nowhere").assertFailed("nowhere does not exist");
    CliRun.of("runs").assertRefused("runs", "name a command: list, show, compare");
  }

  @Test
  void watching_ends_when_nothing_goes_on() {
    assertThat(CliRun.of("runs", "list", "--watch", runs).out().lines()).hasSize(3);
  }
}
