package org.modaj.engine.kernel.vector.sums;

import static org.modaj.engine.kernel.NormKernels.ROW_CHUNK;
import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;

import java.util.Arrays;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * Per-channel sums over the rows of a {@code [rows, channels]} matrix in the order that {@link
 * org.modaj.engine.kernel.NormKernels} defines, one lane a channel.
 *
 * <p>The last vectors of a row may reach into the next rows: their lanes beyond the last channel
 * add up values that nobody reads, so a line of sums has room for a whole number of pairs of
 * vectors. The rows at the end of the matrix, where such vectors would leave it, are added one
 * element at a time.
 */
abstract class RowSums {
  /** Rows added to sums in registers before the next channels: they stay in the nearest cache. */
  private static final int NARROW_GROUP = 64;

  private static final int WIDE_GROUP = 16;

  /** Channels of one task when there are too few chunks to keep the threads busy. */
  private static final int BLOCK = 128;

  private static final int ENOUGH_CHUNKS = 8;

  private static final int SPARE_LINES = 3;

  final int rows;
  final int channels;

  /** Consecutive rows that share one row of units; 0 when nothing is shared. */
  final int rowsPerSample;

  /** Distance between the lines of sums of one chunk. */
  final int width;

  private final int lines;

  /** The sums: {@code [chunks, lines, width]}. */
  final float[] sums;

  RowSums(int rows, int rowsPerSample, int channels, int lines) {
    this.rows = rows;
    this.rowsPerSample = rowsPerSample;
    this.channels = channels;
    this.lines = lines;
    this.width = paddedPairs(channels);
    this.sums =
        Scratch.floats(Scratch.Slot.SHARED_LEFT, chunks() * lines * width + SPARE_LINES * width);
  }

  /** The least whole number of pairs of vectors that holds {@code channels}. */
  static int paddedPairs(int channels) {
    return Lanes.panels(channels) * COLUMNS;
  }

  /** Rows to add to the sums in registers before going on to the next channels. */
  static int group(int channels) {
    return isNarrow(channels) ? NARROW_GROUP : WIDE_GROUP;
  }

  /** Whether one pair of vectors holds a row. */
  static boolean isNarrow(int channels) {
    return channels <= COLUMNS;
  }

  /**
   * Adds the rows {@code [row, end)}, which share one row of units, to the lines of sums from index
   * {@code at}, in the pairs of vectors that start in the channels {@code [fromC, toC)}.
   */
  abstract void addRows(int row, int end, int fromC, int toC, int at);

  /** Adds one element to the lines of sums from index {@code at}. */
  abstract void addElement(int row, int channel, int at);

  /** Index in {@link #sums} of the {@code number}th of three spare lines, for padded parameters. */
  final int spareLine(int number) {
    return chunks() * lines * width + number * width;
  }

  private int chunks() {
    return (rows + ROW_CHUNK - 1) / ROW_CHUNK;
  }

  /** The totals {@code [lines, channels]}, in an array that the next call on this thread reuses. */
  public final double[] totals() {
    int chunks = chunks();
    int blocks = chunks < ENOUGH_CHUNKS ? (channels + BLOCK - 1) / BLOCK : 1;
    Parallel.run(
        chunks * blocks,
        task -> {
          int block = task % blocks;
          int toC = block + 1 < blocks ? (block + 1) * BLOCK : channels;
          addChunk(task / blocks, block * BLOCK, toC);
        });
    double[] totals = Scratch.doubles(lines * channels);
    Arrays.fill(totals, 0, lines * channels, 0);
    for (int line = 0; line < chunks * lines; line++) {
      addLine(sums, line * width, totals, line % lines * channels, channels);
    }
    return totals;
  }

  private static void addLine(float[] sums, int at, double[] totals, int to, int n) {
    for (int c = 0; c < n; c++) {
      totals[to + c] += sums[at + c];
    }
  }

  private void addChunk(int chunk, int fromC, int toC) {
    int at = chunk * lines * width;
    for (int line = 0; line < lines; line++) {
      int from = at + line * width;
      Arrays.fill(sums, from + fromC, from + paddedPairs(toC), 0f);
    }
    int row = chunk * ROW_CHUNK;
    int end = Math.min(rows, row + ROW_CHUNK);
    int safeEnd = Math.min(end, safeRows(toC));
    while (row < safeEnd) {
      int groupEnd = Math.min(safeEnd, row + group(channels));
      if (rowsPerSample > 0) {
        groupEnd = Math.min(groupEnd, (row / rowsPerSample + 1) * rowsPerSample);
      }
      addRows(row, groupEnd, fromC, toC, at);
      row = groupEnd;
    }
    for (; row < end; row++) {
      for (int c = fromC; c < toC; c++) {
        addElement(row, c, at);
      }
    }
  }

  /** Rows in which vectors over the channels below {@code toC} stay inside every matrix. */
  private int safeRows(int toC) {
    int beyond = paddedPairs(toC) - channels;
    if (beyond <= 0) {
      return rows;
    }
    int lastLines = (beyond + channels - 1) / channels;
    return rows - lastLines * Math.max(1, rowsPerSample);
  }
}
