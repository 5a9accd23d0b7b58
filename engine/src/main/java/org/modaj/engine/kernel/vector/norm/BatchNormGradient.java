package org.modaj.engine.kernel.vector.norm;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.vector.lanes.ChannelPattern;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The gradient of batch normalization's input, element by element. The parameters of the channels
 * are {@link ChannelPattern patterns}, at multiples of the pattern's length.
 */
final class BatchNormGradient {
  private final int channels;
  private final float[] x;
  private final float[] dy;
  private final float[] dx;
  private final float[] pattern;
  private final int length;

  BatchNormGradient(
      int channels,
      float[] x,
      float[] mean,
      float[] scale,
      float @Nullable [] shift,
      float[] dy,
      float[] b,
      float[] d,
      float[] dx) {
    this.channels = channels;
    this.x = x;
    this.dy = dy;
    this.dx = dx;
    this.length = ChannelPattern.length(channels);
    this.pattern = Scratch.floats(Scratch.Slot.SHARED_LEFT, 5 * length);
    ChannelPattern.repeat(mean, 0, channels, pattern, 0);
    ChannelPattern.repeat(scale, 0, channels, pattern, length);
    ChannelPattern.repeat(b, 0, channels, pattern, 2 * length);
    ChannelPattern.repeat(d, 0, channels, pattern, 3 * length);
    if (shift != null) {
      ChannelPattern.repeat(shift, 0, channels, pattern, 4 * length);
    }
  }

  /** The elements {@code [from, to)}, which may start anywhere in a row. */
  void plain(int from, int to) {
    int period = ChannelPattern.period(channels);
    int last = to - LANES;
    float[] dy = this.dy;
    int i = from;
    for (int c = from % period; i <= last; c -= period) {
      int base = i - c;
      int end = ChannelPattern.end(period, base, last);
      for (; c < end; c += LANES) {
        FloatVector in = FloatVector.fromArray(SPECIES, x, base + c);
        FloatVector centred = in.sub(FloatVector.fromArray(SPECIES, pattern, c));
        store(FloatVector.fromArray(SPECIES, dy, base + c), centred, base + c, c);
      }
      i = base + c;
    }
    for (; i < to; i++) {
      store(dy[i], i);
    }
  }

  /** As {@link #plain}, with the gradient 0 where the ReLU let nothing pass. */
  void beforeRelu(int from, int to) {
    int period = ChannelPattern.period(channels);
    int last = to - LANES;
    float[] dy = this.dy;
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (int c = from % period; i <= last; c -= period) {
      int base = i - c;
      int end = ChannelPattern.end(period, base, last);
      for (; c < end; c += LANES) {
        FloatVector in = FloatVector.fromArray(SPECIES, x, base + c);
        FloatVector centred = in.sub(FloatVector.fromArray(SPECIES, pattern, c));
        store(
            zero.blend(FloatVector.fromArray(SPECIES, dy, base + c), passed(centred, c)),
            centred,
            base + c,
            c);
      }
      i = base + c;
    }
    for (; i < to; i++) {
      store(passed(i) ? dy[i] : 0f, i);
    }
  }

  /**
   * As {@link #beforeRelu} for whole rows of one sample, with the pattern {@code unit} added to the
   * gradient.
   */
  void withUnits(int from, int to, float[] unit) {
    int period = ChannelPattern.period(channels);
    int last = to - LANES;
    float[] dy = this.dy;
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (int c = 0; i <= last; c -= period) {
      int base = i - c;
      int end = ChannelPattern.end(period, base, last);
      for (; c < end; c += LANES) {
        FloatVector in = FloatVector.fromArray(SPECIES, x, base + c);
        FloatVector g =
            FloatVector.fromArray(SPECIES, dy, base + c)
                .add(FloatVector.fromArray(SPECIES, unit, c));
        FloatVector centred = in.sub(FloatVector.fromArray(SPECIES, pattern, c));
        store(zero.blend(g, passed(centred, c)), centred, base + c, c);
      }
      i = base + c;
    }
    for (; i < to; i++) {
      store(passed(i) ? dy[i] + unit[(i - from) % channels] : 0f, i);
    }
  }

  /** Where the ReLU after the normalization let the elements pass. */
  private VectorMask<Float> passed(FloatVector centred, int c) {
    FloatVector scale = FloatVector.fromArray(SPECIES, pattern, length + c);
    FloatVector shift = FloatVector.fromArray(SPECIES, pattern, 4 * length + c);
    return centred.fma(scale, shift).compare(GT, 0f);
  }

  private boolean passed(int i) {
    int c = i % channels;
    return Math.fma(x[i] - pattern[c], pattern[length + c], pattern[4 * length + c]) > 0;
  }

  private void store(FloatVector g, FloatVector centred, int i, int c) {
    FloatVector scale = FloatVector.fromArray(SPECIES, pattern, length + c);
    FloatVector b = FloatVector.fromArray(SPECIES, pattern, 2 * length + c);
    FloatVector d = FloatVector.fromArray(SPECIES, pattern, 3 * length + c);
    scale.fma(g, b.fma(centred, d)).intoArray(dx, i);
  }

  private void store(float g, int i) {
    int c = i % channels;
    float scale = pattern[length + c];
    float b = pattern[2 * length + c];
    dx[i] = Math.fma(scale, g, Math.fma(b, x[i] - pattern[c], pattern[3 * length + c]));
  }
}
