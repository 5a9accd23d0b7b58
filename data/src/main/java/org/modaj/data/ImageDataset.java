package org.modaj.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;
import org.modaj.engine.random.CounterRandom;

/**
 * Labelled images of one shape, held in memory as unsigned bytes.
 *
 * <p>Immutable. Parts of a data set ({@link #take}, {@link #subset}, {@link #split}) share its
 * pixels and keep its class names and label numbers.
 */
public final class ImageDataset {
  private static final double ROUNDING_SLACK = 1e-9;

  private final String name;
  private final ImageShape shape;
  private final byte[] pixels;
  private final int[] labels;
  private final List<String> classNames;
  private final Normalization normalization;

  /** Image i of this data set is image {@code rows[i]} of {@code pixels}. */
  private final int[] rows;

  private String checksum;

  private ImageDataset(
      String name,
      ImageShape shape,
      byte[] pixels,
      int[] rows,
      int[] labels,
      List<String> classNames,
      Normalization normalization) {
    this.name = name;
    this.shape = shape;
    this.pixels = pixels;
    this.rows = rows;
    this.labels = labels;
    this.classNames = classNames;
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
    if (labels.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one image", "none", "");
    }
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
    if (classNames.isEmpty() || new HashSet<>(classNames).size() != classNames.size()) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "distinct class names", classNames.toString(), "");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new DataException(
            name,
            Problem.BAD_LABEL,
            "labels 0 .. " + (classNames.size() - 1),
            labels[i] + " at image " + i,
            "");
      }
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

  /** Returns what results call it. */
  public String name() {
    return name;
  }

  /** Returns the number of images, at least 1. */
  public int size() {
    return rows.length;
  }

  /** Returns the shape of every image. */
  public ImageShape shape() {
    return shape;
  }

  /** Returns the number of classes, with or without images here. */
  public int classes() {
    return classNames.size();
  }

  /** Returns the names of the classes, in label order. */
  public List<String> classNames() {
    return classNames;
  }

  /** Returns the normalization networks are to be fed with. */
  public Normalization normalization() {
    return normalization;
  }

  /** Returns the class of image {@code index}. */
  public int label(int index) {
    return labels[index];
  }

  /** Returns the number of images of each class. */
  public int[] classCounts() {
    int[] counts = new int[classes()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * Copies an image.
   *
   * @param out modified: the first {@code shape().size()} elements become the image, HWC
   */
  public void copyImage(int index, byte[] out) {
    System.arraycopy(pixels, rows[index] * shape.size(), out, 0, shape.size());
  }

  /**
   * Returns the first {@code count} images.
   *
   * @throws DataException if {@code count} is not 1 .. size
   */
  public ImageDataset take(int count) {
    if (count < 1 || count > size()) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a number of images 1 .. " + size(), "" + count, "");
    }
    return part(name + "[first " + count + "]", IntStream.range(0, count).toArray());
  }

  /**
   * Returns the images of some classes, in their order here, with their labels as they are.
   *
   * @param classes at least one; order and repetition do not matter
   * @throws DataException if a class is unknown or has no image
   */
  public ImageDataset subset(int... classes) {
    int[] wanted = Arrays.stream(classes).sorted().distinct().toArray();
    if (wanted.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one class", "none", "");
    }
    int[] counts = classCounts();
    for (int c : wanted) {
      if (c < 0 || c >= classes()) {
        throw new DataException(
            name,
            Problem.UNKNOWN_CLASS,
            "classes 0 .. " + (classes() - 1),
            "" + c,
            "The classes are: " + numberedClasses() + ".");
      }
      if (counts[c] == 0) {
        throw new DataException(
            name,
            Problem.CLASS_WITHOUT_IMAGES,
            "at least one image of class " + c + " (" + classNames.get(c) + ")",
            "none",
            "Take more images or leave the class out.");
      }
    }
    String list = Arrays.stream(wanted).mapToObj(String::valueOf).collect(Collectors.joining(","));
    int[] indices =
        IntStream.range(0, size())
            .filter(i -> Arrays.binarySearch(wanted, labels[i]) >= 0)
            .toArray();
    return part(name + "[classes " + list + "]", indices);
  }

  /**
   * Holds out a share of every class, chosen by {@code seed} only.
   *
   * @param fraction the share to hold out, above 0 and below 1; of each class it is rounded down,
   *     so that no class loses all its images
   * @return the rest as {@code train}, the held-out images as {@code test}; both in their order
   *     here
   * @throws DataException if the fraction is out of range, or so small that nothing is held out
   */
  public DataSplit split(double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a fraction above 0 and below 1", "" + fraction, "");
    }
    boolean[] held = new boolean[size()];
    CounterRandom random = CounterRandom.of(seed, "split");
    for (int c = 0; c < classes(); c++) {
      int label = c;
      int[] members = IntStream.range(0, size()).filter(i -> labels[i] == label).toArray();
      int count = (int) Math.floor(members.length * fraction + ROUNDING_SLACK);
      int[] order = random.child(c).permutation(members.length);
      for (int k = 0; k < Math.min(count, members.length - 1); k++) {
        held[members[order[k]]] = true;
      }
    }
    int[] test = IntStream.range(0, size()).filter(i -> held[i]).toArray();
    if (test.length == 0) {
      throw new DataException(
          name,
          Problem.BAD_ARGUMENT,
          "a fraction that holds out at least one image",
          fraction + " of " + size() + " images in " + classes() + " classes",
          "Take a larger fraction or more images.");
    }
    int[] train = IntStream.range(0, size()).filter(i -> !held[i]).toArray();
    String part = fraction + ", seed " + seed + "]";
    return new DataSplit(
        part(name + "[without " + part, train), part(name + "[only " + part, test));
  }

  /**
   * Returns the SHA-256, in hexadecimal, of the shape, the number of classes, every label and every
   * pixel, in this order; names do not count. Computed at the first call.
   */
  public synchronized String checksum() {
    if (checksum == null) {
      MessageDigest digest = sha256();
      ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (5 + size()));
      head.putInt(size()).putInt(shape.height()).putInt(shape.width()).putInt(shape.channels());
      head.putInt(classes());
      for (int label : labels) {
        head.putInt(label);
      }
      digest.update(head.array());
      for (int row : rows) {
        digest.update(pixels, row * shape.size(), shape.size());
      }
      checksum = HexFormat.of().formatHex(digest.digest());
    }
    return checksum;
  }

  @Override
  public String toString() {
    return name + ": " + size() + " images of " + shape + ", " + classes() + " classes";
  }

  private ImageDataset part(String partName, int[] indices) {
    int[] partRows = Arrays.stream(indices).map(i -> rows[i]).toArray();
    int[] partLabels = Arrays.stream(indices).map(i -> labels[i]).toArray();
    return new ImageDataset(
        partName, shape, pixels, partRows, partLabels, classNames, normalization);
  }

  private String numberedClasses() {
    return IntStream.range(0, classes())
        .mapToObj(c -> c + " " + classNames.get(c))
        .collect(Collectors.joining(", "));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
