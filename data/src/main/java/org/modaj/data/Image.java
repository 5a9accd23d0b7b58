package org.modaj.data;

/**
 * The pixels of one image.
 *
 * @param shape its size
 * @param values unsigned bytes, row by row, the channels of a pixel together (HWC); neither copied
 *     nor to be modified
 */
public record Image(ImageShape shape, byte[] values) {
  /**
   * Checks the number of values.
   *
   * @throws DataException if it is not that of the shape
   */
  public Image {
    if (values.length != shape.size()) {
      throw new DataException(
          "image",
          DataException.Problem.WRONG_SIZE,
          shape.size() + " values (" + shape + ")",
          values.length + " values",
          "");
    }
  }

  /** Returns one value, 0 .. 255. */
  public int value(int y, int x, int channel) {
    return values[(y * shape.width() + x) * shape.channels() + channel] & 0xFF;
  }
}
