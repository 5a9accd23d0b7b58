package org.modaj.data.transform;

import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/**
 * The mirror image, left and right exchanged, with some probability.
 *
 * @param probability above 0, at most 1
 */
public record HorizontalFlip(double probability) implements ImageTransform {
  private static final double USUAL = 0.5;

  /**
   * Checks the probability.
   *
   * @throws org.modaj.data.DataException if it is out of range
   */
  public HorizontalFlip {
    TransformCheck.require(
        probability > 0 && probability <= 1,
        "flip",
        "a probability above 0, at most 1",
        probability);
  }

  /** Flips every other image. */
  public HorizontalFlip() {
    this(USUAL);
  }

  @Override
  public int draws() {
    return 1;
  }

  @Override
  public Image apply(Image image, Draws draws) {
    return draws.chance(probability, 0) ? mirror(image) : image;
  }

  private static Image mirror(Image image) {
    ImageShape shape = image.shape();
    int channels = shape.channels();
    byte[] in = image.values();
    byte[] out = new byte[in.length];
    for (int y = 0; y < shape.height(); y++) {
      int row = y * shape.width();
      for (int x = 0; x < shape.width(); x++) {
        int from = (row + x) * channels;
        int to = (row + shape.width() - 1 - x) * channels;
        for (int c = 0; c < channels; c++) {
          out[to + c] = in[from + c];
        }
      }
    }
    return new Image(shape, out);
  }

  @Override
  public String toString() {
    return probability == USUAL ? "flip" : "flip" + probability;
  }
}
