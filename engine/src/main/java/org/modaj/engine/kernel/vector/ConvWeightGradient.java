package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.ROWS;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;

/**
 * The gradient of a convolution's weight: for each tap, the product of the input and the gradient
 * of the output over the pairs of positions that the tap connects. A register tile holds input
 * channels of one tap times output channels.
 *
 * <p>Both images are packed into panels of channels once, for all taps; the gradient of the output
 * is read where it is when it is as wide as a panel. With fewer input channels than a tile has
 * rows, the taps are merged: the input is unfolded to {@code [position][tap, channel]}, zeros in the
 * padding; there, an infinite or NaN {@code dy} gives NaN at the border where the scalar kernel
 * skips it. The work goes on in parts of whole chunks of samples, which bounds the memory.
 */
final class ConvWeightGradient {
  /** Floats of both images in one part. */
  private static final int PART_FLOATS = 1 << 19;

  private final Conv2dGeometry g;
  private final float[] x;
  private final float[] dy;
  private final float[] dw;
  private final int outputs;

  /** Input channels, or (tap, channel) when the taps are merged. */
  private final int rows;

  private final int columns;
  private final boolean unfold;
  private final boolean packRight;

  /** Positions of one sample in the left factor. */
  private final int inputs;

  /** Samples of one chunk and of one part. */
  private final int chunk;

  private final int part;

  /*
   * First, for each tap, the index of its first run; then the runs of one chunk, three numbers each,
   * as the micro-kernel reads them. No run reaches into another sample, so a chunk of fewer samples
   * is a part of the list.
   */
  private final int[] table;

  private final Unfolding unfolding;
  private final float[] left;
  private final float[] right;

  private ConvWeightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    this.g = g;
    this.x = x;
    this.dy = dy;
    this.dw = dw;
    outputs = g.outHeight() * g.outWidth();
    columns = g.outChannels();
    unfold = g.inChannels() < ROWS;
    rows = unfold ? kernelSize() * g.inChannels() : g.inChannels();
    packRight = columns != COLUMNS;
    inputs = unfold ? outputs : g.inHeight() * g.inWidth();
    chunk = Math.min(g.batch(), g.samplesPerChunk());
    int leftFloats = inputs * panels() * ROWS;
    int rightFloats = outputs * Lanes.padded(columns);
    part = Math.max(1, PART_FLOATS / ((leftFloats + rightFloats) * chunk)) * chunk;
    left = Scratch.floats(Scratch.Slot.SHARED_LEFT, part * leftFloats);
    right = packRight ? Scratch.floats(Scratch.Slot.SHARED_RIGHT, part * rightFloats) : dy;
    table = Scratch.sharedTable(taps() + 1 + 3 * taps() * outputs * chunk);
    unfolding = new Unfolding(g);
    fill();
  }

  /** Computes {@code dw}. */
  static void run(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    new ConvWeightGradient(g, x, dy, dw).run();
  }

  private int kernelSize() {
    return g.kernelHeight() * g.kernelWidth();
  }

  /** Taps that are not merged. */
  private int taps() {
    return unfold ? 1 : kernelSize();
  }

  /** Panels of the left factor. */
  private int panels() {
    return (rows + ROWS - 1) / ROWS;
  }

  private void run() {
    int kernelRows = unfold ? 1 : g.kernelHeight();
    int across = Lanes.panels(columns);
    int down = panels();
    for (int from = 0; from < g.batch(); from += part) {
      int first = from;
      int last = Math.min(g.batch(), from + part);
      Parallel.run(last - first, i -> pack(first + i, i));
      Parallel.run(
          kernelRows * across * down,
          task -> {
            int row = task % down * ROWS;
            int column = task / down % across * COLUMNS;
            tiles(task / down / across, row, column, first, last);
          });
    }
  }

  /* The register tiles of one row of the kernel over the chunks of the samples [first, last). */
  private void tiles(int kh, int row, int column, int first, int last) {
    int kernelColumns = unfold ? 1 : g.kernelWidth();
    int height = Math.min(ROWS, rows - row);
    int width = Math.min(COLUMNS, columns - column);
    float[] sums = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    for (int n = first; n < last; n += chunk) {
      int samples = Math.min(chunk, last - n);
      int leftFrom = (row * part + (n - first) * ROWS) * inputs;
      int rightFrom =
          packRight ? (column * part + (n - first) * COLUMNS) * outputs : n * outputs * COLUMNS;
      for (int kw = 0; kw < kernelColumns; kw++) {
        int tap = kh * g.kernelWidth() + kw;
        int from = table[tap];
        int runs = (table[tap + 1] - from) / 3 / chunk * samples;
        MicroKernel.tile(
            runs, table, from, left, leftFrom, right, rightFrom, sums, 0, COLUMNS, true);
        add(sums, height, width, (tap * rows + row) * columns + column, n == 0);
      }
    }
  }

  /* Adds the sums of a chunk, or stores them if it is the first. */
  private void add(float[] sums, int height, int width, int to, boolean first) {
    for (int r = 0; r < height; r++) {
      int at = to + r * columns;
      if (first) {
        System.arraycopy(sums, r * COLUMNS, dw, at, width);
      } else if (width == COLUMNS) {
        FloatVector.fromArray(SPECIES, dw, at)
            .add(FloatVector.fromArray(SPECIES, sums, r * COLUMNS))
            .intoArray(dw, at);
        FloatVector.fromArray(SPECIES, dw, at + LANES)
            .add(FloatVector.fromArray(SPECIES, sums, r * COLUMNS + LANES))
            .intoArray(dw, at + LANES);
      } else {
        for (int j = 0; j < width; j++) {
          dw[at + j] += sums[r * COLUMNS + j];
        }
      }
    }
  }

  private void fill() {
    int next = taps() + 1;
    for (int tap = 0; tap < taps(); tap++) {
      table[tap] = next;
      int kh = tap / g.kernelWidth() * g.dilationHeight();
      int kw = tap % g.kernelWidth() * g.dilationWidth();
      for (int sample = 0; sample < chunk; sample++) {
        int first = next;
        for (int output = 0; output < outputs; output++) {
          int iy = output / g.outWidth() * g.strideHeight() - g.padHeight() + kh;
          int ix = output % g.outWidth() * g.strideWidth() - g.padWidth() + kw;
          if (unfold) {
            next = append(first, next, sample, output, output);
          } else if (iy >= 0 && iy < g.inHeight() && ix >= 0 && ix < g.inWidth()) {
            next = append(first, next, sample, iy * g.inWidth() + ix, output);
          }
        }
      }
    }
    table[taps()] = next;
  }

  private int append(int first, int next, int sample, int input, int output) {
    int l = (sample * inputs + input) * ROWS;
    int r = sample * outputs + output;
    if (next > first
        && l == table[next - 3] + table[next - 1] * ROWS
        && r == table[next - 2] + table[next - 1]) {
      table[next - 1]++;
      return next;
    }
    table[next] = l;
    table[next + 1] = r;
    table[next + 2] = 1;
    return next + 3;
  }

  /* Packs one sample as the i-th of its part. */
  private void pack(int sample, int i) {
    if (packRight) {
      for (int j = 0; j < columns; j += COLUMNS) {
        Packing.columns(
            dy, sample * outputs * columns + j, columns, Math.min(COLUMNS, columns - j), outputs,
            right, (j * part + i * COLUMNS) * outputs);
      }
    }
    if (unfold) {
      unfolding.run(x, sample, left, i * inputs * ROWS, part * inputs * ROWS);
    } else {
      for (int row = 0; row < rows; row += ROWS) {
        Packing.rowsTransposed(
            x, sample * inputs * rows + row, rows, Math.min(ROWS, rows - row), inputs, left,
            (row * part + i * ROWS) * inputs);
      }
    }
  }
}
