package org.modaj.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;

/** Labelled images of one shape, held in memory as unsigned bytes. */
public final class ImageDataset extends LabelledDataset<ImageDataset> {
  private static final String SAMPLE = "image";

  private final ImageShape shape;
  private final byte[] pixels;
  private final Normalization normalization;

  /** Image i of this data set is image {@code rows[i]} of {@code pixels}. */
  private final int[] rows;

  private ImageDataset(
      String name,
      ImageShape shape,
      byte[] pixels,
      int[] rows,
      int[] labels,
      List<String> classNames,
      Normalization normalization) {
    super(name, SAMPLE, labels, classNames);
    this.shape = shape;
    this.pixels = pixels;
    this.rows = rows;
    this.normalization = normalization;
  }

  /**
   * Returns a data set over these pixels.
   *
   * @param name what results call it, for instance {@code "cifar10/train"}
   * @param pixels NHWC; not copied, so it must not be modified afterwards
   * @param labels the class of each image, 0 .. {@code classNames.size() - 1}
   * @param classNames distinct names in label order
   * @param normalization the usual one for these images
   * @throws DataException if there is no image, a size does not fit, or a label is out of range
   */
  public static ImageDataset of(
      String name,
      ImageShape shape,
      byte[] pixels,
      int[] labels,
      List<String> classNames,
      Normalization normalization) {
    check(name, SAMPLE, labels, classNames);
    long needed = (long) labels.length * shape.size();
    if (pixels.length != needed) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          needed + " bytes (" + labels.length + " images of " + shape + ")",
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
    return new ImageDataset(
        name,
        shape,
        pixels,
        IntStream.range(0, labels.length).toArray(),
        labels.clone(),
        List.copyOf(classNames),
        normalization);
  }

  /** Returns the shape of every image. */
  public ImageShape shape() {
    return shape;
  }

  /** Returns the normalization networks are to be fed with. */
  public Normalization normalization() {
    return normalization;
  }

  /**
   * Copies an image.
   *
   * @param out modified: the first {@code shape().size()} elements become the image, HWC
   */
  public void copyImage(int index, byte[] out) {
    System.arraycopy(pixels, rows[index] * shape.size(), out, 0, shape.size());
  }

  @Override
  Object values() {
    return pixels;
  }

  @Override
  long valueBytes() {
    return pixels.length;
  }

  @Override
  ImageDataset part(String partName, int[] indices, int[] partLabels, List<String> names) {
    int[] partRows = Arrays.stream(indices).map(i -> rows[i]).toArray();
    return new ImageDataset(partName, shape, pixels, partRows, partLabels, names, normalization);
  }

  @Override
  void digest(MessageDigest digest) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (5 + size()));
    head.putInt(size()).putInt(shape.height()).putInt(shape.width()).putInt(shape.channels());
    head.putInt(classes());
    for (int i = 0; i < size(); i++) {
      head.putInt(label(i));
    }
    digest.update(head.array());
    for (int row : rows) {
      digest.update(pixels, row * shape.size(), shape.size());
    }
  }

  @Override
  public String toString() {
    return name() + ": " + size() + " images of " + shape + ", " + classes() + " classes";
  }
}
