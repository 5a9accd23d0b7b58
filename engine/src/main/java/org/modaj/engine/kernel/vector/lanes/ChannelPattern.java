package org.modaj.engine.kernel.vector.lanes;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;

/**
 * One value a channel, repeated beyond the last channel so that a vector can be loaded at every
 * channel. With it a {@code [rows, channels]} matrix is one flat loop for any number of channels:
 * the vector of elements {@code i, i+1, …} meets the pattern at {@code i mod channels}.
 */
public final class ChannelPattern {
  private ChannelPattern() {}

  /** Floats that one pattern takes. */
  public static int length(int channels) {
    return channels + LANES;
  }

  /** Writes {@code row[rowAt..rowAt+channels)}, repeated, into {@code to} from {@code at}. */
  public static void repeat(float[] row, int rowAt, int channels, float[] to, int at) {
    System.arraycopy(row, rowAt, to, at, channels);
    for (int i = channels; i < channels + LANES; i++) {
      to[at + i] = to[at + i - channels];
    }
  }

  /** Channels by which one vector moves on, less whole rows. */
  public static int advance(int channels) {
    return LANES % channels;
  }
}
