package org.modaj.data.transform;

import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/**
 * A part of random area, proportion and place, resized: torchvision's {@code RandomResizedCrop}
 * with its usual 8 to 100 % of the area and proportions of 3:4 to 4:3 (Szegedy et al. 2015).
 *
 * @param height rows of the result, at least 1
 * @param width its columns, at least 1
 * @param least the least share of the area, above 0 and at most 1
 */
public record RandomResizedCrop(int height, int width, double least) implements ImageTransform {
  private static final int TRIES = 10;
  private static final int DRAWS_OF_A_TRY = 4;
  private static final double NARROWEST = 3.0 / 4;
  private static final double WIDEST = 4.0 / 3;
  private static final double USUAL = 0.08;

  /**
   * Checks the settings.
   *
   * @throws org.modaj.data.DataException if one is out of range
   */
  public RandomResizedCrop {
    TransformCheck.require(
        height >= 1 && width >= 1,
        "random resized crop",
        "a size of at least 1x1",
        height + "x" + width);
    TransformCheck.require(
        least > 0 && least <= 1,
        "random resized crop",
        "a least share of the area above 0, at most 1",
        least);
  }

  /** Takes at least 8 % of the area, for a square result. */
  public RandomResizedCrop(int size) {
    this(size, size, USUAL);
  }

  @Override
  public int draws() {
    return TRIES * DRAWS_OF_A_TRY;
  }

  @Override
  public boolean fixesSize() {
    return true;
  }

  @Override
  public Image apply(Image image, Draws draws) {
    ImageShape shape = image.shape();
    double area = (double) shape.height() * shape.width();
    double logNarrowest = StrictMath.log(NARROWEST);
    double logWidest = StrictMath.log(WIDEST);
    Resize resize = new Resize(height, width);
    for (int k = 0; k < draws(); k += DRAWS_OF_A_TRY) {
      double part = area * draws.between(least, 1, k);
      double ratio = StrictMath.exp(draws.between(logNarrowest, logWidest, k + 1));
      int w = (int) Math.rint(Math.sqrt(part * ratio));
      int h = (int) Math.rint(Math.sqrt(part / ratio));
      if (w > 0 && w <= shape.width() && h > 0 && h <= shape.height()) {
        int top = draws.below(shape.height() - h + 1, k + 2);
        int left = draws.below(shape.width() - w + 1, k + 3);
        return resize.apply(CenterCrop.crop(image, top, left, h, w));
      }
    }
    return resize.apply(middle(image));
  }

  /** The largest part in the middle whose proportion is allowed. */
  private static Image middle(Image image) {
    int w = image.shape().width();
    int h = image.shape().height();
    double ratio = (double) w / h;
    if (ratio < NARROWEST) {
      h = Math.max(1, (int) Math.rint(w / NARROWEST));
    } else if (ratio > WIDEST) {
      w = Math.max(1, (int) Math.rint(h * WIDEST));
    }
    int top = (image.shape().height() - h) / 2;
    int left = (image.shape().width() - w) / 2;
    return CenterCrop.crop(image, top, left, h, w);
  }

  @Override
  public String toString() {
    String size = height == width ? "" + height : height + "x" + width;
    return "resizedcrop" + size + (least == USUAL ? "" : ":" + least);
  }
}
