package org.modaj.data.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.data.text.Vocabulary;
import org.modaj.data.transform.Resize;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.io.ModelInfo.ImageFit;
import org.modaj.nn.io.ModelInfo.Task;

/** What becomes of each kind of input, to the last number, by networks that change nothing. */
class PredictorInputsTest {
  private static final Vocabulary WORDS = Vocabulary.of(TextUnit.WORDS, List.of("a a b"), 9);
  private static final ModelInfo AS_PIXELS =
      ModelInfo.ofClasses(List.of("x")).withScaling(scaling(1, 0, 1, true));

  private static InputScaling scaling(int channels, float mean, float std, boolean pixels) {
    float[] means = new float[channels];
    float[] stds = new float[channels];
    Arrays.fill(means, mean);
    Arrays.fill(stds, std);
    return InputScaling.of(means, stds, pixels);
  }

  /** Gives the values of images back. */
  private static Network images(int height, int width, int channels) {
    NetworkBuilder net = new NetworkBuilder("same", Shape.of(height, width, channels), 1);
    net.flatten("flat", net.input());
    return net.build();
  }

  /** Gives the last step back. */
  private static Network steps(int features) {
    NetworkBuilder net = NetworkBuilder.forSequences("last", Shape.of(9, features), 1);
    net.lastStep("last", net.input());
    return net.build();
  }

  private static Network table() {
    NetworkBuilder net = new NetworkBuilder("table", Shape.of(3), 1);
    net.dense("fc", net.input(), Dense.of(3));
    return net.build();
  }

  private static Image image(int height, int width, int channels) {
    byte[] values = new byte[height * width * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (7 * i);
    }
    return new Image(new ImageShape(height, width, channels), values);
  }

  private static void refuses(Runnable question, String... why) {
    assertThatThrownBy(question::run)
        .isInstanceOf(PredictionException.class)
        .hasMessageContainingAll(why);
  }

  @Test
  void grey_images_are_given_to_colour_networks_three_times() {
    ModelInfo info = AS_PIXELS.withScaling(scaling(3, 0, 1, true));
    try (Predictor predictor = Predictor.of(images(1, 2, 3), info)) {
      float[] given = predictor.predict(image(1, 2, 1)).data();

      assertThat(given).containsExactly(0, 0, 0, 7 / 255f, 7 / 255f, 7 / 255f);
      refuses(() -> predictor.predict(image(1, 2, 2)), "an image of 1 or 3 channels", "1x2x2");
    }
  }

  @Test
  void images_are_resized_as_the_network_says() {
    Image wide = image(8, 16, 1);
    try (Predictor whole = Predictor.of(images(8, 8, 1), AS_PIXELS.withFit(ImageFit.STRETCH));
        Predictor middle = Predictor.of(images(8, 8, 1), AS_PIXELS.withFit(ImageFit.MIDDLE));
        Predictor oblong = Predictor.of(images(8, 16, 1), AS_PIXELS.withFit(ImageFit.MIDDLE))) {
      float[] all = whole.predict(wide).data();
      float[] cut = middle.predict(wide).data();

      assertThat(all).hasSize(64);
      assertThat(cut).hasSize(64).isNotEqualTo(all);
      assertThat(all).isEqualTo(whole.predict(new Resize(8, 8).apply(wide)).data());
      assertThat(oblong.predict(wide).data()[127]).isEqualTo((7 * 127 & 0xFF) / 255f);
    }
  }

  @Test
  void a_text_becomes_a_one_at_the_number_of_each_word() {
    ModelInfo info =
        ModelInfo.ofClasses(List.of("p", "u", "a", "b")).withVocabulary(WORDS.toText());
    try (Predictor predictor = Predictor.of(steps(4), info)) {
      assertThat(predictor.classify("a b", 1).getFirst().name()).isEqualTo("b");
      assertThat(predictor.classify("b a", 1).getFirst().name()).isEqualTo("a");
      assertThat(predictor.classify("a x", 1).getFirst().name()).isEqualTo("u");
      assertThat(predictor.classify("a ".repeat(4096), 1).getFirst().name()).isEqualTo("a");
      assertThat(predictor.classify("b", 1).getFirst().name()).isEqualTo("b");
      refuses(() -> predictor.classify(" ", 1), "1 .. 4096", "it has 0");
      refuses(() -> predictor.classify("a ".repeat(4097), 1), "1 .. 4096", "it has 4097");
    }
    try (Predictor other = Predictor.of(steps(5), info.withClassNames(List.of()))) {
      refuses(() -> other.classify("a", 1), "called");
    }
    try (Predictor other =
        Predictor.of(steps(5), info.withClassNames(List.of("p", "u", "a", "b", "c")))) {
      refuses(() -> other.classify("a", 1), "5 features", "its vocabulary gives steps with 4");
    }
    try (Predictor none = Predictor.of(table(), ModelInfo.ofClasses(List.of("a", "b", "c")))) {
      refuses(() -> none.classify("a", 1), "samples [3]", "no vocabulary");
    }
  }

  @Test
  void sequences_may_be_tensors_of_any_number_of_steps() {
    try (Predictor predictor = Predictor.of(steps(2), ModelInfo.UNKNOWN)) {
      Tensor two = Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4});
      Tensor batch = Tensor.of(Shape.of(2, 1, 2), new float[] {1, 2, 3, 4});

      assertThat(predictor.predict(two).data()).containsExactly(3, 4);
      assertThat(predictor.predict(batch).shape()).isEqualTo(Shape.of(2, 2));
      assertThat(predictor.predict(batch).data()).containsExactly(1, 2, 3, 4);
      assertThat(predictor.predict(new float[] {1, 2}).data()).containsExactly(1, 2);
      assertThat(predictor.predict(new float[][] {{1, 2}, {5, 6}}).data()).containsExactly(5, 6);
      refuses(() -> predictor.predict(Tensor.zeros(2, 3)), "steps with 2 features", "[2, 3]");
      refuses(() -> predictor.predict(new float[0]), "a multiple of 2 values, but 0 were given");
      refuses(() -> predictor.predict(image(2, 2, 1)), "sequences of steps with 2 features");
    }
  }

  @Test
  void numbers_that_are_none_are_refused_on_every_way() {
    float nan = Float.NaN;
    try (Predictor values = Predictor.of(table(), ModelInfo.UNKNOWN);
        Predictor sequences = Predictor.of(steps(2), ModelInfo.UNKNOWN)) {
      refuses(() -> values.predict(new float[] {1, nan, 1}), "value 1 of the input is NaN");
      refuses(
          () -> values.predict(Tensor.of(Shape.of(3), new float[] {1, 1, 1 / 0f})),
          "value 2 of the input is Infinity");
      refuses(() -> sequences.predict(new float[][] {{1, 2}, {nan, 1}}), "value 2 of the input");
      refuses(() -> values.predict(new float[2]), "samples [3], 3 values, but 2 were given");
    }
  }

  @Test
  void broken_weights_give_no_values_either() {
    Network network = table();
    network.parameters().values().forEach(t -> t.data()[0] = Float.MAX_VALUE);
    try (Predictor predictor = Predictor.of(network, ModelInfo.UNKNOWN)) {
      refuses(() -> predictor.predict(new float[] {1e30f, 1, 1}), "its weights have broken");
      Tensor batch = Tensor.of(Shape.of(1, 3), new float[] {1e30f, 1, 1});
      refuses(() -> predictor.predictHeads(batch), "its weights have broken");
    }
  }

  @Test
  void classes_are_told_by_networks_that_have_them_only_whatever_is_given() {
    ModelInfo info = ModelInfo.ofClasses(List.of("a", "b", "c")).withTask(Task.REGRESSION);
    try (Predictor values = Predictor.of(table(), info);
        Predictor pictures = Predictor.of(images(1, 3, 1), AS_PIXELS.withTask(Task.MULTI_LABEL));
        Predictor sequences = Predictor.of(steps(2), info.withVocabulary(WORDS.toText()))) {
      refuses(() -> values.classify(new float[3], 1), "use predict");
      refuses(() -> values.classify(Tensor.zeros(3), 1), "use predict");
      refuses(() -> pictures.classify(image(1, 3, 1), 1), "use predict");
      refuses(() -> sequences.classify(new float[1][2], 1), "use predict");
      refuses(() -> sequences.classify("a", 1), "use predict");
    }
  }

  @Test
  void the_likeliest_come_first_and_of_equals_the_first() {
    ModelInfo info = ModelInfo.ofClasses(List.of("a", "b", "c", "d"));
    try (Predictor predictor = Predictor.of(steps(4), info, 3)) {
      List<Prediction> ranked = predictor.classify(new float[] {1, 3, 1, 2}, 4);

      assertThat(ranked).extracting(Prediction::name).containsExactly("b", "d", "a", "c");
      assertThat(ranked).extracting(Prediction::output).containsExactly(1, 3, 0, 2);
      assertThat(predictor.network().name()).isEqualTo("last");
      assertThat(predictor.info()).isEqualTo(info);
      assertThat(predictor.workers()).isEqualTo(3);
      assertThat(predictor.toString()).startsWith("predictor of ").contains("last");
    }
    assertThat(new Prediction(1, "cat", 0.9313f)).hasToString("cat 93.1 %");
  }
}
