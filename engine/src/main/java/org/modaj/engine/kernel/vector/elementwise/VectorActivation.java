package org.modaj.engine.kernel.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.ActivationKernels;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.lanes.ChannelPattern;
import org.modaj.engine.kernel.vector.lanes.SampleRows;
import org.modaj.engine.kernel.vector.sums.UnitMeanSums;

/** Rectified linear units and their gradients; per-unit means with one lane a unit. */
public final class VectorActivation implements ActivationKernels {
  private final ActivationKernels scalar = Kernels.scalar().activation();

  /** The scalar loop, which the compiler vectorizes as well by itself. */
  @Override
  public void relu(int n, float[] x, float[] y) {
    scalar.relu(n, x, y);
  }

  @Override
  public void reluGradient(
      int rows,
      int rowsPerSample,
      int channels,
      float[] y,
      float[] dy,
      float @Nullable [] unitGradient,
      float[] dx) {
    if (rows == 0 || channels == 0) {
      return;
    }
    if (unitGradient == null) {
      Parallel.elements(rows * channels, (from, to) -> reluGradient(y, dy, from, to, dx));
    } else {
      SampleRows.run(
          rows,
          rowsPerSample,
          channels,
          unitGradient,
          (from, to, units) -> reluGradient(y, dy, from, to, channels, units, dx));
    }
  }

  private static void reluGradient(float[] y, float[] dy, int from, int to, float[] dx) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, i);
      zero.blend(g, value.compare(GT, zero)).intoArray(dx, i);
    }
    for (; i < to; i++) {
      dx[i] = y[i] > 0 ? dy[i] : 0f;
    }
  }

  private static void reluGradient(
      float[] y, float[] dy, int from, int to, int channels, float[] units, float[] dx) {
    int period = ChannelPattern.period(channels);
    int last = to - LANES;
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (int c = 0; i <= last; c -= period) {
      int base = i - c;
      int end = ChannelPattern.end(period, base, last);
      for (; c < end; c += LANES) {
        FloatVector value = FloatVector.fromArray(SPECIES, y, base + c);
        FloatVector g =
            FloatVector.fromArray(SPECIES, dy, base + c)
                .add(FloatVector.fromArray(SPECIES, units, c));
        zero.blend(g, value.compare(GT, zero)).intoArray(dx, base + c);
      }
      i = base + c;
    }
    for (; i < to; i++) {
      dx[i] = y[i] > 0 ? dy[i] + units[(i - from) % channels] : 0f;
    }
  }

  @Override
  public void unitMeans(int samples, int positions, int channels, float[] x, float[] means) {
    UnitMeanSums.run(samples, positions, channels, x, means, null);
  }
}
