package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import java.util.Arrays;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The copy of an image in which each output position holds what its taps read, {@code [tap,
 * channel]}, in panels {@code [position][ROWS]} of (tap, channel); zeros in the padding, anything
 * after the last (tap, channel).
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
    int step = g.strideWidth() * g.inChannels();
    for (int first = 0, last = 0; first < count; first = last) {
      int row = runs[first];
      int panel = to + row / ROWS * panelStride;
      while (last < count && runs[last] / ROWS == row / ROWS) {
        last += 3;
      }
      for (int y = 0; y < g.outHeight(); y++) {
        int source = y * g.strideHeight() * paddedWidth * g.inChannels();
        copyRow(padded, source, step, first, last, panels, panel + y * g.outWidth() * ROWS);
      }
    }
  }

  /*
   * One row of positions in one panel. A run is copied with the floats after it, which the next
   * run or the next position overwrites; the last position copies no more than its own.
   */
  private void copyRow(
      float[] source, int from, int step, int first, int last, float[] panels, int to) {
    int end = g.outWidth() - 1;
    if (last - first == 3) {
      copy(source, from + runs[first + 1], step, end, panels, to);
    } else if (last - first == 6) {
      int lane = runs[first + 3] % ROWS;
      copyTwo(source, from + runs[first + 1], from + runs[first + 4], step, end, panels, to, lane);
    } else {
      for (int p = 0; p < end; p++) {
        for (int run = first; run < last; run += 3) {
          int at = to + p * ROWS + runs[run] % ROWS;
          Packing.copyEight(source, from + p * step + runs[run + 1], panels, at);
        }
      }
    }
    for (int run = first; run < last; run += 3) {
      int at = to + end * ROWS + runs[run] % ROWS;
      System.arraycopy(source, from + end * step + runs[run + 1], panels, at, runs[run + 2]);
    }
  }

  private static void copy(
      float[] source, int from, int step, int positions, float[] panels, int to) {
    for (int p = 0; p < positions; p++) {
      Packing.copyEight(source, from + p * step, panels, to + p * ROWS);
    }
  }

  private static void copyTwo(
      float[] source,
      int from,
      int second,
      int step,
      int positions,
      float[] panels,
      int to,
      int lane) {
    for (int p = 0; p < positions; p++) {
      Packing.copyEight(source, from + p * step, panels, to + p * ROWS);
      Packing.copyEight(source, second + p * step, panels, to + p * ROWS + lane);
    }
  }

  private float[] pad(float[] x, int sample) {
    int row = g.inWidth() * g.inChannels();
    int paddedRow = paddedWidth * g.inChannels();
    int size = paddedHeight * paddedRow;
    float[] padded = Scratch.floats(Scratch.Slot.TASK_PRODUCT, size + ROWS);
    Arrays.fill(padded, 0, size + ROWS, 0f);
    for (int y = 0; y < g.inHeight(); y++) {
      System.arraycopy(
          x,
          (sample * g.inHeight() + y) * row,
          padded,
          (y + g.padHeight()) * paddedRow + g.padWidth() * g.inChannels(),
          row);
    }
    return padded;
  }
}
