package org.modaj.data.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.Normalization;
import org.modaj.engine.random.CounterRandom;

/**
 * How images are changed before a network learns from them: transforms of pixels, then
 * normalization, then transforms of normalized values, then perhaps mixing.
 *
 * <p>The transforms number the random numbers of an image one after the other: with D numbers for
 * all of them, image i has numbers {@code i * D .. i * D + D - 1} of the stream of its epoch.
 * Immutable.
 */
public final class Augmentation {
  /** Changes nothing. */
  public static final Augmentation NONE = new Augmentation(List.of(), List.of(), null);

  private final List<ImageTransform> pixels;
  private final List<TensorTransform> tensors;
  private final @Nullable Mixup mixup;
  private final int draws;

  private Augmentation(
      List<ImageTransform> pixels, List<TensorTransform> tensors, @Nullable Mixup mixup) {
    this.pixels = List.copyOf(pixels);
    this.tensors = List.copyOf(tensors);
    this.mixup = mixup;
    this.draws =
        pixels.stream().mapToInt(ImageTransform::draws).sum()
            + tensors.stream().mapToInt(TensorTransform::draws).sum();
  }

  /** Returns the augmentation of these transforms, one after the other. */
  public static Augmentation of(ImageTransform... transforms) {
    return new Augmentation(List.of(transforms), List.of(), null);
  }

  /** The usual one of small images: a random crop with 4 zeros of padding, then a flip. */
  public static Augmentation cropAndFlip() {
    return of(new RandomCrop(4), new HorizontalFlip());
  }

  /**
   * Reads an augmentation by names, such as {@code "crop4,flip,cutout8"}; {@code "none"} for none.
   *
   * @throws DataException if a word is none of the names, which it lists
   */
  public static Augmentation parse(String names) {
    return AugmentationNames.parse(names);
  }

  /** Returns this with one more transform of pixels, after the others. */
  public Augmentation then(ImageTransform transform) {
    return new Augmentation(
        Stream.concat(pixels.stream(), Stream.of(transform)).toList(), tensors, mixup);
  }

  /** Returns this with one more transform of normalized values, after the others. */
  public Augmentation then(TensorTransform transform) {
    return new Augmentation(
        pixels, Stream.concat(tensors.stream(), Stream.of(transform)).toList(), mixup);
  }

  /** Returns this with samples mixed at the end. */
  public Augmentation then(Mixup mixing) {
    return new Augmentation(pixels, tensors, mixing);
  }

  /** Whether it changes nothing. */
  public boolean isNone() {
    return pixels.isEmpty() && tensors.isEmpty() && mixup == null;
  }

  /** Whether its results have a size of their own, so that it takes images of any size. */
  public boolean fixesSize() {
    return pixels.stream().anyMatch(ImageTransform::fixesSize);
  }

  /** Returns how samples are mixed; null if they are not. */
  public @Nullable Mixup mixup() {
    return mixup;
  }

  /**
   * Augments, normalizes and writes an image.
   *
   * @param shape the size that the result must have
   * @param random the stream of the epoch
   * @param sample the number of the image
   * @param out modified: {@code shape.size()} elements from {@code at} on
   * @throws DataException if the transforms give another size
   */
  public void write(
      Image image,
      ImageShape shape,
      Normalization normalization,
      CounterRandom random,
      long sample,
      float[] out,
      int at) {
    long first = sample * draws;
    Image changed = image;
    for (ImageTransform transform : pixels) {
      changed = transform.apply(changed, new Draws(random, first));
      first += transform.draws();
    }
    if (!changed.shape().equals(shape)) {
      throw new DataException(
          "augmentation " + this,
          DataException.Problem.WRONG_SIZE,
          "images of " + shape,
          "images of " + changed.shape(),
          "End with a transform that gives this size.");
    }
    normalization.apply(changed.values(), out, at);
    for (TensorTransform transform : tensors) {
      transform.apply(out, at, shape, new Draws(random, first));
      first += transform.draws();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Augmentation a
        && pixels.equals(a.pixels)
        && tensors.equals(a.tensors)
        && Objects.equals(mixup, a.mixup);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pixels, tensors, mixup);
  }

  /** Returns the names that {@link #parse} reads. */
  @Override
  public String toString() {
    List<Object> all = new ArrayList<>(pixels);
    all.addAll(tensors);
    if (mixup != null) {
      all.add(mixup);
    }
    return all.isEmpty()
        ? "none"
        : all.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
