package org.modaj.engine.ops.parts;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;

/**
 * The windows of a pooling to a given size, along one direction: window {@code i} covers {@code
 * [floor(i·in/out), ceil((i+1)·in/out))}.
 *
 * @param from first position of each window
 * @param to position after the last of each window
 */
public record AdaptiveWindows(int[] from, int[] to) {
  /** The windows of {@code in} positions that make {@code out} outputs. */
  public static AdaptiveWindows of(int in, int out) {
    AdaptiveWindows windows = new AdaptiveWindows(new int[out], new int[out]);
    for (int o = 0; o < out; o++) {
      windows.from[o] = (int) ((long) o * in / out);
      windows.to[o] = (int) (((o + 1L) * in + out - 1) / out);
    }
    return windows;
  }

  /** Refuses what is no image and outputs of no size. */
  public static void check(String operation, Shape x, int outHeight, int outWidth) {
    if (x.rank() != 4 || x.dim(1) < 1 || x.dim(2) < 1) {
      throw new ShapeException(
          operation,
          null,
          "[n, height, width, channels] with at least one pixel",
          "input " + x,
          null);
    }
    if (outHeight < 1 || outWidth < 1) {
      throw new ShapeException(
          operation, null, "an output of at least 1x1", outHeight + "x" + outWidth, null);
    }
  }

  /** Positions of each window. */
  public int[] sizes() {
    int[] sizes = new int[from.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = to[i] - from[i];
    }
    return sizes;
  }
}
