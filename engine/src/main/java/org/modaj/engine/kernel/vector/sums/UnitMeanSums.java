package org.modaj.engine.kernel.vector.sums;

import static org.modaj.engine.kernel.ActivationKernels.POSITION_CHUNK;
import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * Mean magnitudes of each sample's units, one lane a unit, in the order that {@link
 * org.modaj.engine.kernel.ActivationKernels#unitMeans} defines.
 *
 * <p>The running sums of a sample are one padded line. The last vectors of a position may reach
 * into the next positions: their lanes beyond the last unit are never read. The positions before
 * the end of the matrix whose vectors would leave it are added one element at a time.
 */
public final class UnitMeanSums {
  private UnitMeanSums() {}

  /**
   * Computes the means.
   *
   * @param before computes the rows {@code [from, to)} of {@code x} just before they are read, or
   *     null when they are there
   */
  public static void run(
      int samples,
      int positions,
      int channels,
      float[] x,
      float[] means,
      Parallel.@Nullable RangeBody before) {
    int size = Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, positions * channels));
    int end = samples * positions;
    Parallel.ranges(
        samples,
        size,
        (from, to) -> {
          for (int n = from; n < to; n++) {
            sample(n, positions, channels, x, end, means, before);
          }
        });
  }

  private static void sample(
      int n,
      int positions,
      int channels,
      float[] x,
      int matrixEnd,
      float[] means,
      Parallel.@Nullable RangeBody before) {
    int width = RowSums.paddedPairs(channels);
    float[] line = Scratch.floats(Scratch.Slot.TASK_LEFT, width);
    int safe = matrixEnd - (width - 1) / Math.max(1, channels);
    int to = n * channels;
    Arrays.fill(means, to, to + channels, 0f);
    int sampleEnd = (n + 1) * positions;
    for (int chunk = n * positions; chunk < sampleEnd; chunk += POSITION_CHUNK) {
      int end = Math.min(sampleEnd, chunk + POSITION_CHUNK);
      Arrays.fill(line, 0, width, 0f);
      for (int row = chunk; row < end; ) {
        int groupEnd = Math.min(end, row + RowSums.group(channels));
        if (before != null) {
          before.accept(row, groupEnd);
        }
        addRows(x, row, groupEnd, Math.max(row, Math.min(groupEnd, safe)), channels, line);
        row = groupEnd;
      }
      for (int c = 0; c < channels; c++) {
        means[to + c] += line[c];
      }
    }
    float factor = 1f / positions;
    for (int c = 0; c < channels; c++) {
      means[to + c] *= factor;
    }
  }

  /* Adds the rows [row, end), with vectors those before safeEnd. */
  private static void addRows(
      float[] x, int row, int end, int safeEnd, int channels, float[] line) {
    if (row < safeEnd) {
      for (int c = 0; c < channels; c += COLUMNS) {
        addMagnitudes(x, row * channels + c, safeEnd - row, channels, line, c);
      }
    }
    for (int r = safeEnd; r < end; r++) {
      for (int c = 0; c < channels; c++) {
        line[c] += Math.abs(x[r * channels + c]);
      }
    }
  }

  private static void addMagnitudes(
      float[] x, int from, int rows, int channels, float[] line, int at) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, line, at);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, line, at + LANES);
    for (int r = 0, i = from; r < rows; r++, i += channels) {
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, i).abs());
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, i + LANES).abs());
    }
    sum0.intoArray(line, at);
    sum1.intoArray(line, at + LANES);
  }
}
