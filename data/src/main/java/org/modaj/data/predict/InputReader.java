package org.modaj.data.predict;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.Normalization;
import org.modaj.data.text.TokenSamples;
import org.modaj.data.text.Vocabulary;
import org.modaj.data.transform.CenterCrop;
import org.modaj.data.transform.Draws;
import org.modaj.data.transform.ImageTransform;
import org.modaj.data.transform.Resize;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Network;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.io.ModelInfo.ImageFit;

/** Turns images and values into what a network reads. */
final class InputReader {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 1 << 15;
  private static final int COLOURS = 3;

  private final Network network;
  private final @Nullable InputScaling scaling;
  private final ImageFit fit;
  private final @Nullable Vocabulary vocabulary;

  /**
   * @throws PredictionException when the scaling has another number of channels than the input
   */
  InputReader(Network network, ModelInfo info) {
    this.network = network;
    this.scaling = info.scaling();
    this.fit = info.fit();
    this.vocabulary = info.vocabulary() == null ? null : Vocabulary.parse(info.vocabulary());
    int channels = network.inputShape().dim(-1);
    if (scaling != null && scaling.channels() != channels) {
      throw new PredictionException(
          "predict",
          network.name(),
          "its normalization is for "
              + scaling.channels()
              + " channels, but it reads "
              + network.inputShape()
              + "; give one mean and one standard deviation for each of the "
              + channels);
    }
  }

  /** An image as {@code [1, height, width, channels]}. */
  Tensor image(String operation, Image image) {
    Shape shape = network.inputShape();
    boolean reads =
        shape.rank() == 3
            && (shape.dim(2) == 1 || shape.dim(2) == COLOURS)
            && !network.readsSequences();
    if (!reads) {
      throw new PredictionException(
          operation,
          network.name(),
          "it reads "
              + what()
              + ", but an image was given; images are for networks that read [height, width, 1 or"
              + " 3]");
    }
    if (scaling == null) {
      throw new PredictionException(
          operation,
          network.name(),
          "it does not say how pixels become its inputs; give their mean and standard deviation:"
              + " import or predict with --mean and --std, or Predictor.of(network,"
              + " info.withScaling(…))");
    }
    if (!scaling.pixels()) {
      throw new PredictionException(
          operation, network.name(), "its normalization is for values, not for pixels");
    }
    Image colours =
        image.shape().channels() == 1 && shape.dim(2) == COLOURS ? repeated(image) : image;
    Image given =
        shape.dim(2) == 1 && colours.shape().channels() == COLOURS ? grey(colours) : colours;
    if (given.shape().channels() != shape.dim(2)) {
      throw new PredictionException(
          operation,
          network.name(),
          "expected an image of 1 or 3 channels, but it is " + image.shape());
    }
    Image sized = sized(given, shape.dim(0), shape.dim(1));
    float[] values = new float[sized.values().length];
    Normalization.of(array(scaling.mean()), array(scaling.std())).apply(sized.values(), values, 0);
    return Tensor.of(shape.prepend(1), values);
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private Image sized(Image image, int height, int width) {
    ImageShape shape = image.shape();
    if (fit == ImageFit.MIDDLE && height == width) {
      ImageTransform middle = CenterCrop.ofResized(height);
      return middle.apply(image, new Draws(CounterRandom.of("predict"), 0));
    }
    boolean fits = shape.height() == height && shape.width() == width;
    return fits ? image : new Resize(height, width).apply(image);
  }

  /** Luma as Pillow's mode L has it: ITU-R 601-2 with 16 fraction bits. */
  private static Image grey(Image image) {
    byte[] in = image.values();
    byte[] out = new byte[in.length / COLOURS];
    for (int i = 0; i < out.length; i++) {
      int sum =
          RED * (in[COLOURS * i] & 0xFF)
              + GREEN * (in[COLOURS * i + 1] & 0xFF)
              + BLUE * (in[COLOURS * i + 2] & 0xFF);
      out[i] = (byte) (sum + HALF >> 16);
    }
    return new Image(new ImageShape(image.shape().height(), image.shape().width(), 1), out);
  }

  private static Image repeated(Image grey) {
    byte[] out = new byte[grey.values().length * COLOURS];
    for (int i = 0; i < out.length; i++) {
      out[i] = grey.values()[i / COLOURS];
    }
    return new Image(new ImageShape(grey.shape().height(), grey.shape().width(), COLOURS), out);
  }

  /** The values of one sample, before scaling, as {@code [1, ...]}. */
  Tensor values(String operation, float[] values) {
    Shape shape = network.inputShape();
    int features = shape.dim(-1);
    boolean fits =
        network.readsSequences()
            ? values.length > 0 && values.length % features == 0
            : values.length == shape.elements();
    if (!fits) {
      throw new PredictionException(
          operation,
          network.name(),
          "it reads "
              + what()
              + ", "
              + (network.readsSequences()
                  ? "a multiple of " + features + " values"
                  : shape.elements() + " values")
              + ", but "
              + values.length
              + " were given");
    }
    requireFinite(operation, values);
    Shape batch =
        network.readsSequences()
            ? Shape.of(1, values.length / features, features)
            : shape.prepend(1);
    return Tensor.of(batch, scaling == null ? values.clone() : scaling.apply(values));
  }

  /** The steps of one sequence, before scaling, as {@code [1, steps, features]}. */
  Tensor steps(String operation, float[][] steps) {
    int features = network.inputShape().dim(-1);
    if (!network.readsSequences()) {
      throw new PredictionException(
          operation, network.name(), "it reads " + what() + ", but a sequence was given");
    }
    if (steps.length == 0) {
      throw new PredictionException(
          operation, network.name(), "expected at least one step, but the sequence has none");
    }
    float[] values = new float[Math.multiplyExact(steps.length, features)];
    for (int t = 0; t < steps.length; t++) {
      if (steps[t].length != features) {
        throw new PredictionException(
            operation,
            network.name(),
            "step "
                + t
                + " has "
                + steps[t].length
                + " values, expected "
                + features
                + " in each step");
      }
      System.arraycopy(steps[t], 0, values, t * features, features);
    }
    return values(operation, values);
  }

  /** A text as {@code [1, steps, vocabulary]}, a 1 at the number of each character or word. */
  Tensor text(String operation, String text) {
    if (vocabulary == null) {
      throw new PredictionException(
          operation,
          network.name(),
          "it reads " + what() + " and has no vocabulary, but a text was given");
    }
    Shape shape = network.inputShape();
    int features = shape.dim(-1);
    if (!network.readsSequences() || shape.rank() != 2 || features != vocabulary.size()) {
      throw new PredictionException(
          operation,
          network.name(),
          "it reads " + what() + ", but its vocabulary gives steps with " + vocabulary.size());
    }
    int[] numbers = vocabulary.encode(text);
    if (numbers.length < 1 || numbers.length > TokenSamples.MOST_STEPS) {
      throw new PredictionException(
          operation,
          network.name(),
          "expected a text of 1 .. "
              + TokenSamples.MOST_STEPS
              + " characters or words, but it has "
              + numbers.length);
    }
    float[] values = new float[numbers.length * features];
    for (int t = 0; t < numbers.length; t++) {
      values[t * features + numbers[t]] = 1;
    }
    return Tensor.of(Shape.of(1, numbers.length, features), values);
  }

  /**
   * What the network reads already: a batch as it is, one sample as a batch of one.
   *
   * @param input not modified
   */
  Tensor tensor(String operation, Tensor input) {
    Shape shape = network.inputShape();
    boolean one = input.shape().rank() == shape.rank();
    Tensor batch = one ? Tensor.of(input.shape().prepend(1), input.data()) : input;
    boolean fits =
        batch.shape().rank() == shape.rank() + 1
            && (network.readsSequences()
                ? batch.dim(1) > 0 && batch.dim(2) == shape.dim(1)
                : batch.shape().withoutFirst().equals(shape));
    if (!fits || batch.dim(0) == 0) {
      throw new PredictionException(
          operation,
          network.name(),
          "it reads "
              + what()
              + ", one sample or a batch of them, but the tensor is "
              + input.shape());
    }
    requireFinite(operation, batch.data());
    return batch;
  }

  private void requireFinite(String operation, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new PredictionException(
            operation,
            network.name(),
            "value " + i + " of the input is " + values[i] + "; give finite numbers");
      }
    }
  }

  private String what() {
    Shape shape = network.inputShape();
    return network.readsSequences()
        ? "sequences of steps with " + shape.dim(-1) + " features"
        : shape.rank() == 3 ? "images " + shape : "samples " + Arrays.toString(shape.toArray());
  }
}
