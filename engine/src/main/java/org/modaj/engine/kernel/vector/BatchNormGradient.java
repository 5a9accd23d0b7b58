package org.modaj.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The gradient of batch normalization's input, element by element. The parameters of the channels
 * are {@link ChannelPattern patterns}, at multiples of the pattern's length.
 */
final class BatchNormGradient {
  private final int channels;
  private final float[] x;
  private final float[] activated;
  private final float[] dy;
  private final float[] dx;
  private final float[] pattern;
  private final int length;

  BatchNormGradient(
      int channels,
      float[] x,
      float[] mean,
      float[] activated,
      float[] dy,
      float[] a,
      float[] b,
      float[] d,
      float[] dx) {
    this.channels = channels;
    this.x = x;
    this.activated = activated;
    this.dy = dy;
    this.dx = dx;
    this.length = ChannelPattern.length(channels);
    this.pattern = Scratch.floats(Scratch.Slot.SHARED_LEFT, 4 * length);
    ChannelPattern.repeat(mean, 0, channels, pattern, 0);
    ChannelPattern.repeat(a, 0, channels, pattern, length);
    ChannelPattern.repeat(b, 0, channels, pattern, 2 * length);
    ChannelPattern.repeat(d, 0, channels, pattern, 3 * length);
  }

  /** The elements {@code [from, to)}, which may start anywhere in a row. */
  void plain(int from, int to) {
    int advance = ChannelPattern.advance(channels);
    float[] dy = this.dy;
    int c = from % channels;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      store(FloatVector.fromArray(SPECIES, dy, i), i, c);
      c += advance;
      c = c < channels ? c : c - channels;
    }
    for (; i < to; i++) {
      store(dy[i], i);
    }
  }

  /** As {@link #plain}, with the gradient 0 where the ReLU's output is not positive. */
  void behindRelu(int from, int to) {
    int advance = ChannelPattern.advance(channels);
    float[] dy = this.dy;
    float[] activated = this.activated;
    FloatVector zero = FloatVector.zero(SPECIES);
    int c = from % channels;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, activated, i);
      store(zero.blend(FloatVector.fromArray(SPECIES, dy, i), y.compare(GT, zero)), i, c);
      c += advance;
      c = c < channels ? c : c - channels;
    }
    for (; i < to; i++) {
      store(activated[i] > 0 ? dy[i] : 0f, i);
    }
  }

  /**
   * As {@link #behindRelu} for whole rows of one sample, with the pattern {@code unit} added to the
   * gradient.
   */
  void withUnits(int from, int to, float[] unit) {
    int advance = ChannelPattern.advance(channels);
    float[] dy = this.dy;
    float[] activated = this.activated;
    FloatVector zero = FloatVector.zero(SPECIES);
    int c = 0;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, activated, i);
      FloatVector g =
          FloatVector.fromArray(SPECIES, dy, i).add(FloatVector.fromArray(SPECIES, unit, c));
      store(zero.blend(g, y.compare(GT, zero)), i, c);
      c += advance;
      c = c < channels ? c : c - channels;
    }
    for (; i < to; i++) {
      store(activated[i] > 0 ? dy[i] + unit[(i - from) % channels] : 0f, i);
    }
  }

  private void store(FloatVector g, int i, int c) {
    FloatVector centred =
        FloatVector.fromArray(SPECIES, x, i).sub(FloatVector.fromArray(SPECIES, pattern, c));
    FloatVector a = FloatVector.fromArray(SPECIES, pattern, length + c);
    FloatVector b = FloatVector.fromArray(SPECIES, pattern, 2 * length + c);
    FloatVector d = FloatVector.fromArray(SPECIES, pattern, 3 * length + c);
    a.fma(g, b.fma(centred, d)).intoArray(dx, i);
  }

  private void store(float g, int i) {
    int c = i % channels;
    float a = pattern[length + c];
    float b = pattern[2 * length + c];
    dx[i] = Math.fma(a, g, Math.fma(b, x[i] - pattern[c], pattern[3 * length + c]));
  }
}
