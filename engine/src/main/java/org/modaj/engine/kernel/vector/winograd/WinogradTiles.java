package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.WinogradPlan;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.gemm.MicroKernel;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.gemm.RowKernel;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * One task of {@link VectorWinograd}: some tiles and some column panels of the target. The source
 * is transformed to {@code [point][tile][channel]}, multiplied to {@code [point][tile][column]},
 * and transformed back.
 */
final class WinogradTiles {
  /** Panels from which on the packing of the transformed source pays. */
  private static final int PACKED_PANELS = 4;

  private final WinogradPlan plan;
  private final int first;
  private final int last;
  private final int firstPanel;
  private final int panels;

  /** Whether the transformed source is packed for {@link MicroKernel}, which many panels repay. */
  private final boolean packed;

  /** Distance of two tiles in the source as it is transformed. */
  private final int sourceStride;

  /** Distances of two points in the transformed source, and of tiles and points in products. */
  private final int sourcePoint;

  private final int productStride;
  private final int productPoint;

  /**
   * A block of tiles and some panels of it.
   *
   * @param number of the block
   * @param rows tiles of every block but the last, a multiple of {@link Lanes#ROWS}
   */
  WinogradTiles(WinogradPlan plan, int number, int rows, int firstPanel, int lastPanel) {
    this.plan = plan;
    this.first = number * rows;
    this.last = Math.min(plan.tiles(), first + rows);
    this.firstPanel = firstPanel;
    this.panels = lastPanel - firstPanel;
    this.sourceStride = spread((plan.sourceChannels() + LANES - 1) / LANES * LANES);
    this.packed = Lanes.panels(plan.targetChannels()) >= PACKED_PANELS;
    this.sourcePoint = spread(rows * (packed ? plan.sourceChannels() : sourceStride));
    this.productStride = panels * COLUMNS;
    this.productPoint = spread(rows * productStride);
  }

  /* Distances that are large powers of two make everything collide in the same cache lines. */
  private static int spread(int distance) {
    return distance % 64 == 0 ? distance + 16 : distance;
  }

  /** Floats of the transformed source. */
  int sourceFloats() {
    return plan.points() * sourcePoint;
  }

  /** Transforms the source of all tiles to {@code v}. */
  void read(float[] source, float[] v) {
    read(first, last, source, v, 0);
  }

  /** Transforms the source of some of the tiles to {@code v}; {@code from} starts a row group. */
  void read(int from, int to, float[] source, float[] v, int offset) {
    float[] half = Scratch.floats(Scratch.Slot.TASK_HALF, WinogradTransform.HALF);
    float[] patch = Scratch.floats(Scratch.Slot.TASK_TILE, plan.points() * sourceStride);
    if (!packed) {
      for (int tile = from; tile < to; tile++) {
        int row = offset + (tile - first) * sourceStride;
        read(tile, source, patch, half, v, row, sourcePoint);
      }
      return;
    }
    int channels = plan.sourceChannels();
    int point = ROWS * sourceStride + LANES;
    float[] rows = Scratch.floats(Scratch.Slot.TASK_RIGHT, plan.points() * point);
    for (int group = from; group < to; group += ROWS) {
      for (int tile = group; tile < Math.min(to, group + ROWS); tile++) {
        read(tile, source, patch, half, rows, (tile - group) * sourceStride, point);
      }
      int panel = offset + (group - first) * channels;
      for (int i = 0; i < plan.points(); i++) {
        Packing.rows(rows, i * point, sourceStride, ROWS, channels, v, panel + i * sourcePoint);
      }
    }
  }

  /**
   * Multiplies the transformed source with the weights and transforms back.
   *
   * @param epilogue null when there is none
   */
  void compute(
      float[] v, int offset, float[] weights, @Nullable BlockEpilogue epilogue, float[] target) {
    float[] m = Scratch.floats(Scratch.Slot.TASK_PRODUCT, plan.points() * productPoint);
    for (int point = 0; point < plan.points(); point++) {
      multiply(point, v, offset + point * sourcePoint, weights, m);
    }
    float[] half = Scratch.floats(Scratch.Slot.TASK_HALF, WinogradTransform.HALF);
    float[] patch = Scratch.floats(Scratch.Slot.TASK_TILE, plan.points() * productStride);
    int start = first;
    for (int tile = first; tile < last; tile++) {
      write(tile, m, half, patch, target);
      if (epilogue != null && (tile + 1 == last || plan.left(tile + 1) == 0)) {
        finish(start, tile, epilogue);
        start = tile + 1;
      }
    }
  }

  /* Applies the epilogue to neighbouring tiles of one row. */
  private void finish(int from, int to, BlockEpilogue epilogue) {
    int outs = plan.targetChannels();
    int column = firstPanel * COLUMNS;
    int columns = Math.min(panels * COLUMNS, outs - column);
    int left = plan.left(from);
    int width = Math.min(plan.targetWidth(), plan.left(to) + plan.tile()) - left;
    int top = plan.sample(from) * plan.targetHeight() + plan.top(from);
    int rows = Math.min(plan.tile(), plan.targetHeight() - plan.top(from));
    for (int row = top; row < top + rows; row++) {
      int pixel = row * plan.targetWidth() + left;
      epilogue.run(pixel * outs + column, width, outs, columns);
    }
  }

  private void read(
      int tile, float[] source, float[] patch, float[] half, float[] v, int to, int toPoint) {
    int span = plan.span();
    int width = plan.sourceWidth();
    int channels = plan.sourceChannels();
    int top = plan.top(tile) - plan.padTop();
    int left = plan.left(tile) - plan.padLeft();
    int from = ((plan.sample(tile) * plan.sourceHeight() + top) * width + left) * channels;
    int end = from + ((span - 1) * width + span - 1) * channels + sourceStride;
    boolean inside =
        top >= 0
            && left >= 0
            && top + span <= plan.sourceHeight()
            && left + span <= width
            && end <= source.length;
    if (inside) {
      transform(source, from, width * channels, channels, half, v, to, toPoint);
    } else {
      copy(plan.sample(tile), top, left, source, patch);
      transform(patch, 0, span * sourceStride, sourceStride, half, v, to, toPoint);
    }
  }

  /* Beyond the last channel, the last vector has something that is not used. */
  private void transform(
      float[] s,
      int from,
      int rowStride,
      int columnStride,
      float[] half,
      float[] v,
      int to,
      int toPoint) {
    for (int c = 0; c < plan.sourceChannels(); c += LANES) {
      WinogradTransform.source(
          plan.tile(), s, from + c, rowStride, columnStride, half, v, to + c, toPoint);
    }
  }

  /* Copies what a tile reads, with zeros around the source. */
  private void copy(int sample, int top, int left, float[] source, float[] patch) {
    int span = plan.span();
    int channels = plan.sourceChannels();
    int start = Math.max(0, -left);
    int stop = Math.min(span, plan.sourceWidth() - left);
    for (int i = 0; i < span; i++) {
      int y = top + i;
      int to = i * span * sourceStride;
      boolean inside = y >= 0 && y < plan.sourceHeight() && start < stop;
      if (!inside || stop - start < span) {
        Arrays.fill(patch, to, to + span * sourceStride, 0f);
      }
      if (inside) {
        int from =
            ((sample * plan.sourceHeight() + y) * plan.sourceWidth() + left + start) * channels;
        for (int j = start; j < stop; j++, from += channels) {
          System.arraycopy(source, from, patch, to + j * sourceStride, channels);
        }
      }
    }
  }

  private void multiply(int point, float[] v, int from, float[] weights, float[] m) {
    int channels = plan.sourceChannels();
    int pointFloats = VectorWinograd.pointFloats(plan);
    int[] table = Scratch.oneRun(channels);
    for (int j = 0; j < panels; j++) {
      int panel = ((firstPanel + j) * plan.points() + point) * pointFloats;
      int to = point * productPoint + j * COLUMNS;
      for (int row = 0; row < last - first; row += ROWS) {
        int at = to + row * productStride;
        if (packed) {
          MicroKernel.tile(
              1, table, 0, v, from + row * channels, weights, panel, m, at, productStride, true);
        } else {
          RowKernel.tile(
              channels,
              v,
              from + row * sourceStride,
              sourceStride,
              weights,
              panel,
              m,
              at,
              productStride,
              true);
        }
      }
    }
  }

  private void write(int tile, float[] m, float[] half, float[] patch, float[] target) {
    int size = plan.tile();
    int outs = plan.targetChannels();
    int column = firstPanel * COLUMNS;
    int columns = Math.min(panels * COLUMNS, outs - column);
    int rows = Math.min(size, plan.targetHeight() - plan.top(tile));
    int width = Math.min(size, plan.targetWidth() - plan.left(tile));
    int row = plan.sample(tile) * plan.targetHeight() + plan.top(tile);
    int to = (row * plan.targetWidth() + plan.left(tile)) * outs + column;
    int rowStride = plan.targetWidth() * outs;
    int from = (tile - first) * productStride;
    if (rows == size && width == size && columns % LANES == 0) {
      for (int c = 0; c < columns; c += LANES) {
        WinogradTransform.target(
            size, m, from + c, productPoint, half, target, to + c, rowStride, outs);
      }
    } else {
      for (int c = 0; c < columns; c += LANES) {
        WinogradTransform.target(
            size, m, from + c, productPoint, half, patch, c, size * productStride, productStride);
      }
      for (int i = 0; i < rows * width; i++) {
        int at = (i / width * size + i % width) * productStride;
        int pixel = to + i / width * rowStride + i % width * outs;
        System.arraycopy(patch, at, target, pixel, columns);
      }
    }
  }
}
