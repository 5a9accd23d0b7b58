package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.data.OfficialFiles;

/** One short epoch of each kind of data with a network that reads it, from the command line. */
class TrainOnDataTest {
  @TempDir private Path dir;

  private static JsonObject train(String model, String data, Path place, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--model",
                model,
                "--data",
                data,
                "--batch",
                "16",
                "--method",
                "st",
                "--json"));
    if (!List.of(more).contains("--epochs")) {
      arguments.addAll(List.of("--width", "0.125", "--epochs", "1"));
    }
    if (place != null) {
      arguments.addAll(List.of("--data-dir", place.toString()));
    }
    arguments.addAll(List.of(more));
    return CliRun.of(arguments.toArray(String[]::new)).json();
  }

  private static void assertTrained(JsonObject json, String data) {
    assertThat(json.get("data").getAsString()).startsWith(data);
    assertThat(json.getAsJsonArray("history")).hasSize(1);
    assertThat(json.get("test_accuracy").getAsDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void smallColourImages() throws IOException {
    Path files = OfficialFiles.cifar100(dir, 40, 20);

    assertTrained(train("lenet5", "cifar100-coarse", files), "cifar100-coarse/train");
  }

  @Test
  void imagesThatAreTooSmallAreResized() throws IOException {
    Path files = OfficialFiles.opticalDigits(dir, 40, 20);

    assertTrained(train("lenet5", "optdigits", files, "--image-size", "32"), "optdigits/train");
  }

  @Test
  void aTestSplitAlone() throws IOException {
    Path files = OfficialFiles.mnistTest(dir, 60);

    assertTrained(train("lenet5", "mnist", files, "--test-only"), "mnist/test[without");
    CliRun.of("train", "--model", "lenet5", "--data", "mnist", "--data-dir", files.toString())
        .assertFailed("train-images-idx3-ubyte.gz", "not found");
  }

  @Test
  void photographs() throws IOException {
    Path files = OfficialFiles.folder(dir, 24, 8);

    assertTrained(
        train("lenet5", "folder", files, "--image-size", "32", "--image-cache", "1"),
        "folder/train");
  }

  @Test
  void aTableIsLearned() throws IOException {
    Path file = OfficialFiles.table(dir, 400);

    JsonObject json = train("mlp", "csv", file, "--width", "0.25", "--epochs", "12");

    assertThat(json.get("data").getAsString()).startsWith("csv/train");
    assertThat(json.get("test_accuracy").getAsDouble()).isGreaterThan(0.85);
  }

  @Test
  void textsAreLearned() throws IOException {
    Path file = OfficialFiles.lines(dir, 200);

    String[] options = {"--text-unit", "words", "--width", "0.06", "--epochs", "20", "--out"};

    JsonObject json = train("lstm", "text", file, with(options, dir.resolve("out").toString()));

    assertThat(json.get("test_accuracy").getAsDouble()).isGreaterThan(0.9);
    textsAreNumberedAsTheNetworkLearnedThem(file);
  }

  /** The same lines, then others in front, by which the most frequent words are other ones. */
  private void textsAreNumberedAsTheNetworkLearnedThem(Path file) throws IOException {
    String checkpoint = dir.resolve("out/checkpoint.safetensors").toString();
    String folder = Files.createDirectories(dir.resolve("texts")).toString();
    String lines = Files.readString(file);
    Files.writeString(dir.resolve("texts/train.txt"), "bad\tnew words here\n".repeat(150) + lines);
    Files.writeString(dir.resolve("texts/test.txt"), lines);

    JsonObject other = CliRun.of("evaluate", checkpoint, "--data-dir", folder, "--json").json();

    assertThat(other.get("accuracy").getAsDouble()).isGreaterThan(0.9);
    Path texts = Files.writeString(dir.resolve("new.txt"), "good line 3\n\nbad line 5\n");
    JsonArray predictions =
        CliRun.of("predict", checkpoint, texts.toString(), "--top", "1", "--json")
            .json()
            .getAsJsonArray("predictions");
    assertThat(predictions.asList().stream().map(TrainOnDataTest::likeliest))
        .containsExactly("1 good", "3 bad");
  }

  private static String[] with(String[] options, String last) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = last;
    return all;
  }

  private static String likeliest(JsonElement row) {
    JsonObject answer = row.getAsJsonObject();
    JsonElement best = answer.getAsJsonArray("classes").get(0);
    return answer.get("row").getAsInt() + " " + best.getAsJsonObject().get("name").getAsString();
  }

  @Test
  void aModelThatReadsSomethingElseIsRefused() throws IOException {
    Path file = OfficialFiles.table(dir, 40);

    CliRun.of("train", "--model", "lenet5", "--data", "csv", "--data-dir", file.toString())
        .assertRefused(
            "train",
            "--model lenet5 reads images, but --data csv has features",
            "models that read features: mlp");
  }
}
