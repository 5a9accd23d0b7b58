package org.modaj.engine.kernel.vector.lanes;

import org.modaj.engine.kernel.Parallel;

/** Cuts a {@code [rows, channels]} matrix into the rows of one sample each. */
public final class SampleRows {
  /** The work on the elements {@code [from, to)}, whole rows of one sample. */
  @FunctionalInterface
  public interface Body {
    /**
     * Does the work.
     *
     * @param units the sample's row of units as a {@link ChannelPattern}
     */
    void accept(int from, int to, float[] units);
  }

  private SampleRows() {}

  /** Runs {@code body} over all elements; {@code units} is {@code [samples, channels]}. */
  public static void run(int rows, int rowsPerSample, int channels, float[] units, Body body) {
    Parallel.ranges(
        rows,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, channels)),
        (from, to) -> {
          float[] pattern = Scratch.floats(Scratch.Slot.TASK_LEFT, ChannelPattern.length(channels));
          int row = from;
          while (row < to) {
            int sample = row / rowsPerSample;
            int end = Math.min(to, (sample + 1) * rowsPerSample);
            ChannelPattern.repeat(units, sample * channels, channels, pattern, 0);
            body.accept(row * channels, end * channels, pattern);
            row = end;
          }
        });
  }
}
