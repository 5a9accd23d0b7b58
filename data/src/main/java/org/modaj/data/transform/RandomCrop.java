package org.modaj.data.transform;

import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/**
 * A crop of the original size at a random place of the image padded with zeros.
 *
 * <p>It works on pixel values, so padding is black before any normalization. Krizhevsky (2009); He
 * et al. (2016), section 4.2; torchvision's {@code RandomCrop(size, padding)}.
 *
 * @param padding zeros added on each side, 1 .. 1,000
 */
public record RandomCrop(int padding) implements ImageTransform {
  private static final int MOST = 1000;

  /**
   * Checks the padding.
   *
   * @throws org.modaj.data.DataException if it is out of range
   */
  public RandomCrop {
    TransformCheck.require(
        padding >= 1 && padding <= MOST, "random crop", "a padding of 1 .. 1000", padding);
  }

  @Override
  public int draws() {
    return 2;
  }

  @Override
  public Image apply(Image image, Draws draws) {
    int down = draws.below(2 * padding + 1, 0) - padding;
    int right = draws.below(2 * padding + 1, 1) - padding;
    return shift(image, down, right);
  }

  /** Returns the image whose pixel (y, x) is pixel (y + down, x + right) of another, or zeros. */
  private static Image shift(Image image, int down, int right) {
    ImageShape shape = image.shape();
    int rowBytes = shape.width() * shape.channels();
    int offset = right * shape.channels();
    int from = Math.clamp(-offset, 0, rowBytes);
    int to = Math.clamp(rowBytes - offset, 0, rowBytes);
    byte[] out = new byte[shape.size()];
    for (int y = 0; y < shape.height(); y++) {
      int sourceY = y + down;
      if (sourceY >= 0 && sourceY < shape.height() && from < to) {
        int row = y * rowBytes;
        int source = sourceY * rowBytes + from + offset;
        System.arraycopy(image.values(), source, out, row + from, to - from);
      }
    }
    return new Image(shape, out);
  }

  @Override
  public String toString() {
    return "crop" + padding;
  }
}
