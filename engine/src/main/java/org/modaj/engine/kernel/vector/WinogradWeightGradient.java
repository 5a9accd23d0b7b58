package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.ROWS;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.WinogradKernels;
import org.modaj.engine.kernel.WinogradPlan;

/**
 * The gradient of a 3 x 3 convolution's weight by {@link WinogradKernels#weightGradient}: the
 * transformed tiles of both images are written as the panels that the micro-kernel reads, then each
 * of the 36 points is a matrix product over the tiles.
 *
 * <p>The work goes on in parts of whole chunks of tiles, which bounds the memory. The sums of all
 * points stay in memory between parts; where there is only one part, a task takes a block of
 * channels through all points and transforms its sums back while they are in its cache.
 */
final class WinogradWeightGradient {
  /** Floats of the transformed tiles in one part, if a chunk has no more. */
  private static final int PART_FLOATS = 1 << 19;

  /** Register tiles along the sides of a block: its sums of all points fill a core's cache. */
  private static final int BLOCK_ROWS = 16;

  private static final int BLOCK_COLUMNS = 4;

  /** Blocks that are enough for any number of threads, so that a task can take all points. */
  private static final int ENOUGH_BLOCKS = 16;

  /** Floats between two points, lest they fall into the same lines of the cache. */
  private static final int SKEW = 16;

  private static final int TAPS = WinogradPlan.TAPS * WinogradPlan.TAPS;

  private final Conv2dGeometry g;
  private final float[] dw;
  private final WinogradPlan plan;
  private final int points;

  /** Tiles of one part. */
  private final int part;

  private final WinogradPanels left;
  private final WinogradPanels right;

  /** Blocks along both channel axes. */
  private final int down;

  private final int across;

  /** Floats between two points of a block's sums, and between two blocks. */
  private final int pointFloats;

  private final int blockFloats;

  private WinogradWeightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    this.g = g;
    this.dw = dw;
    plan = WinogradPlan.forward(4, g);
    points = plan.points();
    int leftPanels = (g.inChannels() + ROWS - 1) / ROWS;
    int rightPanels = Lanes.panels(g.outChannels());
    int chunkFloats =
        points * WinogradKernels.TILES_PER_CHUNK * (leftPanels * ROWS + rightPanels * COLUMNS);
    int chunks = (plan.tiles() + WinogradKernels.TILES_PER_CHUNK - 1) / WinogradKernels.TILES_PER_CHUNK;
    part = Math.clamp(PART_FLOATS / chunkFloats, 1, chunks) * WinogradKernels.TILES_PER_CHUNK;
    left = WinogradPanels.input(plan, x, part);
    right = WinogradPanels.outputGradient(plan, dy, part);
    down = (leftPanels + BLOCK_ROWS - 1) / BLOCK_ROWS;
    across = (rightPanels + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
    int rows = Math.min(BLOCK_ROWS, leftPanels);
    int columns = Math.min(BLOCK_COLUMNS, rightPanels);
    pointFloats = rows * columns * ROWS * COLUMNS + SKEW;
    blockFloats = points * pointFloats;
  }

  /** Computes {@code dw}. */
  static void run(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    new WinogradWeightGradient(g, x, dy, dw).run();
  }

  private void run() {
    int blocks = down * across;
    if (plan.tiles() <= part && blocks >= ENOUGH_BLOCKS) {
      transform(0, plan.tiles());
      Parallel.run(blocks, this::whole);
      return;
    }
    float[] sums = Scratch.floats(Scratch.Slot.SHARED_SUMS, blocks * blockFloats);
    for (int from = 0; from < plan.tiles(); from += part) {
      int first = from;
      int last = Math.min(plan.tiles(), from + part);
      transform(first, last);
      Parallel.run(
          points * blocks,
          task -> {
            int block = task % blocks;
            product(block, task / blocks, first, last, sums, block * blockFloats);
          });
    }
    Parallel.run(
        blocks * BLOCK_ROWS,
        task -> {
          int block = task / BLOCK_ROWS;
          inverse(block, task % BLOCK_ROWS, sums, block * blockFloats);
        });
  }

  /* All points of a block over all tiles. */
  private void whole(int block) {
    float[] sums = Scratch.floats(Scratch.Slot.TASK_PRODUCT, blockFloats);
    for (int point = 0; point < points; point++) {
      product(block, point, 0, plan.tiles(), sums, 0);
    }
    for (int i = 0; i < BLOCK_ROWS; i++) {
      inverse(block, i, sums, 0);
    }
  }

  private void transform(int first, int last) {
    int across = plan.tilesAcross();
    int firstRow = first / across;
    int rows = (last - 1) / across - firstRow + 1;
    Parallel.run(
        2 * rows,
        task -> {
          int row = firstRow + task / 2;
          int from = Math.max(first, row * across);
          int to = Math.min(last, (row + 1) * across);
          (task % 2 == 0 ? left : right).fill(from, to, first);
        });
  }

  /* The sums of one point of a block over the tiles [first, last) of a part. */
  private void product(int block, int point, int first, int last, float[] sums, int offset) {
    int rows = Math.min(BLOCK_ROWS, left.panels - block / across * BLOCK_ROWS);
    int columns = Math.min(BLOCK_COLUMNS, right.panels - block % across * BLOCK_COLUMNS);
    int l = left.at(point, block / across * BLOCK_ROWS);
    int r = right.at(point, block % across * BLOCK_COLUMNS);
    int to = offset + point * pointFloats;
    float[] chunk = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    for (int tile = first; tile < last; tile += WinogradKernels.TILES_PER_CHUNK) {
      int[] run = Scratch.oneRun(Math.min(WinogradKernels.TILES_PER_CHUNK, last - tile));
      for (int j = 0; j < columns; j++) {
        int b = r + (j * part + tile - first) * COLUMNS;
        for (int i = 0; i < rows; i++) {
          int a = l + (i * part + tile - first) * ROWS;
          int c = to + (i * columns + j) * ROWS * COLUMNS;
          if (tile == 0) {
            MicroKernel.tile(1, run, 0, left.panel, a, right.panel, b, sums, c, COLUMNS, true);
          } else {
            MicroKernel.tile(1, run, 0, left.panel, a, right.panel, b, chunk, 0, COLUMNS, true);
            add(chunk, sums, c);
          }
        }
      }
    }
  }

  private static void add(float[] chunk, float[] sums, int at) {
    for (int i = 0; i < ROWS * COLUMNS; i += LANES) {
      FloatVector.fromArray(SPECIES, sums, at + i)
          .add(FloatVector.fromArray(SPECIES, chunk, i))
          .intoArray(sums, at + i);
    }
  }

  /* Transforms back the sums of the i-th row of a block's register tiles, if there is one. */
  private void inverse(int block, int i, float[] sums, int offset) {
    int firstColumn = block % across * BLOCK_COLUMNS;
    int columns = Math.min(BLOCK_COLUMNS, right.panels - firstColumn);
    int row = (block / across * BLOCK_ROWS + i) * ROWS;
    for (int r = 0; r < Math.min(ROWS, g.inChannels() - row); r++) {
      for (int j = 0; j < columns; j++) {
        int from = offset + ((i * columns + j) * ROWS + r) * COLUMNS;
        taps(row + r, (firstColumn + j) * COLUMNS, sums, from);
      }
    }
  }

  /* One row of one register tile. */
  private void taps(int row, int column, float[] sums, int from) {
    int size = g.inChannels() * g.outChannels();
    float[] half = Scratch.floats(Scratch.Slot.TASK_HALF, WinogradTransform.HALF);
    for (int c = 0; c < Math.min(COLUMNS, g.outChannels() - column); c += LANES) {
      int to = row * g.outChannels() + column + c;
      int width = Math.min(LANES, g.outChannels() - column - c);
      if (width == LANES) {
        WinogradGradientTransform.weights(sums, from + c, pointFloats, half, dw, to, size);
      } else {
        float[] taps = Scratch.floats(Scratch.Slot.TASK_TILE, TAPS * LANES);
        WinogradGradientTransform.weights(sums, from + c, pointFloats, half, taps, 0, LANES);
        for (int tap = 0; tap < TAPS; tap++) {
          System.arraycopy(taps, tap * LANES, dw, to + tap * size, width);
        }
      }
    }
  }
}
