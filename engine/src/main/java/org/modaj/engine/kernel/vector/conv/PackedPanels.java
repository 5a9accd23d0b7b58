package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.PackedConvolution;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.gemm.PositionKernel;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * A convolution in one group whose weight is kept as panels {@code [panel][tap, channel][column]}.
 * With few samples the rows of a register tile are neighbouring positions, which {@link
 * PositionKernel} reads where they are, in a copy of the source with its padding around it where
 * there is any. Work is cut inside a sample: along the positions, or along the channels where there
 * are more of them, so that no thread reads weights that another one reads.
 */
final class PackedPanels implements PackedConvolution {
  /** Multiply-adds that are worth a task: some microseconds. */
  private static final long TASK = 500_000;

  /** Tasks into which few positions are cut at most. */
  private static final int MOST_TASKS = 8;

  /** Positions of a task at most: a block of their sums fills a part of the second-level cache. */
  private static final int MOST_ROWS = 120;

  /** Tasks have a multiple of these rows: whole register tiles of 4 and of 8. */
  private static final int EVEN_ROWS = 24;

  /** Rows up to which each panel is read through without a break. */
  private static final int FEW_ROWS = 64;

  /** Numbers that are contiguous in the image below which what a position reads is copied. */
  private static final int SHORT_RUN = 48;

  /** Weights that fit into the first-level cache beside the rows of a tile. */
  private static final int FEW_WEIGHTS = 5120;

  /** Floats of the source that one task copies. */
  private static final int COPIED = 1 << 14;

  private final Conv2dGeometry g;
  private final float[] panels;
  private final int depth;

  private PackedPanels(Conv2dGeometry g, float[] w) {
    this.g = g;
    depth = g.kernelHeight() * g.kernelWidth() * g.inChannels();
    int outs = g.outChannels();
    panels = new float[Math.multiplyExact(Lanes.padded(outs), depth)];
    Parallel.run(Lanes.panels(outs), panel -> pack(w, depth, outs, panel, panels));
  }

  /** Packs a weight of an ungrouped convolution. */
  static PackedPanels of(Conv2dGeometry g, float[] w) {
    return new PackedPanels(g, w);
  }

  /** Packs one panel of a weight {@code [depth, outs]}. */
  static void pack(float[] w, int depth, int outs, int panel, float[] panels) {
    int j = panel * COLUMNS;
    Packing.columns(w, j, outs, Math.min(COLUMNS, outs - j), depth, panels, j * depth);
  }

  @Override
  public boolean serves(Conv2dGeometry other) {
    return other.groups() == 1
        && other.kernelHeight() == g.kernelHeight()
        && other.kernelWidth() == g.kernelWidth()
        && other.inChannels() == g.inChannels()
        && other.outChannels() == g.outChannels()
        && !VectorConv2d.isRowProduct(other);
  }

  @Override
  public void forward(Conv2dGeometry sizes, float[] x, Epilogue epilogue, float[] y) {
    if (sizes.outputSize() == 0) {
      return;
    }
    BlockEpilogue ending = BlockEpilogue.of(epilogue, g.outChannels(), y);
    if (!VectorConv2d.isProduct(sizes) && ConvTiles.bySamples(sizes.batch())) {
      ConvTiles.run(TapTable.forward(sizes), sizes.batch(), x, panels, ending, y);
      return;
    }
    boolean pads = sizes.padHeight() > 0 || sizes.padWidth() > 0;
    positions(sizes, pads ? padded(sizes, x) : x, ending, y);
  }

  /** The source with its padding around it. */
  private static float[] padded(Conv2dGeometry g, float[] x) {
    int height = g.inHeight() + 2 * g.padHeight();
    int row = (g.inWidth() + 2 * g.padWidth()) * g.inChannels();
    int side = g.padWidth() * g.inChannels();
    int own = g.inWidth() * g.inChannels();
    int rows = g.batch() * height;
    float[] copy = Scratch.floats(Scratch.Slot.SHARED_LEFT, Math.multiplyExact(rows, row));
    Parallel.ranges(
        rows,
        Math.max(1, COPIED / Math.max(1, row)),
        (from, to) -> {
          for (int r = from; r < to; r++) {
            int y = r % height - g.padHeight();
            int at = r * row;
            if (y < 0 || y >= g.inHeight()) {
              Arrays.fill(copy, at, at + row, 0f);
            } else {
              Arrays.fill(copy, at, at + side, 0f);
              System.arraycopy(x, (r / height * g.inHeight() + y) * own, copy, at + side, own);
              Arrays.fill(copy, at + side + own, at + row, 0f);
            }
          }
        });
    return copy;
  }

  private void positions(
      Conv2dGeometry sizes, float[] source, @Nullable BlockEpilogue epilogue, float[] y) {
    int outs = sizes.outChannels();
    int rows = sizes.batch() * sizes.outHeight() * sizes.outWidth();
    SumPieces sum = new SumPieces(sizes, sizes.inWidth() + 2 * sizes.padWidth());
    int all = Lanes.panels(outs);
    int tasks = Math.clamp((long) rows * depth * outs / TASK, 1, MOST_TASKS);
    boolean byColumns = rows <= outs;
    int width = byColumns ? (all + tasks - 1) / tasks : all;
    int share = byColumns ? rows : (rows + tasks - 1) / tasks;
    int height = Math.min(MOST_ROWS, (share + EVEN_ROWS - 1) / EVEN_ROWS * EVEN_ROWS);
    int across = (all + width - 1) / width;
    int down = (rows + height - 1) / height;
    Parallel.run(
        down * across,
        task -> {
          int top = task / across * height;
          int first = task % across * width;
          int bottom = Math.min(rows, top + height);
          int last = Math.min(all, first + width);
          block(sizes, sum, source, top, bottom, first, last, y);
          if (epilogue != null) {
            int column = first * COLUMNS;
            int columns = Math.min(outs, last * COLUMNS) - column;
            epilogue.run(top * outs + column, bottom - top, outs, columns);
          }
        });
  }

  /* The positions [top, bottom) and the panels [first, last). */
  private void block(
      Conv2dGeometry sizes,
      SumPieces sum,
      float[] source,
      int top,
      int bottom,
      int first,
      int last,
      float[] y) {
    int rows = bottom - top;
    int[] starts = Scratch.taskStarts(rows);
    starts(sizes, top, bottom, starts);
    if (sum.count > 1 && sum.run < SHORT_RUN) {
      float[] copy = Scratch.floats(Scratch.Slot.TASK_LEFT, rows * depth);
      for (int i = 0; i < rows; i++) {
        sum.copy(source, starts[i], copy, i * depth);
        starts[i] = i * depth;
      }
      for (int panel = first; panel < last; panel++) {
        multiply(0, depth, 0, panel, copy, starts, top, bottom, y);
      }
    } else if (rows <= FEW_ROWS) {
      for (int panel = first; panel < last; panel++) {
        for (int i = 0; i < sum.count; i++) {
          int k = sum.start(i);
          multiply(k, sum.length(i), sum.shift(i), panel, source, starts, top, bottom, y);
        }
      }
    } else {
      for (int i = 0; i < sum.count; i++) {
        int k = sum.start(i);
        for (int panel = first; panel < last; panel++) {
          multiply(k, sum.length(i), sum.shift(i), panel, source, starts, top, bottom, y);
        }
      }
    }
  }

  /** Where the positions from {@code top} on start in the padded source. */
  private static void starts(Conv2dGeometry g, int top, int bottom, int[] starts) {
    int height = g.inHeight() + 2 * g.padHeight();
    int width = g.inWidth() + 2 * g.padWidth();
    int x = top % g.outWidth();
    int row = top / g.outWidth();
    int y = row % g.outHeight();
    int sample = row / g.outHeight();
    for (int i = top; i < bottom; i++) {
      int pixel = (sample * height + y * g.strideHeight()) * width + x * g.strideWidth();
      starts[i - top] = pixel * g.inChannels();
      if (++x == g.outWidth()) {
        x = 0;
        if (++y == g.outHeight()) {
          y = 0;
          sample++;
        }
      }
    }
  }

  /**
   * Multiplies rows that lie one after another in {@code source} with the panels {@code [first,
   * last)}: they are the positions {@code [top, bottom)} of the output.
   */
  void rows(float[] source, int top, int bottom, int first, int last, float[] y) {
    int rows = bottom - top;
    int[] starts = Scratch.taskStarts(rows);
    for (int i = 0; i < rows; i++) {
      starts[i] = i * depth;
    }
    if ((last - first) * COLUMNS * depth <= FEW_WEIGHTS) {
      for (int i = 0; i < rows; i += PositionKernel.ROWS) {
        int count = Math.min(PositionKernel.ROWS, rows - i);
        for (int panel = first; panel < last; panel++) {
          tile(count, 0, depth, 0, panel, source, starts, i, top, y);
        }
      }
      return;
    }
    int pieces = (depth + VectorMatMul.SUM_BLOCK - 1) / VectorMatMul.SUM_BLOCK;
    int length = (depth + pieces - 1) / pieces;
    for (int k = 0; k < depth; k += length) {
      int part = Math.min(length, depth - k);
      for (int panel = first; panel < last; panel++) {
        multiply(k, part, k, panel, source, starts, top, bottom, y);
      }
    }
  }

  /* A piece of the sum, from k on, of one panel. */
  private void multiply(
      int k,
      int length,
      int shift,
      int panel,
      float[] source,
      int[] starts,
      int top,
      int bottom,
      float[] y) {
    for (int i = 0; i < bottom - top; i += PositionKernel.ROWS) {
      int rows = Math.min(PositionKernel.ROWS, bottom - top - i);
      tile(rows, k, length, shift, panel, source, starts, i, top, y);
    }
  }

  /* A piece of the sum, from k on, of one panel and the rows from the i-th on. */
  private void tile(
      int rows,
      int k,
      int length,
      int shift,
      int panel,
      float[] source,
      int[] starts,
      int i,
      int top,
      float[] y) {
    int outs = g.outChannels();
    int column = panel * COLUMNS;
    PositionKernel.tile(
        rows,
        Math.min(COLUMNS, outs - column),
        starts,
        i,
        shift,
        length,
        source,
        panels,
        column * depth + k * COLUMNS,
        y,
        (top + i) * outs + column,
        outs,
        k == 0);
  }
}
