package org.modaj.data;

/**
 * The size of an image; its bytes are stored row by row, the channels of a pixel together (HWC).
 *
 * @param height rows, at least 1
 * @param width pixels in a row, at least 1
 * @param channels values in a pixel, at least 1
 */
public record ImageShape(int height, int width, int channels) {

  /**
   * Checks the three sizes.
   *
   * @throws DataException if one is not positive, or an image would have 2^31 values or more
   */
  public ImageShape {
    boolean positive = height >= 1 && width >= 1 && channels >= 1;
    if (!positive || (long) height * width > Integer.MAX_VALUE / channels) {
      throw new DataException(
          "image shape",
          DataException.Problem.BAD_ARGUMENT,
          "height, width and channels of at least 1, together below 2^31",
          height + "x" + width + "x" + channels,
          "");
    }
  }

  /** Returns the number of values in an image. */
  public int size() {
    return height * width * channels;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
