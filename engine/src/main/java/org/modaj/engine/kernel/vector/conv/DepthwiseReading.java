package org.modaj.engine.kernel.vector.conv;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * Which source positions the target positions of a depthwise convolution read: tap {@code (kh, kw)}
 * of target {@code (y, x)} reads source {@code (y · strideY + shiftY + kh · stepY, x · strideX +
 * shiftX + kw · stepX)}. Taps outside of the source are left out, so that each target is one chain
 * over the taps that it has.
 */
record DepthwiseReading(
    int channels,
    int sourceHeight,
    int sourceWidth,
    int targetHeight,
    int targetWidth,
    int kernelHeight,
    int kernelWidth,
    int shiftY,
    int stepY,
    int strideY,
    int shiftX,
    int stepX,
    int strideX) {

  /** The forward pass. */
  static DepthwiseReading forward(Conv2dGeometry g) {
    return new DepthwiseReading(
        g.inChannels(),
        g.inHeight(),
        g.inWidth(),
        g.outHeight(),
        g.outWidth(),
        g.kernelHeight(),
        g.kernelWidth(),
        -g.padHeight(),
        g.dilationHeight(),
        g.strideHeight(),
        -g.padWidth(),
        g.dilationWidth(),
        g.strideWidth());
  }

  /** The gradient of the input, for strides of 1. */
  static DepthwiseReading inputGradient(Conv2dGeometry g) {
    return new DepthwiseReading(
        g.inChannels(),
        g.outHeight(),
        g.outWidth(),
        g.inHeight(),
        g.inWidth(),
        g.kernelHeight(),
        g.kernelWidth(),
        g.padHeight(),
        -g.dilationHeight(),
        1,
        g.padWidth(),
        -g.dilationWidth(),
        1);
  }

  /** Positions of one sample of the target. */
  int positions() {
    return targetHeight * targetWidth;
  }

  /**
   * Computes the positions {@code [from, to)} of all samples of the target, counted through.
   *
   * @param w {@code [kernelHeight, kernelWidth, channels]}
   * @param c {@code [to - from, channels]} from index {@code at}
   */
  void run(float[] a, float[] w, ChannelMap map, int from, int to, float[] c, int at) {
    int[] taps = Scratch.taps(2 * kernelHeight * kernelWidth);
    int inner = first(Math.min(shiftX, shiftX + (kernelWidth - 1) * stepX));
    int outer = Math.max(inner, last(Math.max(shiftX, shiftX + (kernelWidth - 1) * stepX)));
    for (int start = from; start < to; ) {
      int row = start / targetWidth;
      int x = start - row * targetWidth;
      int end = Math.min(targetWidth, x + to - start);
      int source = row / targetHeight * sourceHeight * sourceWidth * channels;
      int top = row % targetHeight * strideY + shiftY;
      int target = at + (start - from) * channels - x * channels;
      start += end - x;
      while (x < end) {
        boolean whole = x >= inner && x < outer;
        int count = whole ? Math.min(end, outer) - x : 1;
        int tapCount = taps(top, x, whole, taps);
        int reads = source + x * strideX * channels;
        int step = strideX * channels;
        int writes = target + x * channels;
        if (tapCount == DepthwiseTaps.TAPS) {
          DepthwiseTaps.nineInRow(channels, count, taps, a, reads, step, w, map, c, writes);
        } else {
          for (int i = 0; i < count; i++) {
            DepthwiseTaps.position(
                channels, tapCount, taps, a, reads + i * step, w, map, c, writes + i * channels);
          }
        }
        x += count;
      }
    }
  }

  /*
   * Writes, for each tap that a position has, where it reads, from where the position would read
   * without a shift, and its weight. Returns the number of taps.
   */
  private int taps(int top, int x, boolean whole, int[] taps) {
    int count = 0;
    for (int kh = 0; kh < kernelHeight; kh++) {
      int y = top + kh * stepY;
      if (y < 0 || y >= sourceHeight) {
        continue;
      }
      for (int kw = 0; kw < kernelWidth; kw++) {
        int shift = shiftX + kw * stepX;
        int column = x * strideX + shift;
        if (whole || column >= 0 && column < sourceWidth) {
          taps[2 * count] = (y * sourceWidth + shift) * channels;
          taps[2 * count + 1] = (kh * kernelWidth + kw) * channels;
          count++;
        }
      }
    }
    return count;
  }

  /* First position whose source at the shift is not before the row. */
  private int first(int shift) {
    return Math.clamp(-Math.floorDiv(shift, strideX), 0, targetWidth);
  }

  /* One after the last position whose source, at this shift, is still within the row. */
  private int last(int shift) {
    return Math.clamp(Math.floorDiv(sourceWidth - 1 - shift, strideX) + 1, 0, targetWidth);
  }
}
