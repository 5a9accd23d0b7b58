package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.ROWS;

import java.util.Arrays;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;

/**
 * The gradient of a convolution's weight. A register tile holds neighbouring input channels of one
 * tap times output channels; both images are read where they are, at the pairs of positions that
 * the tap connects.
 *
 * <p>With fewer input channels than a tile has rows, the taps are merged: the input is unfolded to
 * {@code [position][tap, channel]} first, zeros in the padding; there, an infinite or NaN {@code dy}
 * gives NaN at the border where the scalar kernel skips it. Fewer output channels than lanes are
 * padded to one vector. This happens for some chunks of samples at a time, to bound the memory.
 */
final class ConvWeightGradient {
  /** Floats of both images that are worked on at a time. */
  private static final int PART_FLOATS = 1 << 20;

  private final Conv2dGeometry g;
  private final float[] dw;

  /** Input channels, or (tap, channel) when the taps are merged. */
  private final int rows;

  /** Taps that are not merged. */
  private final int taps;

  private final boolean unfold;
  private final boolean widen;
  private final int leftPitch;
  private final int rightPitch;
  private final int leftSample;
  private final int rightSample;

  /*
   * First, for each tap, the index of its first pair; then the pairs of one chunk. The pairs of a
   * sample follow each other, so a chunk of fewer samples is a part of the list.
   */
  private final int[] table;

  private float[] left;
  private float[] right;

  private ConvWeightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    this.g = g;
    this.dw = dw;
    int kernel = g.kernelHeight() * g.kernelWidth();
    int outputs = g.outHeight() * g.outWidth();
    unfold = g.inChannels() < ROWS;
    widen = g.outChannels() < LANES;
    rows = unfold ? kernel * g.inChannels() : g.inChannels();
    taps = unfold ? 1 : kernel;
    leftPitch = Math.max(ROWS, rows);
    rightPitch = Math.max(LANES, g.outChannels());
    leftSample = (unfold ? outputs : g.inHeight() * g.inWidth()) * leftPitch;
    rightSample = outputs * rightPitch;
    left = x;
    right = dy;
    table = Scratch.sharedTable(taps + 1 + 2 * taps * outputs * chunk());
    fill();
  }

  /** Computes {@code dw}. */
  static void run(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    new ConvWeightGradient(g, x, dy, dw).run(x, dy);
  }

  private int chunk() {
    return Math.min(g.batch(), g.samplesPerChunk());
  }

  private void run(float[] x, float[] dy) {
    int chunk = chunk();
    int part = Math.max(1, PART_FLOATS / ((leftSample + rightSample) * chunk)) * chunk;
    int down = (rows + ROWS - 1) / ROWS;
    int across = columnTiles();
    if (unfold) {
      left = Scratch.floats(Scratch.Slot.SHARED_LEFT, part * leftSample);
    }
    if (widen) {
      right = Scratch.floats(Scratch.Slot.SHARED_RIGHT, part * rightSample);
    }
    for (int from = 0; from < g.batch(); from += part) {
      int first = from;
      int last = Math.min(g.batch(), from + part);
      if (unfold || widen) {
        Parallel.run(last - first, sample -> prepare(first + sample, sample, x, dy));
      }
      Parallel.run(
          taps * down * across,
          task -> {
            int tap = task % taps;
            int row = task / taps % down * ROWS;
            tile(tap, row, task / taps / down, first, last);
          });
    }
  }

  private int columnTiles() {
    int columns = g.outChannels();
    int tiles = columns / Lanes.COLUMNS;
    int rest = columns % Lanes.COLUMNS;
    if (rest == 0) {
      return tiles;
    }
    return tiles + (rest > LANES && tiles == 0 ? 2 : 1);
  }

  /* One register tile over the chunks of the samples [first, last). */
  private void tile(int tap, int row, int tile, int first, int last) {
    int columns = g.outChannels();
    int start = tile * Lanes.COLUMNS;
    int rest = columns - start;
    int vectors = rest > LANES && columns >= Lanes.COLUMNS ? 2 : 1;
    if (columns < Lanes.COLUMNS) {
      start = tile * LANES;
    }
    int width = vectors * LANES;
    // a tile at the edge moves inwards; what it shares with its neighbour it computes and drops
    int left0 = Math.max(0, Math.min(row, rows - ROWS));
    int right0 = Math.max(0, Math.min(start, columns - width));
    boolean whole = left0 == row && right0 == start && rows >= ROWS && columns >= width;
    int to = (tap * rows + row) * columns + start;
    if (whole) {
      chunks(tap, left0, right0, vectors, first, last, dw, to, columns);
      return;
    }
    float[] sums = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * Lanes.COLUMNS);
    int height = Math.min(rows, left0 + ROWS) - row;
    int own = Math.min(columns, right0 + width) - start;
    int inside = (row - left0) * width + start - right0;
    for (int r = 0; first > 0 && r < height; r++) {
      System.arraycopy(dw, to + r * columns, sums, inside + r * width, own);
    }
    chunks(tap, left0, right0, vectors, first, last, sums, 0, width);
    for (int r = 0; r < height; r++) {
      System.arraycopy(sums, inside + r * width, dw, to + r * columns, own);
    }
  }

  private void chunks(
      int tap,
      int row,
      int column,
      int vectors,
      int first,
      int last,
      float[] sums,
      int sumOffset,
      int rowStride) {
    int chunk = chunk();
    int from = table[tap];
    int pairsPerSample = (table[tap + 1] - from) / chunk;
    for (int n = first; n < last; n += chunk) {
      int samples = Math.min(chunk, last - n);
      int leftFrom = (unfold ? n - first : n) * leftSample + row;
      int rightFrom = (widen ? n - first : n) * rightSample + column;
      PairKernel.tile(
          vectors, table, from, from + samples * pairsPerSample, left, leftFrom, right, rightFrom,
          sums, sumOffset, rowStride, n == 0);
    }
  }

  private void fill() {
    int next = taps + 1;
    for (int tap = 0; tap < taps; tap++) {
      table[tap] = next;
      int kh = tap / g.kernelWidth() * g.dilationHeight();
      int kw = tap % g.kernelWidth() * g.dilationWidth();
      for (int sample = 0; sample < chunk(); sample++) {
        for (int oy = 0; oy < g.outHeight(); oy++) {
          int iy = oy * g.strideHeight() - g.padHeight() + kh;
          for (int ox = 0; ox < g.outWidth(); ox++) {
            int ix = ox * g.strideWidth() - g.padWidth() + kw;
            int output = oy * g.outWidth() + ox;
            if (unfold) {
              table[next++] = sample * leftSample + output * leftPitch;
              table[next++] = sample * rightSample + output * rightPitch;
            } else if (iy >= 0 && iy < g.inHeight() && ix >= 0 && ix < g.inWidth()) {
              table[next++] = sample * leftSample + (iy * g.inWidth() + ix) * leftPitch;
              table[next++] = sample * rightSample + output * rightPitch;
            }
          }
        }
      }
    }
    table[taps] = next;
  }

  /* Unfolds the input and widens the output of one sample, where needed. */
  private void prepare(int sample, int at, float[] x, float[] dy) {
    int outputs = g.outHeight() * g.outWidth();
    if (widen) {
      int channels = g.outChannels();
      for (int p = 0; p < outputs; p++) {
        int to = at * rightSample + p * rightPitch;
        System.arraycopy(dy, (sample * outputs + p) * channels, right, to, channels);
        Arrays.fill(right, to + channels, to + rightPitch, 0f);
      }
    }
    if (unfold) {
      Arrays.fill(left, at * leftSample, (at + 1) * leftSample, 0f);
      for (int oy = 0; oy < g.outHeight(); oy++) {
        for (int kh = 0; kh < g.kernelHeight(); kh++) {
          int iy = oy * g.strideHeight() - g.padHeight() + kh * g.dilationHeight();
          if (iy >= 0 && iy < g.inHeight()) {
            unfoldRow(x, (sample * g.inHeight() + iy) * g.inWidth(), kh,
                at * leftSample + oy * g.outWidth() * leftPitch);
          }
        }
      }
    }
  }

  private void unfoldRow(float[] x, int rowStart, int kh, int to) {
    int channels = g.inChannels();
    for (int ox = 0; ox < g.outWidth(); ox++) {
      for (int kw = 0; kw < g.kernelWidth(); kw++) {
        int ix = ox * g.strideWidth() - g.padWidth() + kw * g.dilationWidth();
        if (ix >= 0 && ix < g.inWidth()) {
          int from = (rowStart + ix) * channels;
          int at = to + ox * leftPitch + (kh * g.kernelWidth() + kw) * channels;
          for (int c = 0; c < channels; c++) {
            left[at + c] = x[from + c];
          }
        }
      }
    }
  }
}
