package org.modaj.engine.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some samples with their labels, in the order in which they are to be processed.
 *
 * <p>Images are {@code [N, H, W, C]}, sequences {@code [N, T, F]}; N is the number of samples. The
 * arrays are not copied, neither in nor out: a source may reuse them, see {@link BatchSource} for
 * how long a batch is valid.
 */
public final class Batch {
  private final float[] inputs;
  private final int[] inputShape;
  private final int[] labels;
  private final int @Nullable [] lengths;
  private final int[] samples;
  private final List<Target> targets;

  /**
   * Creates a batch of sequences of different lengths.
   *
   * @param inputs the samples, row-major (last axis fastest); its length is the product of {@code
   *     inputShape}
   * @param inputShape N first, then the shape of one sample; all sizes positive
   * @param labels the class of each sample, N of them
   * @param lengths the number of valid time steps of each sample, 1 .. T; null if every sample is
   *     complete
   * @throws BatchShapeException if they do not fit together
   */
  public Batch(float[] inputs, int[] inputShape, int[] labels, int @Nullable [] lengths) {
    this(inputs, inputShape, labels, lengths, fromZero(labels));
  }

  /**
   * Creates a batch of samples of a data set; the rest as in the other constructor.
   *
   * @param samples the number of each sample in its data set, N of them: what chance in a training
   *     step depends on
   */
  public Batch(
      float[] inputs, int[] inputShape, int[] labels, int @Nullable [] lengths, int[] samples) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(inputShape, "inputShape");
    Objects.requireNonNull(labels, "labels");
    if (inputShape.length == 0 || Arrays.stream(inputShape).anyMatch(size -> size <= 0)) {
      throw new BatchShapeException(
          "inputShape", "at least one axis, every size positive", Arrays.toString(inputShape));
    }
    if (!fills(inputs.length, inputShape)) {
      throw new BatchShapeException(
          "inputs", "the product of " + Arrays.toString(inputShape), inputs.length);
    }
    if (labels.length != inputShape[0]) {
      throw new BatchShapeException("labels", inputShape[0] + " labels", labels.length);
    }
    if (lengths != null) {
      checkLengths(lengths, inputShape);
    }
    Objects.requireNonNull(samples, "samples");
    if (samples.length != inputShape[0]) {
      throw new BatchShapeException("samples", inputShape[0] + " numbers", samples.length);
    }
    this.inputs = inputs;
    this.inputShape = inputShape;
    this.labels = labels;
    this.lengths = lengths;
    this.samples = samples;
    this.targets = List.of();
  }

  private Batch(Batch other, List<Target> targets) {
    this.inputs = other.inputs;
    this.inputShape = other.inputShape;
    this.labels = other.labels;
    this.lengths = other.lengths;
    this.samples = other.samples;
    this.targets = targets;
  }

  /** Creates a batch in which every sample is complete; the rest as in the other constructor. */
  public Batch(float[] inputs, int[] inputShape, int[] labels) {
    this(inputs, inputShape, labels, null);
  }

  /** Returns the number of samples. */
  public int size() {
    return labels.length;
  }

  /** Returns the samples, row-major. */
  public float[] inputs() {
    return inputs;
  }

  /** Returns the shape of {@link #inputs()}: N, then the shape of one sample. */
  public int[] inputShape() {
    return inputShape;
  }

  /** Returns the class of each sample; all -1 when the source has no classes. */
  public int[] labels() {
    return labels;
  }

  /** Returns the number of valid time steps of each sample, or null if every one is complete. */
  public int @Nullable [] lengths() {
    return lengths;
  }

  /**
   * Returns the same batch, sharing its arrays, with other targets beside the labels.
   *
   * @throws BatchShapeException if one is for another number of samples, or two have one name
   */
  public Batch with(List<Target> others) {
    for (int i = 0; i < others.size(); i++) {
      String name = others.get(i).spec().name();
      if (others.get(i).shape()[0] != size()) {
        throw new BatchShapeException(
            "target \"" + name + "\"", size() + " samples", others.get(i).shape()[0]);
      }
      for (int k = 0; k < i; k++) {
        if (others.get(k).spec().name().equals(name)) {
          throw new BatchShapeException("targets", "distinct names", "\"" + name + "\" twice");
        }
      }
    }
    return new Batch(this, List.copyOf(others));
  }

  /** Returns the targets beside the labels; none by default. */
  public List<Target> targets() {
    return targets;
  }

  /**
   * Returns the target of this name.
   *
   * @throws BatchShapeException if there is none
   */
  public Target target(String name) {
    for (Target target : targets) {
      if (target.spec().name().equals(name)) {
        return target;
      }
    }
    throw new BatchShapeException(
        "targets",
        "one named \"" + name + "\"",
        targets.stream().map(t -> t.spec().name()).toList());
  }

  /** Returns the number of each sample in its data set; 0 .. N - 1 when none were given. */
  public int[] samples() {
    return samples;
  }

  private static int[] fromZero(int[] labels) {
    return IntStream.range(0, Objects.requireNonNull(labels, "labels").length).toArray();
  }

  private static boolean fills(int elements, int[] shape) {
    long product = 1;
    for (int size : shape) {
      product *= size;
      if (product > elements) {
        return false;
      }
    }
    return product == elements;
  }

  private static void checkLengths(int[] lengths, int[] inputShape) {
    if (lengths.length != inputShape[0]) {
      throw new BatchShapeException("lengths", inputShape[0] + " lengths", lengths.length);
    }
    if (inputShape.length < 2) {
      throw new BatchShapeException(
          "lengths", "a shape with a time axis", Arrays.toString(inputShape));
    }
    for (int length : lengths) {
      if (length < 1 || length > inputShape[1]) {
        throw new BatchShapeException("lengths", "1 .. " + inputShape[1], length);
      }
    }
  }
}
