package org.modaj.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.Resize;
import org.modaj.engine.random.CounterRandom;

/** Images of one shape, held in memory as unsigned bytes. */
public final class ImageSamples implements Samples {
  private final ImageShape shape;
  private final byte[] pixels;
  private final Normalization normalization;

  /** Image i is image {@code rows[i]} of {@code pixels}. */
  private final int[] rows;

  private ImageSamples(ImageShape shape, byte[] pixels, int[] rows, Normalization normalization) {
    this.shape = shape;
    this.pixels = pixels;
    this.rows = rows;
    this.normalization = normalization;
  }

  /**
   * Returns images over these pixels.
   *
   * @param name what messages call them
   * @param pixels NHWC; not copied, so it must not be modified afterwards
   * @param normalization the usual one for these images
   * @throws DataException if there is no image, or a size does not fit
   */
  public static ImageSamples of(
      String name, ImageShape shape, byte[] pixels, Normalization normalization) {
    if (pixels.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one image", "none", "");
    }
    if (pixels.length % shape.size() != 0) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          "whole images of " + shape + ", " + shape.size() + " bytes each",
          pixels.length + " bytes",
          "");
    }
    if (normalization.channels() != shape.channels()) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          "a normalization for " + shape.channels() + " channels",
          normalization.channels() + " channels",
          "");
    }
    int[] rows = IntStream.range(0, pixels.length / shape.size()).toArray();
    return new ImageSamples(shape, pixels, rows, normalization);
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public int size() {
    return rows.length;
  }

  /** Returns the shape of every image. */
  public ImageShape imageShape() {
    return shape;
  }

  @Override
  public int[] shape() {
    return new int[] {shape.height(), shape.width(), shape.channels()};
  }

  @Override
  public Samples scaledAs(Scaling scaling) {
    return scaling instanceof Normalization own ? with(own) : Samples.super.scaledAs(scaling);
  }

  @Override
  public Normalization scaling() {
    return normalization;
  }

  /** Returns the same images with another normalization for the same number of channels. */
  public ImageSamples with(Normalization other) {
    if (other.channels() != shape.channels()) {
      throw new DataException(
          "normalization",
          Problem.WRONG_SIZE,
          shape.channels() + " channels",
          other.channels() + " channels",
          "");
    }
    return new ImageSamples(shape, pixels, rows, other);
  }

  /** Returns image {@code index} as it is stored; a copy. */
  public Image image(int index) {
    int from = rows[index] * shape.size();
    return new Image(shape, Arrays.copyOfRange(pixels, from, from + shape.size()));
  }

  /**
   * Returns the images in another size, resized once.
   *
   * @throws DataException if they would need 2^31 bytes or more
   */
  public ImageSamples resized(int height, int width) {
    ImageShape other = new ImageShape(height, width, shape.channels());
    long bytes = (long) size() * other.size();
    if (bytes > Integer.MAX_VALUE) {
      throw new DataException(
          "images",
          Problem.TOO_LARGE,
          "fewer than 2^31 bytes of resized images",
          bytes + " bytes (" + size() + " images of " + other + ")",
          "Take a smaller size or fewer images.");
    }
    byte[] resized = new byte[(int) bytes];
    Resize resize = new Resize(height, width);
    IntStream.range(0, size())
        .parallel()
        .forEach(i ->
            System.arraycopy(
                resize.apply(image(i)).values(), 0, resized, i * other.size(), other.size()));
    return new ImageSamples(other, resized, IntStream.range(0, size()).toArray(), normalization);
  }

  @Override
  public ImageSamples part(int[] indices) {
    int[] part = Arrays.stream(indices).map(i -> rows[i]).toArray();
    return new ImageSamples(shape, pixels, part, normalization);
  }

  @Override
  public SampleWriter writer(Augmentation augmentation, CounterRandom draws) {
    if (augmentation.isNone()) {
      return (sample, out, at) -> {
        normalization.apply(pixels, rows[sample] * shape.size(), shape.size(), out, at);
        return 0;
      };
    }
    return (sample, out, at) -> {
      augmentation.write(image(sample), shape, normalization, draws, sample, out, at);
      return 0;
    };
  }

  @Override
  public void digest(MessageDigest digest, int classes, int[] labels) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (5 + labels.length));
    head.putInt(size()).putInt(shape.height()).putInt(shape.width()).putInt(shape.channels());
    head.putInt(classes);
    for (int label : labels) {
      head.putInt(label);
    }
    digest.update(head.array());
    for (int row : rows) {
      digest.update(pixels, row * shape.size(), shape.size());
    }
  }

  @Override
  public Object memory() {
    return pixels;
  }

  @Override
  public long bytes() {
    return pixels.length;
  }

  @Override
  public String describe() {
    return size() + " images of " + shape;
  }
}
