package org.modaj.engine.ops;

import java.util.Locale;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.ImageTaps;

/**
 * Rows and columns around NHWC images. The gradient of a border pixel goes to the pixel it repeats;
 * that of a constant goes nowhere.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n, top + h + bottom, left + w + right, c]}.
 */
public final class Pad2d {
  private Pad2d() {}

  /** What the border consists of, for an axis {@code a b c d} padded by two on both sides. */
  public enum Mode {
    /** {@code v v a b c d v v}. */
    CONSTANT,
    /** {@code c b a b c d c b}; less padding than pixels. */
    REFLECT,
    /** {@code a a a b c d d d}. */
    REPLICATE,
    /** {@code c d a b c d a b}; no more padding than pixels. */
    CIRCULAR
  }

  /**
   * Pixels added on each side, all at least 0.
   *
   * @param left columns in front
   * @param right columns after
   * @param top rows above
   * @param bottom rows below
   */
  public record Sides(int left, int right, int top, int bottom) {
    /** Checks the ranges. */
    public Sides {
      if (Math.min(Math.min(left, right), Math.min(top, bottom)) < 0) {
        throw new ShapeException(
            "pad",
            null,
            "padding of at least 0",
            "left " + left + ", right " + right + ", top " + top + ", bottom " + bottom,
            "Cut with a slice.");
      }
    }

    /** The same on all sides. */
    public static Sides all(int pixels) {
      return new Sides(pixels, pixels, pixels, pixels);
    }
  }

  /**
   * Pads.
   *
   * @param value what a constant border has; not used by the other modes
   * @throws ShapeException when the input is no image, or is too small for the mode's border
   */
  public static Tensor apply(Tensor x, Mode mode, Sides sides, float value) {
    Shape shape = x.shape();
    if (shape.rank() != 4) {
      throw new ShapeException("pad", null, "[n, height, width, channels]", "input " + shape, null);
    }
    int most = Math.max(sides.top(), sides.bottom());
    check(mode, shape, "height", shape.dim(1), most);
    check(mode, shape, "width", shape.dim(2), Math.max(sides.left(), sides.right()));
    return new ImageTaps(
            axis(mode, shape.dim(1), sides.top(), sides.bottom()),
            axis(mode, shape.dim(2), sides.left(), sides.right()),
            value)
        .apply("pad", x);
  }

  private static void check(Mode mode, Shape shape, String side, int size, int most) {
    int needed =
        switch (mode) {
          case CONSTANT -> 0;
          case REFLECT -> most == 0 ? 0 : most + 1;
          case REPLICATE -> most == 0 ? 0 : 1;
          case CIRCULAR -> most;
        };
    if (size < needed) {
      throw new ShapeException(
          "pad",
          null,
          "a "
              + side
              + " of at least "
              + needed
              + " for "
              + most
              + " pixels of the mode "
              + mode.name().toLowerCase(Locale.ROOT),
          "input " + shape,
          null);
    }
  }

  private static ImageTaps.Axis axis(Mode mode, int size, int before, int after) {
    int[] sources = new int[before + size + after];
    for (int o = 0; o < sources.length; o++) {
      sources[o] = source(mode, size, o - before);
    }
    return ImageTaps.Axis.copies(size, sources);
  }

  private static int source(Mode mode, int size, int at) {
    if (at >= 0 && at < size) {
      return at;
    }
    return switch (mode) {
      case CONSTANT -> -1;
      case REFLECT -> at < 0 ? -at : 2 * (size - 1) - at;
      case REPLICATE -> at < 0 ? 0 : size - 1;
      case CIRCULAR -> at < 0 ? at + size : at - size;
    };
  }
}
