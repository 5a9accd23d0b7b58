package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.ROWS;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.WinogradKernels;
import org.modaj.engine.kernel.WinogradPlan;

/**
 * The Winograd convolution: the weights are transformed once, then tasks own blocks of tiles and
 * column panels of the target ({@link WinogradTiles}).
 */
final class VectorWinograd implements WinogradKernels {
  /** Floats of a block's transformed source and products: most of the second-level cache. */
  private static final int BLOCK_FLOATS = 180_000;

  /** Tiles of a block at least, so that the weights are worth their way to the core. */
  private static final int LEAST_TILES = 32;

  private static final int MOST_TILES = 128;

  /** Tasks into which a convolution is cut at least, where it has that many panels. */
  private static final int TASKS = 8;

  @Override
  public void forward(
      int tile, Conv2dGeometry g, float[] x, float[] w, float[] bias, float[] y) {
    run(WinogradPlan.forward(tile, g), x, w, bias, y);
  }

  @Override
  public void inputGradient(int tile, Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    run(WinogradPlan.inputGradient(tile, g), dy, w, null, dx);
  }

  @Override
  public void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    WinogradWeightGradient.run(g, x, dy, dw);
  }

  private static void run(
      WinogradPlan plan, float[] source, float[] w, float[] bias, float[] target) {
    int panels = Lanes.panels(plan.targetChannels());
    int panelFloats = plan.points() * pointFloats(plan);
    float[] weights =
        Scratch.floats(Scratch.Slot.SHARED_RIGHT, Math.multiplyExact(panels, panelFloats));
    Parallel.run(panels, panel -> weights(plan, panel, w, weights, panel * panelFloats));

    int tiles = plan.tiles();
    int height = blockTiles(plan);
    int blocks = (tiles + height - 1) / height;
    int groups = Math.min(panels, (TASKS + blocks - 1) / blocks);
    int width = (panels + groups - 1) / groups;
    int across = (panels + width - 1) / width;
    Parallel.run(
        blocks * across,
        task -> {
          int first = task / across * height;
          int panel = task % across * width;
          new WinogradTiles(
                  plan, first, Math.min(tiles, first + height), panel,
                  Math.min(panels, panel + width))
              .run(source, weights, bias, target);
        });
  }

  /** Floats of one point in a panel of the weights; a little more, lest all points collide. */
  static int pointFloats(WinogradPlan plan) {
    return (plan.sourceChannels() + 1) * COLUMNS;
  }

  private static int blockTiles(WinogradPlan plan) {
    int perTile = plan.points() * (plan.sourceChannels() + Lanes.padded(plan.targetChannels()));
    int fitting = BLOCK_FLOATS / perTile / ROWS * ROWS;
    int height = Math.max(LEAST_TILES, Math.min(MOST_TILES, fitting));
    int half = (plan.tiles() / 2 + ROWS - 1) / ROWS * ROWS;
    return Math.max(ROWS, Math.min(height, half));
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
