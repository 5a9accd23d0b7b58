package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.NormKernels.ROW_CHUNK;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Parallel;

/**
 * Per-channel sums over the rows of a {@code [rows, channels]} matrix in the order that {@link
 * org.modaj.engine.kernel.NormKernels} defines, one lane a channel. Memory is read in ascending
 * order: wide rows are added one by one to sums in memory, of narrow rows many at a time to sums in
 * registers.
 *
 * <p>The last vector of a row may reach into the next row: its lanes beyond the last channel add up
 * values that nobody reads, so a line of sums has room for a whole number of vectors. The rows at
 * the end of the matrix, where such a vector would leave it, are added one element at a time.
 */
abstract class RowSums {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  /**
   * Vectors of a narrow row: so few that their sums are better kept in registers over many rows.
   */
  private static final int NARROW = 2;

  /** Narrow rows added to one vector of sums before the next: they stay in the innermost cache. */
  static final int GROUP = 64;

  /** Channels of one task when there are too few chunks to keep the threads busy. */
  private static final int BLOCK = 128;

  private static final int ENOUGH_CHUNKS = 8;

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
    this.width = padded(channels);
    this.sums = Scratch.floats(Scratch.Slot.SHARED_LEFT, chunks() * lines * width + 2 * width);
  }

  /** The least whole number of vectors that holds {@code channels}. */
  static int padded(int channels) {
    return (channels + LANES - 1) / LANES * LANES;
  }

  /** Whether rows are added many at a time rather than one after the other. */
  static boolean isNarrow(int channels) {
    return channels <= NARROW * LANES;
  }

  /**
   * Adds the narrow rows {@code [row, end)}, which share one row of units, to the lines of sums
   * from index {@code at}.
   */
  abstract void addNarrow(int row, int end, int at);

  /**
   * Adds one row to the lines of sums from index {@code at}, in the vectors that start in the
   * channels {@code [fromC, toC)}.
   */
  abstract void addWide(int row, int fromC, int toC, int at);

  /** Adds one element to the lines of sums from index {@code at}. */
  abstract void addElement(int row, int channel, int at);

  /** Index in {@link #sums} of the {@code number}th of two spare lines, for padded parameters. */
  final int spareLine(int number) {
    return chunks() * lines * width + number * width;
  }

  private int chunks() {
    return (rows + ROW_CHUNK - 1) / ROW_CHUNK;
  }

  /** The totals {@code [lines, channels]}, in an array that the next call on this thread reuses. */
  final double[] totals() {
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
      Arrays.fill(sums, from + fromC, from + padded(toC), 0f);
    }
    int row = chunk * ROW_CHUNK;
    int end = Math.min(rows, row + ROW_CHUNK);
    int safeEnd = Math.min(end, safeRows(toC));
    if (isNarrow(channels)) {
      while (row < safeEnd) {
        int groupEnd = Math.min(safeEnd, row + GROUP);
        if (rowsPerSample > 0) {
          groupEnd = Math.min(groupEnd, (row / rowsPerSample + 1) * rowsPerSample);
        }
        addNarrow(row, groupEnd, at);
        row = groupEnd;
      }
    }
    for (; row < safeEnd; row++) {
      addWide(row, fromC, toC, at);
    }
    for (; row < end; row++) {
      for (int c = fromC; c < toC; c++) {
        addElement(row, c, at);
      }
    }
  }

  /** Rows in which vectors over the channels below {@code toC} stay inside every matrix. */
  private int safeRows(int toC) {
    int beyond = padded(toC) - channels;
    if (beyond <= 0) {
      return rows;
    }
    int lastLines = (beyond + channels - 1) / channels;
    return rows - lastLines * Math.max(1, rowsPerSample);
  }
}
