package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.WinogradKernels.TILES_PER_CHUNK;
import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import java.util.Arrays;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.WinogradKernels;
import org.modaj.engine.kernel.WinogradPlan;
import org.modaj.engine.kernel.vector.gemm.MicroKernel;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;
import org.modaj.engine.kernel.vector.sums.ChunkSums;

/**
 * The gradient of a 3 x 3 convolution's weight by {@link WinogradKernels#weightGradient}: the
 * transformed tiles of both images are written as the panels that the micro-kernel reads, then each
 * of the 36 points is a matrix product over the tiles. The work is cut in one of three ways:
 *
 * <ul>
 *   <li>few channels: a task takes a chunk of tiles through everything, in pieces that stay in its
 *       core's cache, and the sums of some chunks are kept until they are added;
 *   <li>one part of the tiles has them all, and there are many channels: a task takes a block of
 *       channels through all points and transforms its sums back while they are in its cache;
 *   <li>otherwise: parts of whole chunks, which bounds the memory; tasks own a point and a block.
 * </ul>
 */
final class WinogradWeightGradient {
  /** Floats of the transformed tiles in one part, if a chunk has no more. */
  private static final int PART_FLOATS = 1 << 19;

  /** Register tiles along the sides of a block: its sums of all points fill a core's cache. */
  private static final int BLOCK_ROWS = 16;

  private static final int BLOCK_COLUMNS = 4;

  /** Blocks that are enough for any number of threads, so that a task can take all points. */
  private static final int ENOUGH_BLOCKS = 16;

  /** Pairs of channels up to which a task takes a chunk. */
  private static final int FEW_PAIRS = 64 * 64;

  /** Chunks whose sums are kept until they are added. */
  private static final int ROUND = 16;

  /** Floats of the transformed tiles that such a task has at a time: half of a core's cache. */
  private static final int PIECE_FLOATS = 150_000;

  private static final int LEAST_PIECE = 32;

  /** Floats between two points, lest they fall into the same lines of the cache. */
  private static final int SKEW = 16;

  private static final int TAPS = WinogradPlan.TAPS * WinogradPlan.TAPS;

  private final Conv2dGeometry g;
  private final float[] x;
  private final float[] dy;
  private final float[] dw;
  private final WinogradPlan plan;
  private final int points;
  private final int chunks;
  private final int leftPanels;
  private final int rightPanels;

  /** Transformed floats of one tile. */
  private final int tileFloats;

  /** Blocks along both channel axes. */
  private final int down;

  private final int across;

  /** Floats between two points of a block's sums, and between two blocks. */
  private final int pointFloats;

  private final int blockFloats;

  private WinogradWeightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    this.g = g;
    this.x = x;
    this.dy = dy;
    this.dw = dw;
    plan = WinogradPlan.forward(4, g);
    points = plan.points();
    chunks = (plan.tiles() + TILES_PER_CHUNK - 1) / TILES_PER_CHUNK;
    leftPanels = (g.inChannels() + ROWS - 1) / ROWS;
    rightPanels = Lanes.panels(g.outChannels());
    tileFloats = points * (leftPanels * ROWS + rightPanels * COLUMNS);
    down = (leftPanels + BLOCK_ROWS - 1) / BLOCK_ROWS;
    across = (rightPanels + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
    int rows = Math.min(BLOCK_ROWS, leftPanels);
    int columns = Math.min(BLOCK_COLUMNS, rightPanels);
    pointFloats = rows * columns * ROWS * COLUMNS + SKEW;
    blockFloats = points * pointFloats;
  }

  /** Computes {@code dw}. */
  static void run(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    if (g.batch() == 0) {
      Arrays.fill(dw, 0, g.weightSize(), 0f);
      return;
    }
    new WinogradWeightGradient(g, x, dy, dw).run();
  }

  private void run() {
    int pairs = leftPanels * ROWS * rightPanels * COLUMNS;
    if (pairs <= FEW_PAIRS && chunks > 1) {
      byChunks();
    } else {
      byBlocks();
    }
  }

  private void byChunks() {
    int floats = down * across * blockFloats;
    int slots = Math.min(chunks, ROUND + 1);
    float[] sums = Scratch.floats(Scratch.Slot.SHARED_SUMS, Math.multiplyExact(slots, floats));
    for (int from = 0; from < chunks; from += from == 0 ? slots : ROUND) {
      int first = from;
      int slot = from == 0 ? 0 : 1; // the first has the sum of the rounds before
      int count = Math.min(chunks - from, slots - slot);
      Parallel.run(count, i -> chunk(first + i, sums, (slot + i) * floats));
      ChunkSums.total(sums, slot + count, floats, sums, false); // in the first slot
    }
    inverse(sums);
  }

  /* The sums of one chunk, in pieces that continue its chains. */
  private void chunk(int chunk, float[] sums, int offset) {
    int piece = Math.clamp(PIECE_FLOATS / tileFloats, LEAST_PIECE, TILES_PER_CHUNK);
    WinogradPanels left = WinogradPanels.input(plan, x, piece, Scratch.Slot.TASK_PRODUCT);
    WinogradPanels right = WinogradPanels.outputGradient(plan, dy, piece, Scratch.Slot.TASK_RIGHT);
    int start = chunk * TILES_PER_CHUNK;
    int end = Math.min(plan.tiles(), start + TILES_PER_CHUNK);
    for (int first = start; first < end; first += piece) {
      int last = Math.min(end, first + piece);
      for (int row = 0; row < WinogradPanels.rows(plan, first, last); row++) {
        left.fillRow(row, first, last);
        right.fillRow(row, first, last);
      }
      for (int task = 0; task < points * down * across; task++) {
        int block = task % (down * across);
        int to = offset + block * blockFloats;
        int point = task / (down * across);
        product(left, right, block, point, 0, last - first, sums, to, first == start, false);
      }
    }
  }

  private void byBlocks() {
    int blocks = down * across;
    int part = Math.clamp(PART_FLOATS / TILES_PER_CHUNK / tileFloats, 1, chunks) * TILES_PER_CHUNK;
    WinogradPanels left = WinogradPanels.input(plan, x, part, Scratch.Slot.SHARED_LEFT);
    WinogradPanels right = WinogradPanels.outputGradient(plan, dy, part, Scratch.Slot.SHARED_RIGHT);
    if (plan.tiles() <= part && blocks >= ENOUGH_BLOCKS) {
      transform(left, right, 0, plan.tiles());
      Parallel.run(blocks, block -> whole(left, right, block));
      return;
    }
    float[] sums = Scratch.floats(Scratch.Slot.SHARED_SUMS, blocks * blockFloats);
    for (int from = 0; from < plan.tiles(); from += part) {
      int first = from;
      int last = Math.min(plan.tiles(), from + part);
      transform(left, right, first, last);
      Parallel.run(
          points * blocks,
          task -> {
            int block = task % blocks;
            products(left, right, block, task / blocks, first, last, sums, block * blockFloats);
          });
    }
    inverse(sums);
  }

  private void transform(WinogradPanels left, WinogradPanels right, int first, int last) {
    Parallel.run(
        2 * WinogradPanels.rows(plan, first, last),
        task -> (task % 2 == 0 ? left : right).fillRow(task / 2, first, last));
  }

  /* All points of a block over all tiles. */
  private void whole(WinogradPanels left, WinogradPanels right, int block) {
    float[] sums = Scratch.floats(Scratch.Slot.TASK_PRODUCT, blockFloats);
    for (int point = 0; point < points; point++) {
      products(left, right, block, point, 0, plan.tiles(), sums, 0);
    }
    for (int i = 0; i < BLOCK_ROWS; i++) {
      inverse(block, i, sums, 0);
    }
  }

  /* The sums of one point of a block over the chunks of a part, the tiles [first, last). */
  private void products(
      WinogradPanels left,
      WinogradPanels right,
      int block,
      int point,
      int first,
      int last,
      float[] sums,
      int offset) {
    for (int tile = first; tile < last; tile += TILES_PER_CHUNK) {
      int count = Math.min(TILES_PER_CHUNK, last - tile);
      product(left, right, block, point, tile - first, count, sums, offset, true, tile > 0);
    }
  }

  /* Starts or continues the chains of one point of a block, or adds fresh ones to the sums. */
  private void product(
      WinogradPanels left,
      WinogradPanels right,
      int block,
      int point,
      int tile,
      int count,
      float[] sums,
      int offset,
      boolean fresh,
      boolean added) {
    int firstRow = block / across * BLOCK_ROWS;
    int firstColumn = block % across * BLOCK_COLUMNS;
    int rows = Math.min(BLOCK_ROWS, leftPanels - firstRow);
    int columns = Math.min(BLOCK_COLUMNS, rightPanels - firstColumn);
    int to = offset + point * pointFloats;
    float[] chunk = Scratch.floats(Scratch.Slot.TASK_TILE, ROWS * COLUMNS);
    int[] run = Scratch.oneRun(count);
    for (int j = 0; j < columns; j++) {
      int b = right.at(point, firstColumn + j) + tile * COLUMNS;
      for (int i = 0; i < rows; i++) {
        int a = left.at(point, firstRow + i) + tile * ROWS;
        int c = to + (i * columns + j) * ROWS * COLUMNS;
        if (added) {
          MicroKernel.tile(1, run, 0, left.panel, a, right.panel, b, chunk, 0, COLUMNS, true);
          ChunkSums.add(chunk, 0, sums, c, ROWS * COLUMNS);
        } else {
          MicroKernel.tile(1, run, 0, left.panel, a, right.panel, b, sums, c, COLUMNS, fresh);
        }
      }
    }
  }

  /* Adds whole vectors. */
  private void inverse(float[] sums) {
    Parallel.run(
        down * across * BLOCK_ROWS,
        task -> {
          int block = task / BLOCK_ROWS;
          inverse(block, task % BLOCK_ROWS, sums, block * blockFloats);
        });
  }

  /* Transforms back the sums of the i-th row of a block's register tiles, if there is one. */
  private void inverse(int block, int i, float[] sums, int offset) {
    int firstColumn = block % across * BLOCK_COLUMNS;
    int columns = Math.min(BLOCK_COLUMNS, rightPanels - firstColumn);
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
