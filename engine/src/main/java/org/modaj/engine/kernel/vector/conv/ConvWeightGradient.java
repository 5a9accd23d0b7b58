package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.gemm.MicroKernel;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;
import org.modaj.engine.kernel.vector.sums.ChunkSums;

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
 * Where there are many chunks of samples, a task packs one of them and computes its part of the
 * whole gradient; a thread then packs what it has in its own caches and reads what it has packed.
 * Where there are few, all threads pack and then compute a tile each, in parts of whole chunks,
 * which bounds the memory.
 */
final class ConvWeightGradient {
  private enum Mode {
    GATHERED,
    SHARED,
    UNFOLDED
  }

  /** Floats of both images in one part. */
  private static final int PART_FLOATS = 1 << 19;

  /** Chunks from which on each is a task of its own. */
  private static final int ENOUGH_CHUNKS = 8;

  /** Floats of the chunks' sums that are kept at a time. */
  private static final int SUM_FLOATS = 1 << 22;

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

  private final int leftFloats;
  private final int rightFloats;

  /*
   * First, for each tap, the index of its first run; then the runs: input position times ROWS,
   * output position, length. Where the images are shared by all taps, they are those of a whole
   * chunk, as the micro-kernel reads them, and no run reaches into another sample, so that a chunk
   * of fewer samples is a part of the list. Otherwise they are those of one sample.
   */
  private final int[] table;

  /** Null unless the taps are merged. */
  private final @Nullable Unfolding unfolding;

  /**
   * Packed samples.
   *
   * @param samples how many have room; panels are this many samples long
   * @param right {@code dy} where it need not be packed
   */
  private record Packed(float[] left, float[] right, int samples) {}

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
    inputs = mode == Mode.SHARED ? g.inHeight() * g.strideWidth() * columnsPerPhase : outputs;
    chunk = Math.min(g.batch(), g.samplesPerChunk());
    leftFloats = inputs * panels() * ROWS;
    rightFloats = outputs * Lanes.padded(columns);
    part = Math.max(1, PART_FLOATS / ((leftFloats + rightFloats) * chunk)) * chunk;
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
    if ((g.batch() - 1) / chunk + 1 >= ENOUGH_CHUNKS) {
      byChunks();
    } else {
      byTiles();
    }
  }

  private Packed packed(Scratch.Slot leftSlot, Scratch.Slot rightSlot, int samples) {
    return new Packed(
        Scratch.floats(leftSlot, samples * leftFloats),
        packRight() ? Scratch.floats(rightSlot, samples * rightFloats) : dy,
        samples);
  }

  private void byChunks() {
    int size = taps * rows * columns;
    int chunks = (g.batch() - 1) / chunk + 1;
    int most = Math.clamp(SUM_FLOATS / size, 1, chunks);
    float[] sums = Scratch.floats(Scratch.Slot.SHARED_SUMS, most * size);
    for (int from = 0; from < chunks; from += most) {
      int first = from;
      int count = Math.min(most, chunks - from);
      Parallel.run(count, i -> chunk((first + i) * chunk, sums, i * size));
      ChunkSums.total(sums, count, size, dw, first > 0);
    }
  }

  /* The sums of the chunk that starts at a sample, for all taps. */
  private void chunk(int first, float[] sums, int to) {
    int last = Math.min(g.batch(), first + chunk);
    Packed packed = packed(Scratch.Slot.TASK_LEFT, Scratch.Slot.TASK_RIGHT, chunk);
    if (mode != Mode.GATHERED) {
      for (int n = first; n < last; n++) {
        pack(n, n - first, packed);
      }
    }
    for (int tap = 0; tap < taps; tap++) {
      if (mode == Mode.GATHERED) {
        for (int n = first; n < last; n++) {
          gather(tap, n, n - first, packed);
        }
      }
      for (int row = 0; row < rows; row += ROWS) {
        for (int column = 0; column < columns; column += COLUMNS) {
          tile(
              packed,
              tap,
              row,
              column,
              first,
              first,
              last - first,
              Math.min(ROWS, rows - row),
              Math.min(COLUMNS, columns - column),
              sums,
              to + (tap * rows + row) * columns + column,
              columns);
        }
      }
    }
  }

  private void byTiles() {
    Packed packed = packed(Scratch.Slot.SHARED_LEFT, Scratch.Slot.SHARED_RIGHT, part);
    for (int from = 0; from < g.batch(); from += part) {
      int first = from;
      int last = Math.min(g.batch(), from + part);
      if (mode == Mode.GATHERED) {
        for (int t = 0; t < taps; t++) {
          int tap = t;
          Parallel.run(last - first, i -> gather(tap, first + i, i, packed));
          product(packed, tap, tap + 1, taps, first, last);
        }
      } else {
        Parallel.run(last - first, i -> pack(first + i, i, packed));
        product(packed, 0, taps, mode == Mode.SHARED ? g.kernelWidth() : 1, first, last);
      }
    }
  }

  /* The taps [from, to) over the samples [first, last), some taps in each task. */
  private void product(Packed packed, int from, int to, int tapsPerTask, int first, int last) {
    int across = Lanes.panels(columns);
    int down = panels();
    int along = (to - from + tapsPerTask - 1) / tapsPerTask;
    Parallel.run(
        along * across * down,
        task -> {
          int row = task % down * ROWS;
          int column = task / down % across * COLUMNS;
          int tap = from + task / down / across * tapsPerTask;
          tiles(packed, tap, Math.min(to, tap + tapsPerTask), row, column, first, last);
        });
  }

  private void tiles(
      Packed packed, int firstTap, int lastTap, int row, int column, int first, int last) {
    int height = Math.min(ROWS, rows - row);
    int width = Math.min(COLUMNS, columns - column);
    float[] sums = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    for (int n = first; n < last; n += chunk) {
      int samples = Math.min(chunk, last - n);
      for (int tap = firstTap; tap < lastTap; tap++) {
        tile(packed, tap, row, column, first, n, samples, ROWS, COLUMNS, sums, 0, COLUMNS);
        add(sums, height, width, (tap * rows + row) * columns + column, n == 0);
      }
    }
  }

  /*
   * The sums of the samples from n on in the upper left of one tile; first is the first packed
   * sample.
   */
  private void tile(
      Packed packed,
      int tap,
      int row,
      int column,
      int first,
      int n,
      int samples,
      int height,
      int width,
      float[] sums,
      int to,
      int rowStride) {
    int leftPanel = row * packed.samples * inputs;
    int rightPanel = column * packed.samples * outputs;
    int positions = mode == Mode.GATHERED ? pairs(tap) : outputs;
    int l = leftPanel + (n - first) * (mode == Mode.SHARED ? inputs : positions) * ROWS;
    int r = packRight() ? rightPanel + (n - first) * positions * COLUMNS : n * outputs * COLUMNS;
    int runs = 1;
    int[] list = table;
    int from = 0;
    if (mode == Mode.SHARED) {
      from = table[tap];
      runs = (table[tap + 1] - from) / 3 / chunk * samples;
    } else {
      list = Scratch.oneRun(samples * positions);
    }
    MicroKernel.tile(
        height,
        width,
        runs,
        list,
        from,
        packed.left,
        l,
        packed.right,
        r,
        sums,
        to,
        rowStride,
        true);
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
  private void pack(int sample, int i, Packed packed) {
    if (packRight()) {
      for (int j = 0; j < columns; j += COLUMNS) {
        Packing.columns(
            dy,
            sample * outputs * columns + j,
            columns,
            Math.min(COLUMNS, columns - j),
            outputs,
            packed.right,
            (j * packed.samples + i * COLUMNS) * outputs);
      }
    }
    if (unfolding != null) {
      unfolding.run(x, sample, packed.left, i * inputs * ROWS, packed.samples * inputs * ROWS);
    } else {
      for (int row = 0; row < rows; row += ROWS) {
        packInput(sample, row, packed.left, (row * packed.samples + i * ROWS) * inputs);
      }
    }
  }

  /* Packs one panel of a sample's input; a stride's columns of equal remainder are neighbours. */
  private void packInput(int sample, int row, float[] left, int to) {
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
          x,
          image + (line / stride * g.inWidth() + phase) * rows,
          stride * rows,
          height,
          (g.inWidth() - phase + stride - 1) / stride,
          left,
          to + line * columnsPerPhase * ROWS);
    }
  }

  /* Packs what one tap connects in one sample, the i-th of its part. */
  private void gather(int tap, int sample, int i, Packed packed) {
    int from = table[tap];
    int to = table[tap + 1];
    int pairs = pairs(tap);
    int image = sample * g.inHeight() * g.inWidth() * rows;
    for (int row = 0; row < rows; row += ROWS) {
      int panel = row * packed.samples * inputs + i * pairs * ROWS;
      for (int run = from; run < to; run += 3) {
        Packing.rowsTransposed(
            x,
            image + table[run] / ROWS * rows + row,
            g.strideWidth() * rows,
            Math.min(ROWS, rows - row),
            table[run + 2],
            packed.left,
            panel);
        panel += table[run + 2] * ROWS;
      }
    }
    for (int j = 0; j < columns; j += COLUMNS) {
      int panel = j * packed.samples * outputs + i * pairs * COLUMNS;
      for (int run = from; run < to; run += 3) {
        Packing.columns(
            dy,
            (sample * outputs + table[run + 1]) * columns + j,
            columns,
            Math.min(COLUMNS, columns - j),
            table[run + 2],
            packed.right,
            panel);
        panel += table[run + 2] * COLUMNS;
      }
    }
  }
}
