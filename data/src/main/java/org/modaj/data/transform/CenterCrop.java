package org.modaj.data.transform;

import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/**
 * The middle of an image. Where it is larger than the image, zeros surround it.
 *
 * <p>Like torchvision's {@code CenterCrop}: the first row is half the rows left over, rounded to
 * the nearest, halves to even; what is missing is padded above with the smaller half.
 *
 * @param height rows of the crop, at least 1
 * @param width its columns, at least 1
 */
public record CenterCrop(int height, int width) implements ImageTransform {
  /**
   * Checks the size.
   *
   * @throws org.modaj.data.DataException if it is not positive
   */
  public CenterCrop {
    TransformCheck.require(
        height >= 1 && width >= 1, "center crop", "a size of at least 1x1", height + "x" + width);
  }

  /**
   * The usual preparation of photographs for measuring: the shorter side becomes 8/7 of a size, and
   * the middle of that size is taken.
   *
   * @param size side of the result, at least 1
   */
  public static ImageTransform ofResized(int size) {
    ImageTransform resize = Resize.shorterSide(Math.ceilDiv(size * 8, 7));
    CenterCrop middle = new CenterCrop(size, size);
    return new ImageTransform() {
      @Override
      public boolean fixesSize() {
        return true;
      }

      @Override
      public Image apply(Image image, Draws draws) {
        return middle.apply(resize.apply(image, draws));
      }

      @Override
      public String toString() {
        return resize + "," + middle;
      }
    };
  }

  @Override
  public boolean fixesSize() {
    return true;
  }

  @Override
  public Image apply(Image image, Draws draws) {
    return apply(image);
  }

  /** Returns the middle of an image. */
  public Image apply(Image image) {
    ImageShape shape = image.shape();
    return crop(image, start(shape.height(), height), start(shape.width(), width), height, width);
  }

  private static int start(int actual, int wanted) {
    return actual >= wanted ? (int) Math.rint((actual - wanted) / 2.0) : -((wanted - actual) / 2);
  }

  /** Returns a part of an image; zeros where it lies outside. */
  static Image crop(Image image, int top, int left, int height, int width) {
    ImageShape shape = image.shape();
    int channels = shape.channels();
    ImageShape cropped = new ImageShape(height, width, channels);
    byte[] out = new byte[cropped.size()];
    int from = Math.max(0, left);
    int to = Math.min(shape.width(), left + width);
    for (int y = 0; y < height; y++) {
      int source = top + y;
      if (source >= 0 && source < shape.height() && from < to) {
        System.arraycopy(
            image.values(),
            (source * shape.width() + from) * channels,
            out,
            (y * width + from - left) * channels,
            (to - from) * channels);
      }
    }
    return new Image(cropped, out);
  }

  @Override
  public String toString() {
    return "center" + height + "x" + width;
  }
}
