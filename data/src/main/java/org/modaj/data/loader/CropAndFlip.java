package org.modaj.data.loader;

import java.util.Arrays;
import org.modaj.data.ImageShape;
import org.modaj.engine.random.CounterRandom;

/**
 * The usual augmentation of small images: a random crop of the original size out of the image
 * padded with zeros, then a mirror image (left and right exchanged) with probability one half.
 *
 * <p>It works on pixel values, so padding is black before any normalization. Krizhevsky (2009); He
 * et al. (2016), section 4.2.
 */
final class CropAndFlip {
  /** Zeros added on each side. */
  static final int PADDING = 4;

  private static final int DRAWS = 3;

  private final ImageShape shape;
  private final int rowBytes;

  CropAndFlip(ImageShape shape) {
    this.shape = shape;
    this.rowBytes = shape.width() * shape.channels();
  }

  /**
   * Augments an image.
   *
   * @param image not modified
   * @param out modified; another array than {@code image}
   * @param random the stream of the epoch
   * @param sample the number of the image in its data set: what is drawn depends on it and the
   *     stream only
   */
  void apply(byte[] image, byte[] out, CounterRandom random, long sample) {
    long draw = sample * DRAWS;
    int down = random.below(2 * PADDING + 1, draw) - PADDING;
    int right = random.below(2 * PADDING + 1, draw + 1) - PADDING;
    crop(image, out, down, right);
    if (random.below(2, draw + 2) == 1) {
      mirror(out);
    }
  }

  /** Sets pixel (y, x) of {@code out} to pixel (y + down, x + right) of the image, or to zeros. */
  private void crop(byte[] image, byte[] out, int down, int right) {
    int shift = right * shape.channels();
    int from = Math.clamp(-shift, 0, rowBytes);
    int to = Math.clamp(rowBytes - shift, 0, rowBytes);
    for (int y = 0; y < shape.height(); y++) {
      int row = y * rowBytes;
      int sourceY = y + down;
      if (sourceY < 0 || sourceY >= shape.height() || from >= to) {
        Arrays.fill(out, row, row + rowBytes, (byte) 0);
      } else {
        Arrays.fill(out, row, row + from, (byte) 0);
        System.arraycopy(image, sourceY * rowBytes + from + shift, out, row + from, to - from);
        Arrays.fill(out, row + to, row + rowBytes, (byte) 0);
      }
    }
  }

  private void mirror(byte[] image) {
    int channels = shape.channels();
    for (int row = 0; row < image.length; row += rowBytes) {
      int left = row;
      int right = row + rowBytes - channels;
      while (left < right) {
        for (int c = 0; c < channels; c++) {
          byte moved = image[left + c];
          image[left + c] = image[right + c];
          image[right + c] = moved;
        }
        left += channels;
        right -= channels;
      }
    }
  }
}
