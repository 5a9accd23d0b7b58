package org.modaj.engine.kernel.vector.epilogue;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.vector.lanes.ChannelPattern;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The map {@code max(0, fma(x - mean, scale, shift) + skip)}, element by element; without a ReLU
 * the floor is -∞ in place of 0. The parameters of the channels are {@link ChannelPattern
 * patterns}.
 */
public final class AffineMap {
  private final int channels;
  private final float[] x;
  private final float @Nullable [] skip;
  private final float[] y;
  private final float[] pattern;
  private final int length;
  private final float floor;

  /**
   * Takes the operands.
   *
   * @param channels at least 1
   * @param mean null for zeros
   * @param skip null when nothing is added
   * @param y may be {@code x} or {@code skip}
   * @param slot where the patterns are until the last element has been computed
   */
  public AffineMap(
      int channels,
      float[] x,
      float @Nullable [] mean,
      float[] scale,
      float[] shift,
      float @Nullable [] skip,
      boolean relu,
      float[] y,
      Scratch.Slot slot) {
    this.channels = channels;
    this.x = x;
    this.skip = skip;
    this.y = y;
    this.floor = relu ? 0f : Float.NEGATIVE_INFINITY;
    this.length = ChannelPattern.length(channels);
    this.pattern = Scratch.floats(slot, 3 * length);
    ChannelPattern.repeat(scale, 0, channels, pattern, 0);
    ChannelPattern.repeat(shift, 0, channels, pattern, length);
    if (mean == null) {
      Arrays.fill(pattern, 2 * length, 3 * length, 0f);
    } else {
      ChannelPattern.repeat(mean, 0, channels, pattern, 2 * length);
    }
  }

  /** The elements {@code [from, to)}, which may start anywhere in a row. */
  public void run(int from, int to) {
    float @Nullable [] skip = this.skip;
    if (skip == null) {
      plain(from, to);
    } else {
      withSkip(skip, from, to);
    }
  }

  private void plain(int from, int to) {
    float[] x = this.x;
    float[] y = this.y;
    float[] pattern = this.pattern;
    int channels = this.channels;
    int length = this.length;
    float floor = this.floor;
    int period = ChannelPattern.period(channels);
    int last = to - LANES;
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    int i = from;
    for (int c = from % period; i <= last; c -= period) {
      int base = i - c;
      int end = ChannelPattern.end(period, base, last);
      for (; c < end; c += LANES) {
        FloatVector scale = FloatVector.fromArray(SPECIES, pattern, c);
        FloatVector shift = FloatVector.fromArray(SPECIES, pattern, length + c);
        FloatVector mean = FloatVector.fromArray(SPECIES, pattern, 2 * length + c);
        FloatVector value = FloatVector.fromArray(SPECIES, x, base + c).sub(mean).fma(scale, shift);
        value.blend(least, value.compare(LE, least)).intoArray(y, base + c);
      }
      i = base + c;
    }
    for (; i < to; i++) {
      y[i] = Math.max(floor, value(x[i], i % channels));
    }
  }

  private void withSkip(float[] skip, int from, int to) {
    float[] x = this.x;
    float[] y = this.y;
    float[] pattern = this.pattern;
    int channels = this.channels;
    int length = this.length;
    float floor = this.floor;
    int period = ChannelPattern.period(channels);
    int last = to - LANES;
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    int i = from;
    for (int c = from % period; i <= last; c -= period) {
      int base = i - c;
      int end = ChannelPattern.end(period, base, last);
      for (; c < end; c += LANES) {
        FloatVector scale = FloatVector.fromArray(SPECIES, pattern, c);
        FloatVector shift = FloatVector.fromArray(SPECIES, pattern, length + c);
        FloatVector mean = FloatVector.fromArray(SPECIES, pattern, 2 * length + c);
        FloatVector value =
            FloatVector.fromArray(SPECIES, x, base + c)
                .sub(mean)
                .fma(scale, shift)
                .add(FloatVector.fromArray(SPECIES, skip, base + c));
        value.blend(least, value.compare(LE, least)).intoArray(y, base + c);
      }
      i = base + c;
    }
    for (; i < to; i++) {
      y[i] = Math.max(floor, value(x[i], i % channels) + skip[i]);
    }
  }

  private float value(float x, int c) {
    return Math.fma(x - pattern[2 * length + c], pattern[c], pattern[length + c]);
  }
}
