package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/** Checks of a layer's tensors and sizes when it is made. */
public final class TensorShapes {
  private TensorShapes() {}

  /**
   * Returns one of a layer's tensors, which has to be there.
   *
   * @param operation the layer's type, for the message
   * @throws ShapeException when it is missing
   */
  public static Tensor given(String operation, Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ShapeException(operation, null, "a tensor " + name, text(name, null), null);
    }
    return tensor;
  }

  /**
   * Returns a tensor that has to be there and to have this many axes.
   *
   * @param operation the layer's type, for the message
   * @param axes what they are, for the message, such as {@code "[in, out]"}
   * @throws ShapeException when it is null or has others
   */
  public static Tensor ofRank(
      String operation, String name, String axes, int rank, @Nullable Tensor tensor) {
    if (tensor == null || tensor.shape().rank() != rank) {
      throw new ShapeException(operation, null, name + " " + axes, text(name, tensor), null);
    }
    return tensor;
  }

  /**
   * Returns a tensor that has to be there and to have one axis of this size.
   *
   * @throws ShapeException when it is null or has another shape
   */
  public static Tensor vector(String operation, String name, int size, @Nullable Tensor tensor) {
    return ofShape(operation, name, Shape.of(size), tensor);
  }

  /**
   * Returns a tensor that has to be there and to have this shape.
   *
   * @throws ShapeException when it is null or has another shape
   */
  public static Tensor ofShape(
      String operation, String name, Shape shape, @Nullable Tensor tensor) {
    if (tensor == null || !tensor.shape().equals(shape)) {
      throw new ShapeException(operation, null, name + " " + shape, text(name, tensor), null);
    }
    return tensor;
  }

  /**
   * Returns a size that has to be at least this.
   *
   * @param layer the layer's name, or null when it has none yet
   * @throws ShapeException when it is smaller
   */
  public static int atLeast(
      int least, String operation, @Nullable String layer, String name, int size) {
    if (size < least) {
      throw new ShapeException(
          operation, layer, name + " of at least " + least, name + " " + size, null);
    }
    return size;
  }

  /**
   * Returns the shape of the input of a layer that reads one.
   *
   * @param operation the layer's type, for the message
   * @throws ShapeException when there are several
   */
  public static Shape only(String operation, List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(
          operation,
          null,
          "one input",
          inputs.size() + " inputs " + inputs,
          "Join them first, by concat or add.");
    }
    return inputs.get(0);
  }

  /**
   * Returns the shape of one sample that has to be an image {@code [height, width, channels]}.
   *
   * @throws ShapeException when it has other axes
   */
  public static Shape image(String operation, Shape input) {
    if (input.rank() != 3) {
      throw new ShapeException(
          operation, null, "an image [height, width, channels]", "input " + input, null);
    }
    return input;
  }

  /**
   * Returns the shape of one sample that has to be a sequence {@code [steps, features]}.
   *
   * @throws ShapeException when it has other axes
   */
  public static Shape sequence(String operation, Shape input) {
    if (input.rank() != 2) {
      throw new ShapeException(
          operation, null, "sequences [steps, features]", "input " + input, null);
    }
    return input;
  }

  /**
   * Returns the shape of both inputs of a layer that reads two of one shape.
   *
   * @throws ShapeException when there are more or fewer, or they differ
   */
  public static Shape two(String operation, List<Shape> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException(operation, null, "two inputs of one shape", "" + inputs, null);
    }
    return inputs.get(0);
  }

  /**
   * Returns the shape of one sample that has to have this many channels.
   *
   * @throws ShapeException when it has others
   */
  public static Shape channels(String operation, int channels, Shape input) {
    if (input.rank() < 1 || input.dim(-1) != channels) {
      throw new ShapeException(operation, null, channels + " channels", "input " + input, null);
    }
    return input;
  }

  /**
   * Checks that groups divide the channels of a sample.
   *
   * @throws ShapeException when they do not
   */
  public static void divides(String operation, int groups, Shape input) {
    if (input.rank() < 1 || input.dim(-1) % groups != 0) {
      throw new ShapeException(
          operation, null, "channels that " + groups + " groups divide", "input " + input, null);
    }
  }

  /**
   * Returns a vector that may be absent, of the size of another one when that is there.
   *
   * @throws ShapeException when it is no vector or has another size
   */
  public static @Nullable Tensor sameVector(
      String operation, String name, @Nullable Tensor other, @Nullable Tensor tensor) {
    if (tensor == null) {
      return null;
    }
    return other == null
        ? ofRank(operation, name, "[channels]", 1, tensor)
        : vector(operation, name, other.elements(), tensor);
  }

  /**
   * Returns a number that has to be positive and finite.
   *
   * @throws ShapeException when it is not
   */
  public static double positive(String operation, String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new ShapeException(operation, null, "a positive " + name, name + " " + value, null);
    }
    return value;
  }

  private static String text(String name, @Nullable Tensor tensor) {
    return tensor == null ? "no " + name : name + " " + tensor.shape();
  }
}
