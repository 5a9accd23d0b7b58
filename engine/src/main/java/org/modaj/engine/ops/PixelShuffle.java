package org.modaj.engine.ops;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Channels of NHWC images as pixels of a larger one (Shi et al. 2016), {@code y[n, y·r + i, x·r +
 * j, c] = x[n, y, x, c·r² + i·r + j]}, and back. The gradients are the other direction.
 *
 * <p>Shapes: {@code [n, h, w, c·r²]} and {@code [n, h·r, w·r, c]}.
 */
public final class PixelShuffle {
  private PixelShuffle() {}

  /**
   * Makes pixels of channels.
   *
   * @param factor r, at least 1
   * @throws ShapeException when the input is no image or r² does not divide its channels
   */
  public static Tensor apply(Tensor x, int factor) {
    Shape s = x.shape();
    if (s.rank() != 4 || factor < 1 || s.dim(3) % Math.multiplyExact(factor, factor) != 0) {
      throw new ShapeException(
          "pixel shuffle",
          null,
          "[n, height, width, channels] whose channels the square of the factor "
              + factor
              + " divides",
          "input " + s,
          null);
    }
    int channels = s.dim(3) / (factor * factor);
    Tensor split =
        Reshape.apply(x, Shape.of(s.dim(0), s.dim(1), s.dim(2), channels, factor, factor));
    return Reshape.apply(
        Permute.apply(split, 0, 1, 4, 2, 5, 3),
        Shape.of(s.dim(0), s.dim(1) * factor, s.dim(2) * factor, channels));
  }

  /**
   * Makes channels of pixels.
   *
   * @param factor r, at least 1
   * @throws ShapeException when the input is no image or r does not divide its height and width
   */
  public static Tensor inverse(Tensor x, int factor) {
    Shape s = x.shape();
    if (s.rank() != 4 || factor < 1 || s.dim(1) % factor != 0 || s.dim(2) % factor != 0) {
      throw new ShapeException(
          "pixel unshuffle",
          null,
          "[n, height, width, channels] whose height and width the factor " + factor + " divides",
          "input " + s,
          null);
    }
    int height = s.dim(1) / factor;
    int width = s.dim(2) / factor;
    Tensor split = Reshape.apply(x, Shape.of(s.dim(0), height, factor, width, factor, s.dim(3)));
    return Reshape.apply(
        Permute.apply(split, 0, 1, 3, 5, 2, 4),
        Shape.of(s.dim(0), height, width, s.dim(3) * factor * factor));
  }
}
