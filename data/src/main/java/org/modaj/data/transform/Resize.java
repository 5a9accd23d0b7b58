package org.modaj.data.transform;

import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/**
 * An image in another size: bilinear, antialiased when it becomes smaller, with the values that
 * Pillow's {@code resize(BILINEAR)} gives (and so torchvision's {@code Resize} of an image).
 *
 * <p>Each output value is a mean of input values, weighted by a triangle as wide as the scale; rows
 * first, then columns, each rounded to a byte. All sums are in integers.
 *
 * @param height rows of the result, at least 1
 * @param width its columns, at least 1
 */
public record Resize(int height, int width) implements ImageTransform {
  /** Fraction bits of weights: 8 bits of value and 2 for sums above one leave 22 of 32. */
  private static final int BITS = 22;

  private static final int ONE = 1 << BITS;

  /**
   * Checks the size.
   *
   * @throws org.modaj.data.DataException if it is not positive
   */
  public Resize {
    TransformCheck.require(
        height >= 1 && width >= 1, "resize", "a size of at least 1x1", height + "x" + width);
  }

  /**
   * Resizes so that the shorter side has a length; the other keeps the proportion, rounded down.
   * torchvision's {@code Resize(size)}.
   *
   * @param size at least 1
   */
  public static ImageTransform shorterSide(int size) {
    return new ShorterSide(size);
  }

  private record ShorterSide(int size) implements ImageTransform {
    ShorterSide {
      TransformCheck.require(size >= 1, "resize", "a size of at least 1", size);
    }

    @Override
    public Image apply(Image image, Draws draws) {
      long h = image.shape().height();
      long w = image.shape().width();
      return h <= w
          ? new Resize(size, (int) Math.min(Integer.MAX_VALUE, size * w / h)).apply(image)
          : new Resize((int) Math.min(Integer.MAX_VALUE, size * h / w), size).apply(image);
    }

    @Override
    public String toString() {
      return "resize" + size;
    }
  }

  @Override
  public boolean fixesSize() {
    return true;
  }

  @Override
  public Image apply(Image image, Draws draws) {
    return apply(image);
  }

  /** Returns the image in the other size. */
  public Image apply(Image image) {
    ImageShape shape = image.shape();
    byte[] rows = image.values();
    if (shape.width() != width) {
      rows = resample(rows, shape.height(), shape.width(), width, shape.channels());
    }
    if (shape.height() != height) {
      rows = resample(rows, 1, shape.height(), height, width * shape.channels());
    }
    return new Image(new ImageShape(height, width, shape.channels()), rows);
  }

  /**
   * Resamples the middle axis of {@code [outer, from, inner]}.
   *
   * @return {@code [outer, to, inner]}
   */
  private static byte[] resample(byte[] in, int outer, int from, int to, int inner) {
    double scale = (double) from / to;
    double support = Math.max(scale, 1);
    byte[] out = new byte[new ImageShape(outer, to, inner).size()];
    int[] weights = new int[(int) Math.ceil(support) * 2 + 1];
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      int first = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(from, (int) (center + support + 0.5));
      weigh(weights, first, end, center, support);
      for (int o = 0; o < outer; o++) {
        int row = o * from * inner;
        int place = (o * to + i) * inner;
        for (int k = 0; k < inner; k++) {
          int sum = ONE >> 1;
          for (int p = first; p < end; p++) {
            sum += (in[row + p * inner + k] & 0xFF) * weights[p - first];
          }
          out[place + k] = (byte) Math.clamp(sum >> BITS, 0, 255);
        }
      }
    }
    return out;
  }

  /** Sets the weights of inputs {@code first .. end - 1}, together one. */
  private static void weigh(int[] weights, int first, int end, double center, double support) {
    double sum = 0;
    for (int p = first; p < end; p++) {
      sum += triangle((p - center + 0.5) * (1 / support));
    }
    for (int p = first; p < end; p++) {
      double share = triangle((p - center + 0.5) * (1 / support)) * (sum != 0 ? 1 / sum : 1);
      weights[p - first] = (int) (0.5 + share * ONE);
    }
  }

  private static double triangle(double x) {
    double distance = Math.abs(x);
    return distance < 1 ? 1 - distance : 0;
  }

  @Override
  public String toString() {
    return "resize" + height + "x" + width;
  }
}
