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
 * <p>Both images are packed into panels of channels, in one of three ways:
 *
 * <ul>
 *   <li>wide layers: for each tap anew, only the pairs it connects, so that a sum is one loop;
 *   <li>narrow layers on wide images: once for all taps, and a sum is a loop for each row of the
 *       image; the columns that one tap reads at a stride become neighbours;
 *   <li>fewer input channels than a tile has rows: the taps are merged by {@link Unfolding}; there,
 *       an infinite or NaN {@code dy} gives NaN where a tap falls into the padding, which the
 *       scalar kernel skips.
 * </ul>
 *
 * The work goes on in parts of whole chunks of samples, which bounds the memory.
 */
final class ConvWeightGradient {
  private enum Mode {
    GATHERED,
    SHARED,
    UNFOLDED
  }

  /** Floats of both images in one part. */
  private static final int PART_FLOATS = 1 << 19;

  private final Conv2dGeometry g;
  private final float[] x;
  private final float[] dy;
  private final float[] dw;
  private final Mode mode;
  private final int outputs;

  /** Input channels, or (tap, channel) when the taps are merged. */
  private final int rows;

  private final int columns;

  /** Taps that are not merged. */
  private final int taps;

  /** Most positions of one sample in the left and in the right factor. */
  private final int inputs;

  /** Columns of the input that have the same remainder by the stride. */
  private final int columnsPerPhase;

  /** Samples of one chunk and of one part. */
  private final int chunk;

  private final int part;

  /*
   * First, for each tap, the index of its first run; then the runs: input position times ROWS,
   * output position, length. Where the images are shared by all taps, they are those of a whole
   * chunk, as the micro-kernel reads them, and no run reaches into another sample, so that a chunk
   * of fewer samples is a part of the list. Otherwise they are those of one sample.
   */
  private final int[] table;

  /** Null unless the taps are merged. */
  private final Unfolding unfolding;
  private final float[] left;
  private final float[] right;

  private ConvWeightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    this.g = g;
    this.x = x;
    this.dy = dy;
    this.dw = dw;
    mode = mode(g);
    int kernelSize = g.kernelHeight() * g.kernelWidth();
    outputs = g.outHeight() * g.outWidth();
    columns = g.outChannels();
    rows = mode == Mode.UNFOLDED ? kernelSize * g.inChannels() : g.inChannels();
    taps = mode == Mode.UNFOLDED ? 1 : kernelSize;
    columnsPerPhase = (g.inWidth() + g.strideWidth() - 1) / g.strideWidth();
    inputs =
        mode == Mode.SHARED ? g.inHeight() * g.strideWidth() * columnsPerPhase : outputs;
    chunk = Math.min(g.batch(), g.samplesPerChunk());
    int leftFloats = inputs * panels() * ROWS;
    int rightFloats = outputs * Lanes.padded(columns);
    part = Math.max(1, PART_FLOATS / ((leftFloats + rightFloats) * chunk)) * chunk;
    left = Scratch.floats(Scratch.Slot.SHARED_LEFT, part * leftFloats);
    right = packRight() ? Scratch.floats(Scratch.Slot.SHARED_RIGHT, part * rightFloats) : dy;
    table = Scratch.sharedTable(taps + 1 + 3 * taps * outputs * chunk);
    unfolding = mode == Mode.UNFOLDED ? new Unfolding(g) : null;
    fill();
  }

  /** Computes {@code dw}. */
  static void run(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    new ConvWeightGradient(g, x, dy, dw).run();
  }

  /*
   * Packing the positions of one tap costs in proportion to in + out channels, a loop for each row
   * in proportion to in · out / width: measured, they break even at about these sizes.
   */
  private static Mode mode(Conv2dGeometry g) {
    int in = g.inChannels();
    int out = g.outChannels();
    if (in < ROWS) {
      return Mode.UNFOLDED;
    }
    boolean wide = 5L * g.outWidth() * (in + out) < (long) in * out;
    boolean single = g.kernelHeight() * g.kernelWidth() == 1;
    return wide || single ? Mode.GATHERED : Mode.SHARED;
  }

  private boolean packRight() {
    return mode == Mode.GATHERED || columns != COLUMNS;
  }

  /** Panels of the left factor. */
  private int panels() {
    return (rows + ROWS - 1) / ROWS;
  }

  private void run() {
    for (int from = 0; from < g.batch(); from += part) {
      int first = from;
      int last = Math.min(g.batch(), from + part);
      if (mode == Mode.GATHERED) {
        for (int t = 0; t < taps; t++) {
          int tap = t;
          Parallel.run(last - first, i -> gather(tap, first + i, i));
          product(tap, tap + 1, taps, first, last);
        }
      } else {
        Parallel.run(last - first, i -> pack(first + i, i));
        product(0, taps, mode == Mode.SHARED ? g.kernelWidth() : 1, first, last);
      }
    }
  }

  /* The taps [from, to) over the samples [first, last), some taps in each task. */
  private void product(int from, int to, int tapsPerTask, int first, int last) {
    int across = Lanes.panels(columns);
    int down = panels();
    int along = (to - from + tapsPerTask - 1) / tapsPerTask;
    Parallel.run(
        along * across * down,
        task -> {
          int row = task % down * ROWS;
          int column = task / down % across * COLUMNS;
          int tap = from + task / down / across * tapsPerTask;
          tiles(tap, Math.min(to, tap + tapsPerTask), row, column, first, last);
        });
  }

  private void tiles(int firstTap, int lastTap, int row, int column, int first, int last) {
    int height = Math.min(ROWS, rows - row);
    int width = Math.min(COLUMNS, columns - column);
    float[] sums = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    for (int n = first; n < last; n += chunk) {
      int samples = Math.min(chunk, last - n);
      for (int tap = firstTap; tap < lastTap; tap++) {
        chunk(tap, row, column, first, n, samples, sums);
        add(sums, height, width, (tap * rows + row) * columns + column, n == 0);
      }
    }
  }

  /* The sums of one chunk of a full tile. */
  private void chunk(
      int tap, int row, int column, int first, int n, int samples, float[] sums) {
    int leftPanel = row * part * inputs;
    int rightPanel = column * part * outputs;
    if (mode == Mode.SHARED) {
      int from = table[tap];
      int runs = (table[tap + 1] - from) / 3 / chunk * samples;
      int l = leftPanel + (n - first) * inputs * ROWS;
      int r = packRight() ? rightPanel + (n - first) * outputs * COLUMNS : n * outputs * COLUMNS;
      MicroKernel.tile(runs, table, from, left, l, right, r, sums, 0, COLUMNS, true);
    } else {
      int positions = mode == Mode.GATHERED ? pairs(tap) : outputs;
      int l = leftPanel + (n - first) * positions * ROWS;
      int r = packRight() ? rightPanel + (n - first) * positions * COLUMNS : n * outputs * COLUMNS;
      int[] run = Scratch.oneRun(samples * positions);
      MicroKernel.tile(1, run, 0, left, l, right, r, sums, 0, COLUMNS, true);
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
    if (mode == Mode.UNFOLDED) {
      return;
    }
    int next = taps + 1;
    for (int tap = 0; tap < taps; tap++) {
      table[tap] = next;
      for (int sample = 0; sample < (mode == Mode.SHARED ? chunk : 1); sample++) {
        int first = next;
        for (int output = 0; output < outputs; output++) {
          int iy =
              output / g.outWidth() * g.strideHeight()
                  - g.padHeight()
                  + tap / g.kernelWidth() * g.dilationHeight();
          int ix =
              output % g.outWidth() * g.strideWidth()
                  - g.padWidth()
                  + tap % g.kernelWidth() * g.dilationWidth();
          if (iy >= 0 && iy < g.inHeight() && ix >= 0 && ix < g.inWidth()) {
            next = append(first, next, sample, place(iy, ix), output);
          }
        }
      }
    }
    table[taps] = next;
  }

  /* Where an input position is: in the packed image when it is shared, else in the input. */
  private int place(int iy, int ix) {
    if (mode == Mode.SHARED) {
      int phase = iy * g.strideWidth() + ix % g.strideWidth();
      return phase * columnsPerPhase + ix / g.strideWidth();
    }
    return iy * g.inWidth() + ix;
  }

  private int append(int first, int next, int sample, int input, int output) {
    int step = mode == Mode.SHARED ? ROWS : ROWS * g.strideWidth();
    int l = sample * inputs * ROWS + input * ROWS;
    int r = sample * outputs + output;
    if (next > first
        && l == table[next - 3] + table[next - 1] * step
        && r == table[next - 2] + table[next - 1]) {
      table[next - 1]++;
      return next;
    }
    table[next] = l;
    table[next + 1] = r;
    table[next + 2] = 1;
    return next + 3;
  }

  /* Pairs of positions of one sample that a tap connects. */
  private int pairs(int tap) {
    int pairs = 0;
    for (int run = table[tap]; run < table[tap + 1]; run += 3) {
      pairs += table[run + 2];
    }
    return pairs;
  }

  /* Packs one sample as the i-th of its part, for all taps. */
  private void pack(int sample, int i) {
    if (packRight()) {
      for (int j = 0; j < columns; j += COLUMNS) {
        Packing.columns(
            dy, sample * outputs * columns + j, columns, Math.min(COLUMNS, columns - j), outputs,
            right, (j * part + i * COLUMNS) * outputs);
      }
    }
    if (mode == Mode.UNFOLDED) {
      unfolding.run(x, sample, left, i * inputs * ROWS, part * inputs * ROWS);
    } else {
      for (int row = 0; row < rows; row += ROWS) {
        packInput(sample, row, (row * part + i * ROWS) * inputs);
      }
    }
  }

  /* Packs one panel of a sample's input; a stride's columns of equal remainder are neighbours. */
  private void packInput(int sample, int row, int to) {
    int height = Math.min(ROWS, rows - row);
    int stride = g.strideWidth();
    int image = sample * g.inHeight() * g.inWidth() * rows + row;
    if (stride == 1) {
      Packing.rowsTransposed(x, image, rows, height, inputs, left, to);
      return;
    }
    for (int line = 0; line < g.inHeight() * stride; line++) {
      int phase = line % stride;
      Packing.rowsTransposed(
          x, image + (line / stride * g.inWidth() + phase) * rows, stride * rows, height,
          (g.inWidth() - phase + stride - 1) / stride, left,
          to + line * columnsPerPhase * ROWS);
    }
  }

  /* Packs what one tap connects in one sample, the i-th of its part. */
  private void gather(int tap, int sample, int i) {
    int from = table[tap];
    int to = table[tap + 1];
    int pairs = pairs(tap);
    int image = sample * g.inHeight() * g.inWidth() * rows;
    for (int row = 0; row < rows; row += ROWS) {
      int panel = row * part * inputs + i * pairs * ROWS;
      for (int run = from; run < to; run += 3) {
        Packing.rowsTransposed(
            x, image + table[run] / ROWS * rows + row, g.strideWidth() * rows,
            Math.min(ROWS, rows - row), table[run + 2], left, panel);
        panel += table[run + 2] * ROWS;
      }
    }
    for (int j = 0; j < columns; j += COLUMNS) {
      int panel = j * part * outputs + i * pairs * COLUMNS;
      for (int run = from; run < to; run += 3) {
        Packing.columns(
            dy, (sample * outputs + table[run + 1]) * columns + j, columns,
            Math.min(COLUMNS, columns - j), table[run + 2], right, panel);
        panel += table[run + 2] * COLUMNS;
      }
    }
  }
}
