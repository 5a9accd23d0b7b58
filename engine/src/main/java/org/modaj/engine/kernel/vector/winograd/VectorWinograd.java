package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.PackedConvolution;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.WinogradKernels;
import org.modaj.engine.kernel.WinogradPlan;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The Winograd convolution: the weights are transformed once, then tasks own blocks of tiles and
 * column panels of the target ({@link WinogradTiles}).
 */
public final class VectorWinograd implements WinogradKernels {
  /** Floats of a block's transformed source and products: most of the second-level cache. */
  private static final int BLOCK_FLOATS = 180_000;

  private static final int MOST_TILES = 128;

  /** Floats of the weights for which a block has one tile more: they are read for each block. */
  private static final int WEIGHTS_PER_TILE = 1 << 16;

  /** Tasks into which a convolution is cut at least, where it has that many panels. */
  private static final int TASKS = 8;

  @Override
  public void forward(
      int tile, Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y) {
    run(WinogradPlan.forward(tile, g), x, w, BlockEpilogue.of(epilogue, g.outChannels(), y), y);
  }

  @Override
  public void inputGradient(int tile, Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    run(WinogradPlan.inputGradient(tile, g), dy, w, null, dx);
  }

  @Override
  public void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    WinogradWeightGradient.run(g, x, dy, dw);
  }

  @Override
  public PackedConvolution pack(int tile, Conv2dGeometry g, float[] w) {
    WinogradPlan plan = WinogradPlan.forward(tile, g);
    float[] weights = new float[weightFloats(plan)];
    transformWeights(plan, w, weights);
    return new PackedConvolution() {
      @Override
      public boolean serves(Conv2dGeometry other) {
        return WinogradPlan.isPossible(other)
            && other.inChannels() == g.inChannels()
            && other.outChannels() == g.outChannels();
      }

      @Override
      public void forward(Conv2dGeometry other, float[] x, Epilogue epilogue, float[] y) {
        BlockEpilogue ending = BlockEpilogue.of(epilogue, g.outChannels(), y);
        multiply(WinogradPlan.forward(tile, other), x, weights, ending, y);
      }
    };
  }

  private static void run(
      WinogradPlan plan,
      float[] source,
      float[] w,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    if (plan.tiles() == 0) {
      return; // an empty batch
    }
    float[] weights = Scratch.floats(Scratch.Slot.SHARED_RIGHT, weightFloats(plan));
    transformWeights(plan, w, weights);
    multiply(plan, source, weights, epilogue, target);
  }

  private static int weightFloats(WinogradPlan plan) {
    int panels = Lanes.panels(plan.targetChannels());
    return Math.multiplyExact(panels, plan.points() * pointFloats(plan));
  }

  private static void transformWeights(WinogradPlan plan, float[] w, float[] weights) {
    int panelFloats = plan.points() * pointFloats(plan);
    Parallel.run(
        Lanes.panels(plan.targetChannels()),
        panel -> weights(plan, panel, w, weights, panel * panelFloats));
  }

  private static void multiply(
      WinogradPlan plan,
      float[] source,
      float[] weights,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    if (plan.tiles() == 0) {
      return; // an empty batch
    }
    int panels = Lanes.panels(plan.targetChannels());
    int tiles = plan.tiles();
    int height = blockTiles(plan);
    int blocks = (tiles + height - 1) / height;
    int groups = Math.min(panels, (TASKS + blocks - 1) / blocks);
    int width = (panels + groups - 1) / groups;
    int across = (panels + width - 1) / width;
    float[] v = across == 1 ? null : transformed(plan, height, source);
    Parallel.run(
        blocks * across,
        task -> {
          int block = task / across;
          int panel = task % across * width;
          WinogradTiles part =
              new WinogradTiles(plan, block, height, panel, Math.min(panels, panel + width));
          if (v == null) {
            float[] own = Scratch.floats(Scratch.Slot.TASK_LEFT, part.sourceFloats());
            part.read(source, own);
            part.compute(own, 0, weights, epilogue, target);
          } else {
            part.compute(v, block * part.sourceFloats(), weights, epilogue, target);
          }
        });
  }

  /* The transformed source of all blocks, where several tasks need each. */
  private static float[] transformed(WinogradPlan plan, int height, float[] source) {
    int tiles = plan.tiles();
    int blockFloats = new WinogradTiles(plan, 0, height, 0, 0).sourceFloats();
    int blocks = (tiles + height - 1) / height;
    float[] v = Scratch.floats(Scratch.Slot.SHARED_LEFT, Math.multiplyExact(blocks, blockFloats));
    Parallel.ranges(
        tiles,
        ROWS,
        (from, to) -> {
          int block = from / height;
          new WinogradTiles(plan, block, height, 0, 0)
              .read(from, to, source, v, block * blockFloats);
        });
    return v;
  }

  /** Floats of one point in a panel of the weights; a little more, lest all points collide. */
  static int pointFloats(WinogradPlan plan) {
    return (plan.sourceChannels() + 1) * COLUMNS;
  }

  private static int blockTiles(WinogradPlan plan) {
    int columns = Lanes.padded(plan.targetChannels());
    int perTile = plan.points() * (plan.sourceChannels() + columns);
    int worth = plan.points() * pointFloats(plan) / COLUMNS * columns / WEIGHTS_PER_TILE;
    int height = Math.min(MOST_TILES, Math.max(BLOCK_FLOATS / perTile, worth)) / ROWS * ROWS;
    int half = (plan.tiles() / 2 + ROWS - 1) / ROWS * ROWS;
    return Math.max(ROWS, worth < MOST_TILES ? Math.min(height, half) : height);
  }

  /* Packs the nine taps of a panel [tap][k][column] and transforms them to [point][k][column]. */
  private static void weights(WinogradPlan plan, int panel, float[] w, float[] to, int offset) {
    int ins = plan.sourceChannels();
    int outs = plan.targetChannels();
    int column = panel * COLUMNS;
    int columns = Math.min(COLUMNS, outs - column);
    int stride = pointFloats(plan);
    float[] taps = Scratch.floats(Scratch.Slot.TASK_RIGHT, 9 * stride);
    for (int tap = 0; tap < 9; tap++) {
      int from = plan.weightIndex(tap / 3, tap % 3, 0, column);
      if (plan.turned()) {
        Packing.columnsTransposed(w, from, ins, columns, ins, taps, tap * stride);
      } else {
        Packing.columns(w, from, outs, columns, ins, taps, tap * stride);
      }
    }
    float[] half = Scratch.floats(Scratch.Slot.TASK_HALF, WinogradTransform.HALF);
    for (int i = 0; i < ins * COLUMNS; i += LANES) {
      WinogradTransform.weight(plan.tile(), taps, i, stride, half, to, offset + i, stride);
    }
  }
}
