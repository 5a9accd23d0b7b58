package org.modaj.engine.kernel.vector.lanes;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;

/**
 * One value a channel, repeated, so that a vector can be loaded at every channel. With it a {@code
 * [rows, channels]} matrix is one flat array for any number of channels: the vector of elements
 * {@code i, i+1, …} meets the pattern at {@code i mod period}.
 *
 * <p>The period is a whole number of rows, and long: a loop over one period has the index of the
 * pattern for its counter, so that the compiler checks its bounds once. Loops run
 *
 * <pre>{@code
 * int i = from;
 * for (int c = from % period; i <= last; c -= period) {
 *   int base = i - c;
 *   int end = ChannelPattern.end(period, base, last);
 *   for (; c < end; c += LANES) { … elements base + c, pattern c … }
 *   i = base + c;
 * }
 * }</pre>
 */
public final class ChannelPattern {
  private static final int LEAST_PERIOD = 256;

  private ChannelPattern() {}

  /** Elements after which the pattern starts again: the rows that make up at least 256. */
  public static int period(int channels) {
    return channels * ((LEAST_PERIOD + channels - 1) / channels);
  }

  /** Floats that one pattern takes. */
  public static int length(int channels) {
    return period(channels) + LANES;
  }

  /** Writes {@code row[rowAt..rowAt+channels)}, repeated, into {@code to} from {@code at}. */
  public static void repeat(float[] row, int rowAt, int channels, float[] to, int at) {
    System.arraycopy(row, rowAt, to, at, channels);
    int length = length(channels);
    for (int done = channels; done < length; done *= 2) {
      System.arraycopy(to, at, to, at + done, Math.min(done, length - done));
    }
  }

  /**
   * Where the loop over one period ends.
   *
   * @param base index of the element that meets the pattern's start
   * @param last index of the last element at which a vector may start
   */
  public static int end(int period, int base, int last) {
    return Math.min(period, last - base + 1);
  }
}
