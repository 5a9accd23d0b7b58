package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.Tensor;
import org.modaj.nn.io.Checkpoint;

/** {@code train --from}: a network learns on. */
class FineTuneTest {
  @TempDir static Path shared;
  @TempDir Path dir;

  private static Path trained;

  @BeforeAll
  static void train() {
    train("--model lenet5 --classes 0-2 --seed 4 --out " + shared.resolve("a")).json();
    trained = shared.resolve("a/checkpoint.safetensors");
  }

  private static CliRun train(String options) {
    List<String> all = new ArrayList<>(List.of("train", "--json", "--limit", "64", "--batch"));
    all.addAll(List.of("32", "--method", "st"));
    if (!options.contains("--epochs")) {
      all.addAll(List.of("--epochs", "1"));
    }
    all.addAll(List.of(options.split(" ")));
    return CliRun.of(all.toArray(String[]::new));
  }

  private static Map<String, Tensor> state(Path file) throws IOException {
    return Checkpoint.load(file).network().state();
  }

  private static float[] column(Tensor weight, int column) {
    float[] values = new float[weight.dim(0)];
    for (int i = 0; i < values.length; i++) {
      values[i] = weight.data()[i * weight.dim(1) + column];
    }
    return values;
  }

  @Test
  void known_classes_keep_their_outputs_by_name_and_frozen_layers_stand_still() throws IOException {
    CliRun run =
        train(
            "--from " + trained + " --classes 1-4 --freeze conv*,fc1.bias --lr 1e-30 --out " + dir);

    JsonObject result = run.json();
    assertThat(result.get("model").getAsString()).isEqualTo("lenet5");
    assertThat(result.keySet()).containsAll(JsonPage.keys("train: from a trained network"));
    assertThat(result.get("kept_outputs").getAsJsonArray()).hasSize(2);
    assertThat(result.get("new_outputs").getAsJsonArray()).hasSize(2);
    assertThat(result.get("freeze").getAsString()).isEqualTo("conv*,fc1.bias");
    assertThat(run.err()).contains("begins with the weights of " + trained, "frozen: ");
    Map<String, Tensor> before = state(trained);
    Map<String, Tensor> after = state(dir.resolve("checkpoint.safetensors"));
    assertThat(after.get("conv2.weight").data()).isEqualTo(before.get("conv2.weight").data());
    assertThat(column(after.get("fc3.weight"), 0)).isEqualTo(column(before.get("fc3.weight"), 1));
    assertThat(column(after.get("fc3.weight"), 1)).isEqualTo(column(before.get("fc3.weight"), 2));
    Checkpoint saved = Checkpoint.load(dir.resolve("checkpoint.safetensors"));
    assertThat(saved.metadata().get("fine_tuned_from"))
        .isEqualTo(Checkpoint.load(trained).network().sha256());
    assertThat(saved.metadata().get("targets")).isEqualTo("[1,2,3,4]");
    JsonObject measured =
        CliRun.of("evaluate", "--json", dir.resolve("checkpoint.safetensors").toString()).json();
    assertThat(measured.get("accuracy_by_class").getAsJsonObject().keySet()).hasSize(4);
  }

  @Test
  void the_network_it_begins_with_is_never_replaced() throws IOException {
    Path folder = trained.getParent();
    Path link = Files.createSymbolicLink(dir.resolve("link.safetensors"), trained);
    byte[] before = Files.readAllBytes(trained);

    for (Path from : List.of(trained, folder.resolve("../a/checkpoint.safetensors"), link)) {
      train("--from " + from + " --overwrite --out " + folder)
          .assertRefused("train", "the output " + trained + " is the input " + from, "--out");
    }

    assertThat(trained).hasBinaryContent(before);
  }

  @Test
  void what_is_not_frozen_learns() throws IOException {
    train("--from " + trained + " --classes 0-2 --freeze conv1 --out " + dir).json();

    Map<String, Tensor> before = state(trained);
    state(dir.resolve("checkpoint.safetensors"))
        .forEach((name, tensor) ->
            assertThat(Arrays.equals(tensor.data(), before.get(name).data()))
                .as(name)
                .isEqualTo(name.startsWith("conv1.")));
  }

  @Test
  void a_fine_tuning_goes_on_without_the_network_it_began_with() throws IOException {
    Path copy = Files.copy(trained, dir.resolve("copy.safetensors"));
    String options = "--from " + copy + " --freeze conv1 --schedule constant --seed 3";
    JsonObject whole = train(options + " --epochs 2").json();
    train(options + " --out " + dir.resolve("b")).json();
    Files.delete(copy);

    CliRun run =
        CliRun.of("train", "--json", "--resume", "--epochs=2", "--out=" + dir.resolve("b"));

    JsonObject more = run.json();
    assertThat(more.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
    assertThat(more.get("fine_tuned_from")).isEqualTo(whole.get("fine_tuned_from"));
    assertThat(more.get("options").getAsJsonObject().get("freeze").getAsString())
        .isEqualTo("conv1");
    CliRun.of("train", "--resume", "--freeze=fc1", "--out=" + dir.resolve("b"))
        .assertFailed("is of another training; it has \"freeze\":conv1, not fc1");
  }

  @Test
  void what_was_printed_can_be_given_back() throws IOException {
    CliRun first = train("--from " + trained + " --freeze conv1,conv2 --classes 2,5");
    Path file = Files.writeString(dir.resolve("run.json"), first.out());

    JsonObject again = CliRun.of("train", "--json", "--config", file.toString()).json();

    assertThat(again.get("weights_sha256")).isEqualTo(first.json().get("weights_sha256"));
  }

  @Test
  void a_composed_network_learns_on_with_another_class() throws IOException {
    Path whole = dir.resolve("whole");
    Path part = dir.resolve("part.safetensors");
    train("--model lenet5 --out " + whole).json();
    String file = whole.resolve("checkpoint.safetensors").toString();
    CliRun composed = CliRun.of("compose", file, "--classes", "5,2", "--out", part.toString());
    assertThat(composed.code()).as(composed.err()).isZero();

    CliRun run = train("--from " + part + " --classes 2,5,7 --out " + dir.resolve("c"));

    assertThat(run.json().get("kept_outputs").getAsJsonArray()).hasSize(2);
    assertThat(run.json().get("history").getAsJsonArray()).hasSize(1);
    String tuned = dir.resolve("c/checkpoint.safetensors").toString();
    assertThat(CliRun.of("evaluate", tuned).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --freeze conv1                       | --freeze is about the trained network that --from
          --from X --model vgg16               | --from names a network, and --model is about a new
          --from X --width 0.5                 | --from names a network, and --width is about a new
          --from X --image-size 16             | is 16, but the network reads images of 32 x 32
          """)
  void options_that_contradict_each_other_are_refused(String options, String message) {
    train(options.replace("X", trained.toString())).assertRefused("train", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --from X --freeze layer9             | "layer9" fits no parameter; they are of the layers
          --from X --freeze *                  | all parameters would be frozen
          --from X --data embedded-sequences   | reads [32, 32, 3], but the sequences of embedded
          --from nowhere.safetensors           | nowhere.safetensors
          """)
  void what_cannot_be_learned_fails(String options, String message) {
    train(options.replace("X", trained.toString())).assertFailed(message);
  }
}
