package org.modaj.engine.ops;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.ImageTaps;

/**
 * NHWC images of another size, larger or smaller, as PyTorch's {@code interpolate} computes them.
 * Nearest: output row {@code i} is input row {@code floor(i·(h/oh))}, computed in float as PyTorch
 * does. Bilinear: output row {@code i} is read at {@code max(0, (i + 1/2)·h/oh - 1/2)}, or at
 * {@code i·(h - 1)/(oh - 1)} when corners are aligned, between its two neighbours by their
 * distances; columns alike. The gradient of an output goes back by the same weights. Nothing is
 * averaged where images shrink.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n,oh,ow,c]}.
 */
public final class Upsample {
  private Upsample() {}

  /** How an output is read from the input. */
  public enum Mode {
    /** The pixel at or before the position. */
    NEAREST,
    /**
     * Between four pixels, whose centers are where the centers of the areas of both sizes match.
     */
    BILINEAR,
    /** Between four pixels, the centers of the corner pixels of both sizes at the same place. */
    BILINEAR_ALIGNED_CORNERS
  }

  /**
   * Resamples.
   *
   * @param height rows of the output, at least 1
   * @param width columns of the output, at least 1
   * @throws ShapeException when the input is no image or has no pixel, or a size is less than 1
   */
  public static Tensor apply(Tensor x, Mode mode, int height, int width) {
    Shape shape = x.shape();
    if (shape.rank() != 4 || shape.dim(1) < 1 || shape.dim(2) < 1) {
      throw new ShapeException(
          "upsample",
          null,
          "[n, height, width, channels] with at least one pixel",
          "input " + shape,
          null);
    }
    if (height < 1 || width < 1) {
      throw new ShapeException(
          "upsample", null, "an output of at least 1x1", height + "x" + width, null);
    }
    return new ImageTaps(axis(mode, shape.dim(1), height), axis(mode, shape.dim(2), width), 0)
        .apply("upsample", x);
  }

  /**
   * Resamples to a multiple of the size.
   *
   * @param factor of height and width, at least 1
   * @throws ShapeException as {@link #apply}
   */
  public static Tensor byFactor(Tensor x, Mode mode, int factor) {
    if (factor < 1 || x.shape().rank() != 4) {
      throw new ShapeException(
          "upsample",
          null,
          "[n, height, width, channels] and a factor of at least 1",
          "input " + x.shape() + ", factor " + factor,
          null);
    }
    return apply(
        x, mode, Math.multiplyExact(x.dim(1), factor), Math.multiplyExact(x.dim(2), factor));
  }

  private static ImageTaps.Axis axis(Mode mode, int in, int out) {
    ImageTaps.Builder taps = new ImageTaps.Builder(in, out);
    for (int o = 0; o < out; o++) {
      if (mode == Mode.NEAREST) {
        taps.tap(nearest(o, in, out), 1);
      } else {
        double at = position(mode, o, in, out);
        int before = Math.min((int) at, in - 1);
        float after = before + 1 < in ? (float) (at - before) : 0;
        taps.tap(before, 1 - after);
        if (before + 1 < in) {
          taps.tap(before + 1, after);
        }
      }
      taps.end();
    }
    return taps.build();
  }

  private static int nearest(int o, int in, int out) {
    float scale = (float) in / out;
    return in == out ? o : Math.min((int) (o * scale), in - 1);
  }

  private static double position(Mode mode, int o, int in, int out) {
    if (mode == Mode.BILINEAR_ALIGNED_CORNERS) {
      return out == 1 ? 0 : (double) o * (in - 1) / (out - 1);
    }
    return Math.max(0, (o + 0.5) * in / out - 0.5);
  }
}
