package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.PackedSeparable;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.gemm.PositionKernel;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * A depthwise convolution and the 1 x 1 convolution after it in one pass: a task computes the
 * depthwise output of some positions into its own second-level cache and multiplies it with the
 * panels from there. Where there are more channels than positions, threads own channels: then the
 * whole depthwise output, which is small, is computed first.
 */
final class SeparablePanels implements PackedSeparable {
  /** Multiply-adds that are worth a task. */
  private static final long TASK = 400_000;

  /** Tasks into which few positions are cut at most. */
  private static final int MOST_TASKS = 8;

  /** Positions of a task at most. */
  private static final int MOST_ROWS = 120;

  /** Floats of the depthwise output of a task: half of a second-level cache. */
  private static final int CACHED = 1 << 16;

  private final Conv2dGeometry made;
  private final float[] w;
  private final int outs;
  private final PackedPanels panels;

  private SeparablePanels(Conv2dGeometry g, float[] w, float[] v, int outs) {
    this.made = g;
    this.w = w;
    this.outs = outs;
    panels = PackedPanels.of(g.pointwise(outs), v);
  }

  static SeparablePanels of(Conv2dGeometry g, float[] w, float[] v, int outs) {
    return new SeparablePanels(g, w, v, outs);
  }

  @Override
  public boolean serves(Conv2dGeometry g) {
    return g.isDepthwise()
        && g.inChannels() == made.inChannels()
        && g.kernelHeight() == made.kernelHeight()
        && g.kernelWidth() == made.kernelWidth();
  }

  @Override
  public void forward(Conv2dGeometry g, float[] x, Epilogue between, Epilogue last, float[] y) {
    if (g.batch() == 0 || outs == 0) {
      return;
    }
    int rows = g.batch() * g.outHeight() * g.outWidth();
    if (rows <= outs || !ChannelMap.fits(between)) {
      float[] inside =
          Scratch.floats(Scratch.Slot.SHARED_LEFT, Math.multiplyExact(rows, g.inChannels()));
      Depthwise.forward(g, x, w, between, inside);
      byColumns(inside, rows, BlockEpilogue.of(last, outs, y), y);
    } else {
      ChannelMap map = ChannelMap.of(between, g.inChannels());
      byRows(DepthwiseReading.forward(g), x, map, rows, BlockEpilogue.of(last, outs, y), y);
    }
  }

  private void byRows(
      DepthwiseReading reading,
      float[] x,
      ChannelMap map,
      int rows,
      @Nullable BlockEpilogue ending,
      float[] y) {
    int channels = reading.channels();
    int all = Lanes.panels(outs);
    int height = height(rows, channels);
    Parallel.ranges(
        rows,
        height,
        (top, bottom) -> {
          float[] inside = Scratch.floats(Scratch.Slot.TASK_LEFT, height * channels);
          reading.run(x, w, map, top, bottom, inside, 0);
          panels.rows(inside, top, bottom, 0, all, y);
          if (ending != null) {
            ending.run(top * outs, bottom * outs);
          }
        });
  }

  /** Positions of a task: whole register tiles, and an even number of tasks of about one size. */
  private int height(int rows, int channels) {
    int most = Math.clamp(CACHED / Math.max(1, channels), PositionKernel.ROWS, MOST_ROWS);
    long work = (long) rows * channels * outs / TASK;
    int tasks = Math.max(Math.clamp(work, 1, MOST_TASKS), (rows + most - 1) / most);
    tasks += tasks > 1 ? tasks % 2 : 0;
    int share = (rows + tasks - 1) / tasks;
    return (share + PositionKernel.ROWS - 1) / PositionKernel.ROWS * PositionKernel.ROWS;
  }

  private void byColumns(float[] inside, int rows, @Nullable BlockEpilogue ending, float[] y) {
    int all = Lanes.panels(outs);
    long work = (long) rows * made.inChannels() * outs / TASK;
    int tasks = Math.clamp(work, 1, MOST_TASKS);
    Parallel.ranges(
        all,
        (all + tasks - 1) / tasks,
        (first, last) -> {
          panels.rows(inside, 0, rows, first, last, y);
          if (ending != null) {
            int column = first * COLUMNS;
            int columns = Math.min(outs, last * COLUMNS) - column;
            ending.run(column, rows, outs, columns);
          }
        });
  }
}
