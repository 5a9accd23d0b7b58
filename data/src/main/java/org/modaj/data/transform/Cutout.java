package org.modaj.data.transform;

import java.util.Arrays;
import org.modaj.data.ImageShape;

/**
 * A square of zeros, the mean colour after normalization, at a random place; its middle is anywhere
 * in the image, so that a part of it may lie outside (DeVries and Taylor 2017).
 *
 * @param size the side of the square, at least 1
 */
public record Cutout(int size) implements TensorTransform {
  /**
   * Checks the size.
   *
   * @throws org.modaj.data.DataException if it is not positive
   */
  public Cutout {
    TransformCheck.require(size >= 1, "cutout", "a size of at least 1", size);
  }

  @Override
  public int draws() {
    return 2;
  }

  @Override
  public void apply(float[] values, int at, ImageShape shape, Draws draws) {
    int y = draws.below(shape.height(), 0);
    int x = draws.below(shape.width(), 1);
    int top = Math.max(0, y - size / 2);
    int bottom = (int) Math.min(shape.height(), (long) y - size / 2 + size);
    int left = Math.max(0, x - size / 2);
    int right = (int) Math.min(shape.width(), (long) x - size / 2 + size);
    for (int row = top; row < bottom; row++) {
      int from = at + (row * shape.width() + left) * shape.channels();
      Arrays.fill(values, from, from + (right - left) * shape.channels(), 0);
    }
  }

  @Override
  public String toString() {
    return "cutout" + size;
  }
}
