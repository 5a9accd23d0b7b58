package org.modaj.engine.kernel.vector.conv;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Epilogue;

/**
 * An {@link Epilogue} of channels as {@code max(floor, fma(y - mean, scale, shift))}, for sums that
 * are still in registers. What is absent is a mean of 0, a scale of 1, a shift of -0 and a floor of
 * -∞, none of which changes a bit; a bias alone is a shift.
 */
final class ChannelMap {
  private static volatile Constants known = new Constants(0);

  final float[] mean;
  final float[] scale;
  final float[] shift;
  final float floor;

  /** Values of what is absent. */
  private static final class Constants {
    final float[] zeros;
    final float[] ones;
    final float[] negativeZeros;

    Constants(int channels) {
      zeros = new float[channels];
      ones = new float[channels];
      negativeZeros = new float[channels];
      Arrays.fill(ones, 1f);
      Arrays.fill(negativeZeros, -0f);
    }
  }

  private ChannelMap(
      int channels,
      float @Nullable [] mean,
      float @Nullable [] scale,
      float @Nullable [] shift,
      boolean relu) {
    Constants constants = known;
    if (constants.zeros.length < channels) {
      constants = new Constants(channels);
      known = constants;
    }
    this.mean = mean == null ? constants.zeros : mean;
    this.scale = scale == null ? constants.ones : scale;
    this.shift = shift == null ? constants.negativeZeros : shift;
    this.floor = relu ? 0f : Float.NEGATIVE_INFINITY;
  }

  /** Whether an epilogue is such a map: nothing is added, and no bias stands before a scale. */
  static boolean fits(Epilogue e) {
    return e.skip() == null && (e.bias() == null || e.mean() == null);
  }

  /** The epilogue as a map. */
  static ChannelMap of(Epilogue e, int channels) {
    assert fits(e) : e;
    return e.mean() == null
        ? new ChannelMap(channels, null, null, e.bias(), e.relu())
        : new ChannelMap(channels, e.mean(), e.scale(), e.shift(), e.relu());
  }

  /** Writes the map of the sums of channels {@code c, c+1, …} to {@code y[to..]}. */
  void write(FloatVector sum, int c, FloatVector least, float[] y, int to) {
    FloatVector value =
        sum.sub(FloatVector.fromArray(SPECIES, mean, c))
            .fma(
                FloatVector.fromArray(SPECIES, scale, c), FloatVector.fromArray(SPECIES, shift, c));
    value.blend(least, value.compare(LE, least)).intoArray(y, to);
  }

  /** The floor in each lane. */
  FloatVector least() {
    return FloatVector.broadcast(SPECIES, floor);
  }

  /** The map of one sum. */
  float apply(float sum, int c) {
    return Math.max(floor, Math.fma(sum - mean[c], scale[c], shift[c]));
  }

  /** The first channel that fills no vector. */
  static int whole(int channels) {
    return channels / LANES * LANES;
  }
}
