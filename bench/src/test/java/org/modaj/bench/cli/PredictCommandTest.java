package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.Image;
import org.modaj.data.ImageSamples;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.interop.onnx.OnnxExport;
import org.modaj.interop.torch.TorchWeights;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;

/**
 * What a checkpoint says of itself on its way through the commands, and what predict makes of it.
 */
class PredictCommandTest {
  @TempDir static Path dir;

  private static Path checkpoint;
  private static Path photos;

  @BeforeAll
  static void prepare() throws IOException {
    checkpoint = SavedModels.whole(dir.resolve("whole.safetensors"));
    photos = Files.createDirectories(dir.resolve("photos"));
    ImageSamples images = (ImageSamples) EmbeddedImages.generate(1, 10, 10).test().samples();
    for (int i = 0; i < 3; i++) {
      ImageIO.write(buffered(images.image(i)), "png", photos.resolve(i + ".png").toFile());
    }
    Files.writeString(photos.resolve("notes.txt"), "counts for nothing");
  }

  private static BufferedImage buffered(Image image) {
    BufferedImage out = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        int rgb = image.value(y, x, 0) << 16 | image.value(y, x, 1) << 8 | image.value(y, x, 2);
        out.setRGB(x, y, rgb);
      }
    }
    return out;
  }

  private static JsonObject predicted(Path network, String... more) {
    String[] start = {"predict", network.toString(), photos.toString(), "--json"};
    String[] all = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return CliRun.of(all).json();
  }

  @Test
  void files_and_folders_are_classified() {
    JsonObject json = predicted(checkpoint, "--top", "2");

    assertThat(json.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("every run", "predict"));
    assertThat(json.getAsJsonArray("predictions")).hasSize(3);
    JsonObject first = json.getAsJsonArray("predictions").get(0).getAsJsonObject();
    assertThat(first.keySet()).isEqualTo(JsonPage.keys("predict: a file"));
    assertThat(first.get("file").getAsString()).isEqualTo(photos.resolve("0.png").toString());
    assertThat(first.getAsJsonArray("classes")).hasSize(2);
    CliRun text = CliRun.of("predict", checkpoint.toString(), photos.resolve("1.png").toString());
    assertThat(text.out().lines()).hasSize(4);
  }

  @Test
  void what_is_no_image_stops_it_or_is_left_out() throws IOException {
    Path broken = Files.write(dir.resolve("broken.jpg"), new byte[] {1, 2, 3});
    String photo = photos.resolve("0.png").toString();

    CliRun.of("predict", checkpoint.toString(), photo, broken.toString())
        .assertFailed("broken.jpg");
    CliRun left =
        CliRun.of("predict", checkpoint.toString(), photo, broken.toString(), "--skip-unreadable");
    assertThat(left.code()).isEqualTo(Cli.OK);
    assertThat(left.err()).contains("left out: " + broken);
    CliRun.of("predict", checkpoint.toString(), broken.toString(), "--skip-unreadable")
        .assertFailed("none of the 1 files");
    CliRun.of("predict", checkpoint.toString()).assertRefused("predict", "IMAGE");
    CliRun.of("predict", checkpoint.toString(), photo, "--mean", "0.5")
        .assertRefused("predict", "--mean and --std belong together");
    CliRun.of("predict", checkpoint.toString(), photo, "--top", "0")
        .assertRefused("predict", "--top");
  }

  @Test
  void an_exported_network_comes_back_with_all_that_it_said() throws IOException {
    Path onnx = dir.resolve("out.onnx");
    Path again = dir.resolve("again.safetensors");
    CliRun.of("export", checkpoint.toString(), "--to", "onnx", "--out", onnx.toString(), "--json")
        .json();
    CliRun.of("import", "--from", onnx.toString(), "--out", again.toString(), "--json").json();

    ModelInfo before = Checkpoint.load(checkpoint).info();
    assertThat(Checkpoint.load(again).info()).isEqualTo(before);
    assertThat(before.scaling()).isNotNull();
    assertThat(before.classNames()).hasSize(10);
    assertThat(predicted(again).get("predictions"))
        .isEqualTo(predicted(checkpoint).get("predictions"));
    assertThat(CliRun.of("evaluate", again.toString(), "--json").json().get("accuracy"))
        .isEqualTo(CliRun.of("evaluate", checkpoint.toString(), "--json").json().get("accuracy"));
  }

  @Test
  void a_foreign_network_learns_names_and_normalization_from_options() throws IOException {
    Path onnx = dir.resolve("bare.onnx");
    Path bare = dir.resolve("bare.safetensors");
    Path told = dir.resolve("told.safetensors");
    OnnxExport.write(Checkpoint.load(checkpoint).network(), Map.of(), onnx);
    CliRun.of("import", "--from", onnx.toString(), "--out", bare.toString(), "--json").json();
    String names = "a,b,c,d,e,f,g,h,i,j";
    CliRun.of(
            "import",
            "--from",
            onnx.toString(),
            "--out",
            told.toString(),
            "--classes",
            names,
            "--mean",
            "0.5,0.5,0.5",
            "--std",
            "0.25,0.25,0.25",
            "--json")
        .json();

    String photo = photos.resolve("0.png").toString();
    CliRun.of("predict", bare.toString(), photo).assertFailed("--mean and --std");
    assertThat(Checkpoint.load(bare).info().classNames()).startsWith("0", "1");
    ModelInfo info = Checkpoint.load(told).info();
    assertThat(info.classNames()).isEqualTo(List.of(names.split(",")));
    assertThat(info.scaling().std()).containsOnly(0.25f);
    assertThat(
            predicted(bare, "--mean", "0.5,0.5,0.5", "--std", "0.25,0.25,0.25")
                .toString()
                .replaceAll("\"name\":\"\\w+\"", ""))
        .contains(
            predicted(told).get("predictions").toString().replaceAll("\"name\":\"\\w+\"", ""));
    CliRun.of("import", "--from", onnx.toString(), "--out", told.toString(), "--classes", "a,b")
        .assertFailed("is there already");
    CliRun.of(
            "import",
            "--from",
            onnx.toString(),
            "--out",
            dir.resolve("x").toString(),
            "--classes",
            "a,b")
        .assertFailed("10 outputs", "2 classes");
    CliRun.of(
            "import",
            "--from",
            onnx.toString(),
            "--out",
            dir.resolve("x").toString(),
            "--data",
            "embedded",
            "--classes",
            names)
        .assertRefused("import", "--data and --classes");
  }

  @Test
  void a_state_dict_goes_out_and_in_again() throws IOException {
    Path weights = dir.resolve("weights.safetensors");
    Path again = dir.resolve("from-torch.safetensors");
    TorchWeights.save(Checkpoint.load(checkpoint).network(), weights);
    CliRun.of(
            "import",
            "--from",
            weights.toString(),
            "--model",
            "lenet5",
            "--data",
            "embedded",
            "--out",
            again.toString(),
            "--json")
        .json();

    Checkpoint back = Checkpoint.load(again);
    assertThat(back.network().sha256()).isEqualTo(Checkpoint.load(checkpoint).network().sha256());
    assertThat(back.info()).isEqualTo(Checkpoint.load(checkpoint).info());
    CliRun.of("import", "--from", weights.toString(), "--out", dir.resolve("y").toString())
        .assertRefused("import", "--model", "lenet5");
    CliRun.of(
            "import",
            "--from",
            weights.toString(),
            "--model",
            "resnet18",
            "--out",
            dir.resolve("y").toString())
        .assertFailed("missing: ", " more. ", "Give the file of this architecture");
    for (String model : List.of("--model=lenet5", "--json")) {
      CliRun own = CliRun.of("import", "--from=" + checkpoint, model, "--out=" + dir.resolve("y"));
      own.assertFailed(checkpoint + ": expected a PyTorch state dict", "is a MODA checkpoint");
      assertThat(own.err().strip()).doesNotContain("\n").hasSizeLessThan(400);
    }
    Path pickle = Files.write(dir.resolve("w.pt"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
    CliRun.of(
            "import",
            "--from",
            pickle.toString(),
            "--model",
            "lenet5",
            "--out",
            dir.resolve("y").toString())
        .assertFailed("pickle");
  }

  @Test
  void a_composed_network_says_which_module_it_is() throws IOException {
    Path part = dir.resolve("part.safetensors");
    CliRun.of(
            "compose",
            checkpoint.toString(),
            "--classes",
            "2,5",
            "--threshold",
            "0.5",
            "--out",
            part.toString(),
            "--json")
        .json();

    ModelInfo info = Checkpoint.load(part).info();
    ModelInfo whole = Checkpoint.load(checkpoint).info();
    assertThat(info.classNames())
        .containsExactly(whole.classNames().get(2), whole.classNames().get(5));
    assertThat(info.scaling()).isEqualTo(whole.scaling());
    assertThat(info.module().classes()).containsExactly(2, 5);
    assertThat(info.module().threshold()).isEqualTo(0.5);
    assertThat(info.module().source()).isEqualTo(Checkpoint.load(checkpoint).network().sha256());
    assertThat(predicted(part).getAsJsonArray("predictions")).hasSize(3);
  }
}
