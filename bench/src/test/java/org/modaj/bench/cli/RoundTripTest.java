package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One small network on its way through all commands. */
class RoundTripTest {
  @TempDir static Path dir;

  private static Path checkpoint;
  private static CliRun training;
  private static JsonObject composed;

  private static CliRun run(String... args) {
    return CliRun.of(args);
  }

  @BeforeAll
  static void train() {
    Path out = dir.resolve("runs/a");
    training =
        run(
            "train",
            "--model",
            "lenet5",
            "--method",
            "moda",
            "--limit",
            "512",
            "--batch",
            "32",
            "--epochs",
            "2",
            "--lr",
            "0.02",
            "--out",
            out.toString(),
            "--json");
    checkpoint = out.resolve("checkpoint.safetensors");
    composed = compose("0,3,5", "--out", dir.resolve("composed.safetensors").toString());
  }

  @Test
  void trainingPrintsTheDocumentedKeys() {
    JsonObject json = training.json();

    assertThat(json.keySet()).containsExactlyInAnyOrderElementsOf(keys("train"));
    assertThat(json.get("out").getAsString()).isEqualTo(checkpoint.toString());
    assertThat(json.get("weights_sha256").getAsString()).matches("[0-9a-f]{64}");
    assertThat(json.getAsJsonArray("history")).hasSize(2);
    JsonObject epoch = json.getAsJsonArray("history").get(1).getAsJsonObject();
    assertThat(epoch.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("train: an epoch of the history"));
    assertThat(epoch.get("epoch").getAsInt()).isEqualTo(2);
    assertThat(epoch.get("test_accuracy")).isEqualTo(json.get("test_accuracy"));
  }

  @Test
  void progressIsAPlainLineAnEpoch() {
    assertThat(training.err().lines())
        .filteredOn(line -> !line.contains(" left, ")) // on a busy machine
        .hasSize(3)
        .first()
        .asString()
        .matches("lenet5 MODA: needs about \\d+ MiB \\(weights .* of memory");
    assertThat(training.err().lines())
        .filteredOn(line -> line.contains("cross_entropy"))
        .hasSize(2)
        .allMatch(line -> line.matches("lenet5 MODA [12]/2  cross_entropy \\d.*images/s"));
    assertThat(training.err()).doesNotContain("\r", "\u001b");
  }

  @Test
  void evaluatingGivesWhatTrainingPrinted() {
    JsonObject json = run("evaluate", checkpoint.toString(), "--json").json();

    assertThat(json.keySet()).containsExactlyInAnyOrderElementsOf(keys("evaluate"));
    assertThat(json.get("accuracy")).isEqualTo(training.json().get("test_accuracy"));
    assertThat(json.get("accuracy").getAsDouble()).isGreaterThan(0.11);
    assertThat(json.get("weights_sha256")).isEqualTo(training.json().get("weights_sha256"));
    assertThat(json.get("samples").getAsInt()).isEqualTo(2000);
    assertThat(json.getAsJsonObject("accuracy_by_class").keySet())
        .hasSize(10)
        .contains("disc", "frame");
  }

  @Test
  void textSaysTheSameAsJson() {
    double accuracy = training.json().get("test_accuracy").getAsDouble();

    assertThat(run("evaluate", checkpoint.toString()).out().lines())
        .hasSize(12)
        .contains(
            String.format("accuracy %.2f %% on 2,000 test images", 100 * accuracy),
            "weights sha256: " + training.json().get("weights_sha256").getAsString());
  }

  @Test
  void modularizingPrintsTheDocumentedKeys() {
    JsonObject json =
        run("modularize", checkpoint.toString(), "--threshold", "0.5", "--overwrite", "--json")
            .json();

    assertThat(json.keySet()).containsExactlyInAnyOrderElementsOf(keys("modularize"));
    assertThat(json.getAsJsonArray("module_sizes")).hasSize(10);
    assertThat(strings(json.get("layers"))).containsExactly("relu1", "relu2", "relu3", "relu4");
    assertThat(json.get("mean_module_size").getAsDouble()).isBetween(0.001, 0.999);
    assertThat(json.get("threshold").getAsDouble()).isEqualTo(0.5);
    assertThat(json.get("out").getAsString())
        .isEqualTo(checkpoint.resolveSibling("checkpoint.modules.safetensors").toString());
  }

  private static Path modules(String name, String... more) {
    Path file = dir.resolve(name);
    List<String> args = new ArrayList<>();
    args.addAll(List.of("modularize", checkpoint.toString(), "--json", "--out", file.toString()));
    args.addAll(List.of(more));
    run(args.toArray(String[]::new)).json();
    return file;
  }

  @Test
  void savedModulesComposeTheSameNetworkAsMeasuredOnes() {
    Path file = modules("m1", "--threshold", "0.7", "--starved", "minimal");

    JsonObject fromFile = compose("0,3,5", "--modules", file.toString());

    assertThat(fromFile.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    composed.keySet().stream().filter(key -> !key.equals("out")),
                    Stream.of("modules"))
                .toList());
    assertThat(fromFile.get("weights_sha256"))
        .isEqualTo(
            compose("0,3,5", "--threshold", "0.7", "--starved", "minimal").get("weights_sha256"));
    assertThat(fromFile.get("threshold").getAsDouble()).isEqualTo(0.7);
    assertThat(fromFile.get("starved").getAsString()).isEqualTo("minimal");
  }

  @Test
  void modulesOfAnotherNetworkAreRefused() {
    Path other = SavedModels.whole(dir.resolve("other.safetensors"));
    Path file = modules("m2");

    run("compose", other.toString(), "--classes", "0", "--modules", file.toString())
        .assertFailed(
            training.json().get("weights_sha256").getAsString(),
            run("evaluate", other.toString(), "--json").json().get("weights_sha256").getAsString());
    run("compose", checkpoint.toString(), "--classes", "0", "--modules", checkpoint.toString())
        .assertFailed(checkpoint + ": holds no modules");
    run("subtasks", checkpoint.toString(), "--modules", dir.resolve("none").toString())
        .assertFailed("cannot read " + dir.resolve("none"));
  }

  @Test
  void whatTheFileFixesCannotBeSetAgain() {
    for (String[] option : new String[][] {{"--threshold", "0.9"}, {"--starved", "minimal"}}) {
      run("subtasks", "model", "--modules", "file", option[0], option[1])
          .assertRefused("subtasks", option[0] + " is fixed in the file of --modules");
    }
  }

  @Test
  void composingSaysHowMuchIsComputedAndHowLongItTakes() {
    assertThat(composed.get("multiply_adds").getAsLong())
        .isBetween(1L, composed.get("full_multiply_adds").getAsLong() - 1);
    assertThat(composed.get("full_flops")).isEqualTo(composed.get("full_multiply_adds"));
    assertThat(composed.getAsJsonArray("latency")).hasSize(2);
    JsonObject one = composed.getAsJsonArray("latency").get(0).getAsJsonObject();
    assertThat(one.keySet()).containsExactly("batch", "milliseconds", "full_milliseconds");
    assertThat(one.get("milliseconds").getAsDouble()).isPositive();
  }

  @Test
  void subTasksAreWhatComposingGives() {
    Path file = modules("m3");
    JsonObject json =
        run(
                "subtasks",
                checkpoint.toString(),
                "--modules",
                file.toString(),
                "--sizes",
                "3",
                "--json")
            .json();

    Set<String> expected = new HashSet<>(JsonPage.keys("every run", "subtasks"));
    expected.remove("seed"); // nothing was drawn
    assertThat(json.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(json.getAsJsonArray("tasks")).hasSize(120);
    JsonObject task =
        json.getAsJsonArray("tasks").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(t -> t.get("classes").toString().equals("[0,3,5]"))
            .findFirst()
            .orElseThrow();
    for (String key : task.keySet()) {
      assertThat(task.get(key)).as(key).isEqualTo(composed.get(key));
    }
    JsonObject means = json.getAsJsonArray("by_size").get(0).getAsJsonObject();
    assertThat(means.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("subtasks: means"));
    assertThat(means.get("tasks").getAsInt()).isEqualTo(120);
    assertThat(json.getAsJsonObject("mean_over_sizes").get("gap")).isEqualTo(means.get("gap"));
    assertThat(json.get("accuracy")).isEqualTo(training.json().get("test_accuracy"));
  }

  @Test
  void subTasksAsText() {
    CliRun run =
        run("subtasks", checkpoint.toString(), "--sizes", "8-9", "--sample", "--seed", "3");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(String::strip))
        .anyMatch(line -> line.matches("8 +3\\d .*"))
        .anyMatch(line -> line.matches("9 +10 .*"))
        .anyMatch(line -> line.startsWith("all tasks "))
        .anyMatch(line -> line.startsWith("all sizes "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "5-", "-5", "2-11", "0", "4-3", "1000000"})
  void sizesThatDoNotExist(String sizes) {
    run("subtasks", checkpoint.toString(), "--sizes=" + sizes).assertRefused("subtasks", "sizes");
  }

  @Test
  void memoryThatIsNone() {
    run("subtasks", "model", "--memory", "0")
        .assertRefused("subtasks", "--memory must be at least 1, not 0");
  }

  @Test
  void aHigherThresholdMakesSmallerModules() {
    double low = meanSize("0.1");
    double high = meanSize("0.9");

    assertThat(high).isLessThan(low);
  }

  private static double meanSize(String threshold) {
    return run(
            "modularize",
            checkpoint.toString(),
            "--overwrite",
            "--threshold",
            threshold,
            "--starved",
            "minimal",
            "--json")
        .json()
        .get("mean_module_size")
        .getAsDouble();
  }

  @Test
  void evaluatingAComposedNetworkGivesWhatComposingPrinted() {
    String file = composed.get("out").getAsString();
    JsonObject evaluated = run("evaluate", file, "--json").json();

    Set<String> documented = new HashSet<>(JsonPage.keys("every run", "compose"));
    documented.remove("modules"); // no file was given
    documented.remove("units"); // --plan only
    assertThat(composed.keySet()).containsExactlyInAnyOrderElementsOf(documented);
    assertThat(strings(composed.get("class_names"))).containsExactly("disc", "frame", "cross");
    assertThat(composed.get("size").getAsDouble())
        .isEqualTo(
            composed.get("parameters").getAsDouble() / composed.get("full_parameters").getAsLong());
    assertThat(evaluated.get("accuracy")).isEqualTo(composed.get("composed_accuracy"));
    assertThat(evaluated.get("parameters")).isEqualTo(composed.get("parameters"));
    assertThat(evaluated.get("weights_sha256")).isEqualTo(composed.get("weights_sha256"));
    assertThat(evaluated.get("samples").getAsInt()).isEqualTo(600);
    assertThat(evaluated.getAsJsonObject("accuracy_by_class").keySet())
        .containsExactly("disc", "frame", "cross");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5,0,3", "3,5,0-0", "cross,disc,frame", "frame, 5 ,disc"})
  void theSameClassesInOtherWordsGiveTheSameNetwork(String classes) {
    assertThat(compose(classes).get("weights_sha256")).isEqualTo(composed.get("weights_sha256"));
  }

  @Test
  void allClassesAndNothingCutIsTheWholeNetwork() {
    JsonObject all = compose("0,1,2,3,4,5,6,7,8,9", "--threshold", "0");

    assertThat(all.get("weights_sha256")).isEqualTo(training.json().get("weights_sha256"));
    assertThat(all.get("composed_accuracy")).isEqualTo(training.json().get("test_accuracy"));
    assertThat(all.get("size").getAsDouble()).isEqualTo(1);
  }

  private static JsonObject compose(String classes, String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("compose", checkpoint.toString(), "--json", "--classes", classes));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new)).json();
  }

  private static Iterable<String> keys(String command) {
    return JsonPage.keys("every run", command);
  }

  private static List<String> strings(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsString)
        .toList();
  }
}
