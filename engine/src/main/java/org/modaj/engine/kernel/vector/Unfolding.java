package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.ROWS;

import java.util.Arrays;
import org.modaj.engine.kernel.Conv2dGeometry;

/**
 * The copy of an image in which each output position holds what its taps read, {@code [tap,
 * channel]}, in panels {@code [position][ROWS]} of (tap, channel); zeros in the padding.
 */
final class Unfolding {
  private final Conv2dGeometry g;
  private final int paddedWidth;
  private final int paddedHeight;

  /*
   * The runs of (tap, channel) that are neighbours in the image and in one panel, three numbers
   * each: the first (tap, channel), its place in the padded image, the length.
   */
  private final int[] runs;

  private final int count;

  Unfolding(Conv2dGeometry g) {
    this.g = g;
    paddedWidth = g.inWidth() + 2 * g.padWidth();
    paddedHeight = g.inHeight() + 2 * g.padHeight();
    int channels = g.inChannels();
    int rows = g.kernelHeight() * g.kernelWidth() * channels;
    runs = new int[3 * rows];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      int kh = row / channels / g.kernelWidth() * g.dilationHeight();
      int kw = row / channels % g.kernelWidth() * g.dilationWidth();
      int place = (kh * paddedWidth + kw) * channels + row % channels;
      if (row % ROWS > 0 && place == runs[next - 2] + runs[next - 1]) {
        runs[next - 1]++;
      } else {
        runs[next] = row;
        runs[next + 1] = place;
        runs[next + 2] = 1;
        next += 3;
      }
    }
    count = next;
  }

  /**
   * Unfolds one sample.
   *
   * @param to where the sample's first position goes in the first panel
   * @param panelStride distance of two panels in {@code panels}
   */
  void run(float[] x, int sample, float[] panels, int to, int panelStride) {
    float[] padded = pad(x, sample);
    int positions = g.outHeight() * g.outWidth();
    int channels = g.inChannels();
    int rows = g.kernelHeight() * g.kernelWidth() * channels;
    for (int first = 0, last = 0; first < count; first = last) {
      int row = runs[first];
      int panel = to + row / ROWS * panelStride;
      while (last < count && runs[last] / ROWS == row / ROWS) {
        last += 3;
      }
      for (int p = 0; p < positions; p++) {
        int y = p / g.outWidth() * g.strideHeight();
        int source = (y * paddedWidth + p % g.outWidth() * g.strideWidth()) * channels;
        copy(padded, source, first, last, panels, panel + p * ROWS, p == positions - 1);
      }
      if (rows - row < ROWS) {
        for (int p = 0; p < positions; p++) {
          Arrays.fill(panels, panel + p * ROWS + rows - row, panel + (p + 1) * ROWS, 0f);
        }
      }
    }
  }

  /*
   * One position of one panel. A run is copied with the seven floats behind it, which the next run
   * or the next position overwrites; the last position copies no more than its own.
   */
  private void copy(
      float[] source, int from, int first, int last, float[] panels, int to, boolean exact) {
    for (int run = first; run < last; run += 3) {
      int at = to + runs[run] % ROWS;
      if (exact) {
        System.arraycopy(source, from + runs[run + 1], panels, at, runs[run + 2]);
      } else {
        Packing.copyEight(source, from + runs[run + 1], panels, at);
      }
    }
  }

  private float[] pad(float[] x, int sample) {
    int row = g.inWidth() * g.inChannels();
    int paddedRow = paddedWidth * g.inChannels();
    int size = paddedHeight * paddedRow;
    float[] padded = Scratch.floats(Scratch.Slot.TASK_LEFT, size + ROWS);
    Arrays.fill(padded, 0, size + ROWS, 0f);
    for (int y = 0; y < g.inHeight(); y++) {
      System.arraycopy(
          x, (sample * g.inHeight() + y) * row, padded,
          (y + g.padHeight()) * paddedRow + g.padWidth() * g.inChannels(), row);
    }
    return padded;
  }
}
