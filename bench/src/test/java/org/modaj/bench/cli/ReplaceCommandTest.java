package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code replace} with an untrained strong network for the first five embedded classes. */
class ReplaceCommandTest {
  private static final Map<String, String> TINY =
      Map.of(
          "--threshold",
          "0.5",
          "--weak-epochs",
          "4",
          "--under",
          "1",
          "--over",
          "3",
          "--share",
          "0.05");

  @TempDir Path dir;

  private CliRun replace(String... options) {
    Path strong = SavedModels.of(dir.resolve("strong"), "embedded", 0, 1, 2, 3, 4);
    List<String> args = new ArrayList<>(List.of("replace", "--strong", strong.toString()));
    args.add("--json");
    args.addAll(List.of(options));
    TINY.forEach((option, value) -> {
      if (!args.contains(option)) {
        args.addAll(List.of(option, value));
      }
    });
    return CliRun.of(args.toArray(String[]::new));
  }

  @Test
  void printsTheDocumentedKeysAndKeepsCheckpoints() {
    Path out = dir.resolve("runs");
    JsonObject json = replace("--classes", "ring,disc", "--out", out.toString()).json();

    assertThat(json.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("every run", "replace"));
    JsonArray repairs = json.getAsJsonArray("repairs");
    assertThat(repairs).hasSize(2 * 2 * 3);
    JsonObject first = repairs.get(0).getAsJsonObject();
    assertThat(first.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("replace: a repair"));
    assertThat(first.get("class").getAsInt()).isEqualTo(1);
    assertThat(json.getAsJsonArray("means")).hasSize(2 * 3);
    assertThat(json.getAsJsonArray("others").toString()).isEqualTo("[5,6,7,8,9]");
    assertThat(json.getAsJsonObject("module_sizes").keySet()).containsExactly("ring", "disc");
    meansAreMeans(json, repairs);
    evaluatingTheSavedNetworkGivesTheSame(out, first);
    theSecondRunTrainsNothing(json, out);
  }

  private static void meansAreMeans(JsonObject json, JsonArray repairs) {
    double sum =
        repairs.get(0).getAsJsonObject().get("repaired_target_accuracy").getAsDouble()
            + repairs.get(6).getAsJsonObject().get("repaired_target_accuracy").getAsDouble();
    JsonObject mean = json.getAsJsonArray("means").get(0).getAsJsonObject();
    assertThat(mean.get("repaired_target_accuracy").getAsDouble()).isEqualTo(sum / 2);
  }

  private static void evaluatingTheSavedNetworkGivesTheSame(Path out, JsonObject repair) {
    Path file = out.resolve("repaired-1-underfitted-moda.safetensors");
    JsonObject accuracies =
        CliRun.of("evaluate", file.toString(), "--json")
            .json()
            .getAsJsonObject("accuracy_by_class");
    assertThat(accuracies.get("ring")).isEqualTo(repair.get("repaired_target_accuracy"));
    assertThat(accuracies.keySet()).hasSize(6);
  }

  private void theSecondRunTrainsNothing(JsonObject first, Path out) {
    assertThat(out.resolve("weak-1/epoch-001.safetensors")).exists();
    CliRun again = replace("--classes", "ring,disc", "--out", out.toString());
    assertThat(again.json().get("repairs")).isEqualTo(first.get("repairs"));
    assertThat(again.err()).doesNotContain("weak lenet5 ring 1/3", "measuring activity");
    replace("--classes", "ring", "--under", "2", "--out", out.toString())
        .assertFailed("the network was not kept after epoch 2");
    JsonObject longer = replace("--classes", "ring", "--over", "4", "--out", out.toString()).json();
    assertThat(longer.getAsJsonArray("repairs").get(0))
        .isEqualTo(first.getAsJsonArray("repairs").get(0));
    replace("--classes", "ring", "--seed", "2", "--out", out.toString())
        .assertFailed("has a run with other settings", "seed was 1.0 and is now 2.0");
  }

  @Test
  void textSaysWhatJsonSays() {
    CliRun run =
        CliRun.of(
            "replace",
            "--strong",
            SavedModels.of(dir.resolve("strong"), "embedded", 0, 1, 2, 3, 4).toString(),
            "--weak-epochs",
            "2",
            "--under",
            "1",
            "--over",
            "2",
            "--share",
            "0.05",
            "--classes",
            "0",
            "--weak-method",
            "st",
            "--variant",
            "cnnsplitter");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.startsWith("underfitted"))
        .anyMatch(line -> line.startsWith("overfitted"))
        .filteredOn(line -> line.matches("0 disc +cnnsplitter .*"))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --classes 7             | the strong network has no module for class 7 (crescent)
          --classes cow           | --classes: unknown class "cow"
          --others 12             | --others: unknown class "12"
          --variant mwt           | Invalid value for option '--variant'
          --under 5               | --share, --under, --over, --weak-epochs: the underfitted network
          --over 5                | up to the last, 4; not from 1 and 5
          --share 1               | must be above 0 and below 1, not 1.0
          --share NaN             | must be above 0 and below 1, not NaN
          --weak-model alexnet    | --weak-model: unknown "alexnet"
          --weak-model lstm       | --weak-model lstm reads sequences, but the data set has images
          --weak-epochs 0         | --weak-epochs must be at least 1, not 0
          --weak-width 0          | --weak-width must be above 0
          --calibration-epochs 0  | --calibration-epochs must be at least 1, not 0
          --threshold 2           | --threshold must be in [0, 1], not 2.0
          --data cifar10          | --data cifar10: the strong network was trained on embedded
          --data moons            | --data: unknown "moons"
          --strong-epochs 0       | --strong-epochs must be at least 1, not 0
          --strong-model alexnet  | --strong-model: unknown "alexnet"
          --strong-width 99       | --strong-width must be above 0 and at most 16, not 99.0
          """)
  void wrongUsage(String options, String message) {
    CliRun run = replace(options.split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(Cli.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("error: ").contains(message);
  }

  @Test
  void classesThatCannotBe() {
    replace("--classes", "1", "--others", "1,5,6")
        .assertRefused(
            "replace", "class 1 (ring) is to be mixed in, but it is among the others [1, 5, 6]");
    Path all = SavedModels.whole(dir.resolve("all"));
    CliRun.of("replace", "--strong", all.toString(), "--classes", "1")
        .assertRefused("replace", "there is no class left for the weak network", "--others");
  }

  @Test
  void anOutputFolderThatCannotBeIsFoundOutBeforeTheWork() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "mine");
    CliRun run = replace("--out", file.toString());

    run.assertFailed("cannot write " + file + ": it is a file");
    assertThat(run.err()).doesNotContain("measuring");
  }

  @Test
  void theStrongNetworkIsNeverWrittenWhateverItIsCalled() throws Exception {
    Path strong = SavedModels.of(dir.resolve("strong"), "embedded", 0, 1, 2, 3, 4);
    byte[] before = Files.readAllBytes(strong);
    Path soft = Files.createDirectory(dir.resolve("soft"));
    Files.createSymbolicLink(soft.resolve("repaired-0-overfitted-moda.safetensors"), strong);
    Path hard = Files.createDirectories(dir.resolve("hard/weak-1")).getParent();
    Files.createLink(hard.resolve("weak-1/epoch-001.safetensors"), strong);
    Path own = Files.createDirectory(dir.resolve("own"));
    Path inside = Files.copy(strong, own.resolve("modules.safetensors"));
    Path same = Files.createSymbolicLink(dir.resolve("same"), own);

    for (Path out : List.of(soft, hard, dir.resolve("own/../hard"))) {
      CliRun.of("replace", "--strong=" + strong, "--overwrite", "--out=" + out)
          .assertFailed("--strong " + strong + " is a file that this run would write");
    }
    for (Path out : List.of(own, same)) {
      CliRun.of("replace", "--strong=" + inside, "--overwrite", "--out=" + out)
          .assertFailed("--strong " + inside + " is a file that this run would write");
    }
    assertThat(strong).hasBinaryContent(before);
    assertThat(inside).hasBinaryContent(before);
  }

  @Test
  void aStrongNetworkThatCannotBeRead() throws Exception {
    CliRun.of("replace", "--strong", dir.resolve("none").toString())
        .assertFailed("cannot read " + dir.resolve("none"));
    Path text = Files.writeString(dir.resolve("text"), "no checkpoint");
    CliRun.of("replace", "--strong", text.toString()).assertFailed(text.toString());
  }
}
