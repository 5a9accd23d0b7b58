package org.modaj.data.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions;
import org.modaj.data.folder.ImageFolder;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.io.ModelInfo.ImageFit;
import org.modaj.nn.io.ModelInfo.Task;

class PredictorTest {
  private static final InputScaling RGB =
      InputScaling.of(
          new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f}, true);
  private static final ModelInfo PETS =
      ModelInfo.ofClasses(List.of("cat", "dog", "horse")).withScaling(RGB);

  @TempDir Path dir;

  private static Network images(int channels) {
    NetworkBuilder net = new NetworkBuilder("pets", Shape.of(16, 16, channels), 3);
    Value x = net.relu("relu", net.conv2d("conv", net.input(), Conv.of(12, 3).pad(1)));
    net.dense("fc", net.flatten("flat", net.maxPool2d("pool", x, 2)), Dense.of(3));
    return net.build();
  }

  private static Network features(int outputs) {
    NetworkBuilder net = new NetworkBuilder("table", Shape.of(4), 1);
    net.dense("fc", net.input(), Dense.of(outputs));
    return net.build();
  }

  private static Network sequences() {
    NetworkBuilder net = NetworkBuilder.forSequences("words", Shape.of(5, 2), 1);
    Value x = net.lastStep("last", net.lstm("lstm", net.input(), Recurrent.of(8)));
    net.dense("fc", x, Dense.of(2));
    return net.build();
  }

  private static BufferedImage picture(int width, int height, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, (i * 7919 + seed * 104_729) & 0xFFFFFF);
    }
    return image;
  }

  private static float[] bits(List<Prediction> ranked) {
    float[] p = new float[ranked.size()];
    ranked.forEach(r -> p[r.output()] = r.probability());
    return p;
  }

  @Test
  void a_file_of_a_checkpoint_and_a_file_of_an_image_are_enough() throws Exception {
    Path checkpoint = dir.resolve("pets.safetensors");
    Checkpoint.of(images(3), PETS).save(checkpoint);
    File photo = dir.resolve("photo.png").toFile();
    ImageIO.write(picture(40, 30, 1), "png", photo);

    try (Predictor predictor = Predictor.load(checkpoint)) {
      List<Prediction> ranked = predictor.classify(photo.toPath(), 2);

      assertThat(ranked).hasSize(2);
      assertThat(ranked.get(0).probability()).isGreaterThanOrEqualTo(ranked.get(1).probability());
      assertThat(ranked.get(0).name()).isEqualTo(PETS.classNames().get(ranked.get(0).output()));
      assertThat(predictor.classify(ImageIO.read(photo), 2)).isEqualTo(ranked);
      List<Prediction> all = predictor.classify(photo.toPath(), 9);
      assertThat(all.stream().mapToDouble(Prediction::probability).sum())
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void a_photograph_gives_the_bits_that_it_has_in_its_folder() throws Exception {
    for (String split : List.of("train", "val")) {
      for (String name : PETS.classNames()) {
        Path folder = Files.createDirectories(dir.resolve(split).resolve(name));
        BufferedImage image = picture(37, 23, name.length());
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
      }
    }
    DataSplit data = ImageFolder.any().load(ReadOptions.of(dir).withImageSize(16));
    Network network = images(3);
    Tensor expected;
    try (Epoch epoch = data.test().batches(3).epoch(0)) {
      Batch batch = epoch.next();
      expected = network.forward(NetworkInput.of(batch), Mode.EVALUATE);
    }

    try (Predictor predictor = Predictor.of(network, PETS.withFit(ImageFit.MIDDLE))) {
      for (int i = 0; i < 3; i++) {
        Path file = dir.resolve("val").resolve(PETS.classNames().get(i)).resolve("a.png");
        float[] logits = predictor.predict(ImageIO.read(file.toFile())).data();
        assertThat(logits).containsExactly(row(expected, i));
      }
    }
  }

  private static float[] row(Tensor rows, int i) {
    int n = rows.dim(-1);
    return Arrays.copyOfRange(rows.data(), i * n, (i + 1) * n);
  }

  @Test
  void eight_threads_and_virtual_threads_get_the_bits_of_one() throws Exception {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      pictures.add(picture(20 + i, 33, i));
    }
    Network network = images(3);
    List<float[]> expected = new ArrayList<>();
    try (Predictor one = Predictor.of(network, PETS, 1)) {
      pictures.forEach(p -> expected.add(bits(one.classify(p, 3))));
    }
    try (Predictor many = Predictor.of(network, PETS, 4)) {
      for (ExecutorService clients :
          List.of(Executors.newFixedThreadPool(8), Executors.newVirtualThreadPerTaskExecutor())) {
        try (clients) {
          List<Future<List<Prediction>>> answers = new ArrayList<>();
          for (int i = 0; i < 240; i++) {
            BufferedImage picture = pictures.get(i % pictures.size());
            answers.add(clients.submit(() -> many.classify(picture, 3)));
          }
          for (int i = 0; i < answers.size(); i++) {
            assertThat(bits(answers.get(i).get())).isEqualTo(expected.get(i % pictures.size()));
          }
        }
      }
    }
  }

  @Test
  void values_are_normalized_and_tensors_are_not() {
    InputScaling scaling =
        InputScaling.of(new float[] {1, 2, 3, 4}, new float[] {2, 2, 2, 2}, false);
    ModelInfo info = ModelInfo.ofClasses(List.of("a", "b")).withScaling(scaling);
    try (Predictor predictor = Predictor.of(features(2), info)) {
      float[] raw = {3, 2, 1, 0};
      Tensor scaled = Tensor.of(Shape.of(4), new float[] {1, 0, -1, -2});

      assertThat(predictor.predict(raw).data()).isEqualTo(predictor.predict(scaled).data());
      assertThat(predictor.classify(raw, 2)).isEqualTo(predictor.classify(scaled, 2));
      assertThat(raw).containsExactly(3, 2, 1, 0);
      Tensor batch = Tensor.of(Shape.of(2, 4), new float[] {1, 0, -1, -2, 5, 5, 5, 5});
      assertThat(predictor.predict(batch).shape()).isEqualTo(Shape.of(2, 2));
      assertThat(predictor.predictHeads(batch).firstEntry().getValue().data())
          .isEqualTo(predictor.predict(batch).data());
    }
  }

  @Test
  void sequences_have_any_number_of_steps() {
    try (Predictor predictor =
        Predictor.of(sequences(), ModelInfo.ofClasses(List.of("yes", "no")))) {
      float[][] steps = {{1, 2}, {3, 4}, {5, 6}};

      assertThat(predictor.classify(steps, 2))
          .isEqualTo(predictor.classify(new float[] {1, 2, 3, 4, 5, 6}, 2))
          .hasSize(2);
      assertThat(predictor.classify(new float[7][2], 1)).hasSize(1);
      refuses(() -> predictor.classify(new float[][] {{1, 2}, {3}}, 1), "step 1 has 1 values");
      refuses(() -> predictor.classify(new float[0][], 1), "at least one step");
      refuses(() -> predictor.classify(new float[] {1, 2, 3}, 1), "a multiple of 2 values");
    }
  }

  @Test
  void probabilities_are_not_made_twice() {
    NetworkBuilder net = new NetworkBuilder("ends in softmax", Shape.of(4), 1);
    net.softmax("softmax", net.dense("fc", net.input(), Dense.of(2)));
    try (Predictor predictor = Predictor.of(net.build(), ModelInfo.ofClasses(List.of("a", "b")))) {
      float[] x = {1, 2, 3, 4};

      assertThat(bits(predictor.classify(x, 2))).isEqualTo(predictor.predict(x).data());
    }
  }

  @Test
  void grey_networks_get_images_as_pillow_makes_them_grey() {
    ModelInfo info = PETS.withScaling(InputScaling.of(new float[] {0}, new float[] {1}, true));
    NetworkBuilder net = new NetworkBuilder("mean", Shape.of(2, 2, 1), 1);
    net.flatten("flat", net.input());
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(0, 1, 0x0000FF);
    image.setRGB(1, 1, 0xFFFFFF);
    try (Predictor predictor = Predictor.of(net.build(), info)) {
      assertThat(predictor.predict(image).data())
          .containsExactly(76 / 255f, 150 / 255f, 29 / 255f, 1);
    }
  }

  @Test
  void what_cannot_be_answered_is_said() throws Exception {
    Path text = Files.writeString(dir.resolve("notes.txt"), "no image");
    try (Predictor pets = Predictor.of(images(3), PETS)) {
      assertThatThrownBy(() -> pets.classify(text, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("notes.txt");
      refuses(() -> pets.classify(new float[5], 1), "768 values, but 5 were given");
      refuses(() -> pets.classify(new float[][] {{1}}, 1), "a sequence was given");
      refuses(() -> pets.classify(Tensor.zeros(16, 16, 1), 1), "[16, 16, 1]");
      refuses(() -> pets.classify(Tensor.zeros(2, 16, 16, 3), 1), "expected one sample");
      refuses(() -> pets.classify(picture(16, 16, 1), 0), "at least one class");
      float[] broken = new float[768];
      broken[7] = Float.NaN;
      refuses(() -> pets.classify(broken, 1), "value 7 of the input is NaN");
    }
    refuses(images(3), PETS.withScaling(null), "mean and standard deviation");
    refuses(images(3), PETS.withClassNames(List.of()), "what its 3 classes are called");
    refuses(images(3), PETS.withClassNames(List.of("cat")), "names of 1 classes");
    refuses(images(3), PETS.withTask(Task.REGRESSION), "use predict");
    refuses(() -> Predictor.of(images(1), PETS), "3 channels");
    try (Predictor table = Predictor.of(features(2), ModelInfo.ofClasses(List.of("a", "b")))) {
      refuses(() -> table.classify(picture(4, 4, 1), 1), "an image was given");
    }
  }

  private static void refuses(Network network, ModelInfo info, String why) {
    try (Predictor predictor = Predictor.of(network, info)) {
      refuses(() -> predictor.classify(picture(16, 16, 1), 1), why);
    }
  }

  private static void refuses(Runnable question, String why) {
    assertThatThrownBy(question::run)
        .isInstanceOf(PredictionException.class)
        .hasMessageContaining(why);
  }

  @Test
  void broken_weights_are_no_answer() {
    Network network = features(2);
    network.parameters().values().forEach(t -> t.data()[0] = Float.MAX_VALUE);
    try (Predictor predictor = Predictor.of(network, ModelInfo.ofClasses(List.of("a", "b")))) {
      float[] x = {1e30f, 1, 1, 1};

      refuses(() -> predictor.classify(x, 1), "its weights have broken");
    }
  }

  @Test
  void a_closed_one_and_an_interrupted_thread_get_an_error() {
    Predictor predictor = Predictor.of(features(2), ModelInfo.ofClasses(List.of("a", "b")));
    Thread.currentThread().interrupt();
    refuses(() -> predictor.predict(new float[4]), "interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(predictor.predict(new float[4]).shape()).isEqualTo(Shape.of(2));

    predictor.close();

    refuses(() -> predictor.predict(new float[4]), "closed");
    refuses(() -> Predictor.of(features(2), ModelInfo.UNKNOWN, 0), "at least one worker");
  }
}
