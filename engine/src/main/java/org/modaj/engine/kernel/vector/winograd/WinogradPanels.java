package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import java.util.Arrays;
import org.modaj.engine.kernel.WinogradPlan;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * One of the two factors of {@link WinogradWeightGradient}: the transformed tiles of the input or
 * of the output's gradient as panels {@code [point][panel][tile][channel of the panel]}.
 *
 * <p>A row of tiles is transformed along the heights for all its columns at once, as neighbouring
 * tiles share columns of the input, then along the widths tile by tile.
 */
final class WinogradPanels {
  /** Floats between two points, or columns of a copy, lest they fall into the same cache lines. */
  private static final int SKEW = 16;

  /** The panels, of one part of the tiles. */
  final float[] panel;

  /** Panels of one point. */
  private final int panels;

  private final WinogradPlan plan;
  private final boolean input;
  private final float[] image;
  private final int height;
  private final int width;
  private final int channels;

  /** Channels of one panel. */
  private final int panelWidth;

  /** Tiles of one part. */
  private final int part;

  private final int pointFloats;

  /** Rows and columns of the image that a tile reads. */
  private final int span;

  /** The first row and the first column that the first tile reads. */
  private final int top;

  private final int left;

  private WinogradPanels(
      WinogradPlan plan,
      boolean input,
      float[] image,
      int panelWidth,
      int part,
      Scratch.Slot slot) {
    this.plan = plan;
    this.input = input;
    this.image = image;
    this.panelWidth = panelWidth;
    this.part = part;
    height = input ? plan.sourceHeight() : plan.targetHeight();
    width = input ? plan.sourceWidth() : plan.targetWidth();
    channels = input ? plan.sourceChannels() : plan.targetChannels();
    span = input ? plan.span() : plan.tile();
    top = input ? -plan.padTop() : 0;
    left = input ? -plan.padLeft() : 0;
    panels = (channels + panelWidth - 1) / panelWidth;
    pointFloats = panels * part * panelWidth + SKEW;
    panel = Scratch.floats(slot, plan.points() * pointFloats);
  }

  /** The left panels, of the convolution's input, for up to {@code part} tiles. */
  static WinogradPanels input(WinogradPlan plan, float[] x, int part, Scratch.Slot slot) {
    return new WinogradPanels(plan, true, x, ROWS, part, slot);
  }

  /** The right panels, of the gradient of the convolution's output. */
  static WinogradPanels outputGradient(WinogradPlan plan, float[] dy, int part, Scratch.Slot slot) {
    return new WinogradPanels(plan, false, dy, COLUMNS, part, slot);
  }

  /** Where a panel of a point starts. */
  int at(int point, int number) {
    return point * pointFloats + number * part * panelWidth;
  }

  /** Rows of tiles that the tiles {@code [first, last)} belong to. */
  static int rows(WinogradPlan plan, int first, int last) {
    return (last - 1) / plan.tilesAcross() - first / plan.tilesAcross() + 1;
  }

  /** Fills in those of the tiles {@code [first, last)} that belong to the i-th of their rows. */
  void fillRow(int i, int first, int last) {
    int start = (first / plan.tilesAcross() + i) * plan.tilesAcross();
    fill(Math.max(first, start), Math.min(last, start + plan.tilesAcross()), first);
  }

  /**
   * Fills in the tiles {@code [from, to)} of one row of tiles.
   *
   * @param first the first tile of the part
   */
  private void fill(int from, int to, int first) {
    int y = top + plan.top(from);
    int x = left + plan.left(from);
    int columns = (to - from - 1) * plan.tile() + span;
    int firstColumn = Math.clamp(-x, 0, columns);
    int lastColumn = Math.clamp(width - x, firstColumn, columns);
    float[] half =
        Scratch.floats(Scratch.Slot.TASK_HALF, WinogradTileRow.FACTORS * columns * LANES);
    zero(half, columns, 0, firstColumn);
    zero(half, columns, lastColumn, columns);
    int row = plan.sample(from) * height + y;
    boolean whole = y >= 0 && y + span <= height && channels % LANES == 0;
    if (whole) {
      transform(
          image,
          (row * width + x) * channels,
          width * channels,
          channels,
          firstColumn,
          lastColumn,
          half,
          columns,
          from - first,
          to - from);
    } else {
      int columnStride = (channels + LANES - 1) / LANES * LANES + SKEW;
      float[] copy = Scratch.floats(Scratch.Slot.TASK_LEFT, span * width * columnStride);
      copy(row, y, copy, columnStride);
      transform(
          copy,
          x * columnStride,
          width * columnStride,
          columnStride,
          firstColumn,
          lastColumn,
          half,
          columns,
          from - first,
          to - from);
    }
  }

  private void transform(
      float[] s,
      int base,
      int rowStride,
      int columnStride,
      int firstColumn,
      int lastColumn,
      float[] half,
      int columns,
      int tile,
      int tiles) {
    for (int c = 0; c < channels; c += LANES) {
      int from = base + c;
      int to = at(0, c / panelWidth) + tile * panelWidth + c % panelWidth;
      if (input) {
        WinogradTileRow.inputHeights(
            s, from, rowStride, columnStride, firstColumn, lastColumn, half, columns);
        WinogradTileRow.inputWidths(half, columns, tiles, panel, to, panelWidth, pointFloats);
      } else {
        WinogradTileRow.gradientHeights(
            s, from, rowStride, columnStride, firstColumn, lastColumn, half, columns);
        WinogradTileRow.gradientWidths(half, columns, tiles, panel, to, panelWidth, pointFloats);
      }
    }
  }

  /* Copies the rows from y on, with zeros for those that do not exist. */
  private void copy(int row, int y, float[] target, int columnStride) {
    for (int i = 0; i < span; i++) {
      int to = i * width * columnStride;
      if (y + i < 0 || y + i >= height) {
        Arrays.fill(target, to, to + width * columnStride, 0f);
        continue;
      }
      int from = (row + i) * width * channels;
      for (int x = 0; x < width; x++) {
        System.arraycopy(image, from + x * channels, target, to + x * columnStride, channels);
      }
    }
  }

  private static void zero(float[] half, int columns, int from, int to) {
    for (int i = 0; i < WinogradTileRow.FACTORS && from < to; i++) {
      Arrays.fill(half, (i * columns + from) * LANES, (i * columns + to) * LANES, 0f);
    }
  }
}
