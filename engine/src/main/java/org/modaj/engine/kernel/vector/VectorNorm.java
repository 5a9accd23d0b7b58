package org.modaj.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.NormKernels;
import org.modaj.engine.kernel.Parallel;

/** The per-channel sums and maps with one lane a channel. */
final class VectorNorm implements NormKernels {
  @Override
  public void channelSums(int rows, int channels, float[] x, float[] sums) {
    double[] totals = new ValueSums(rows, channels, x).totals();
    for (int c = 0; c < channels; c++) {
      sums[c] = (float) totals[c];
    }
  }

  @Override
  public void channelMoments(int rows, int channels, float[] x, float[] mean, float[] variance) {
    double[] totals = new MomentSums(rows, channels, x).totals();
    for (int c = 0; c < channels; c++) {
      double shifted = totals[c] / rows;
      mean[c] = (float) (x[c] + shifted);
      variance[c] = (float) Math.max(0, totals[channels + c] / rows - shifted * shifted);
    }
  }

  @Override
  public void affine(
      int rows, int channels, float[] x, float[] scale, float[] shift, boolean relu, float[] y) {
    if (rows == 0 || channels == 0) {
      return;
    }
    int length = ChannelPattern.length(channels);
    float[] pattern = Scratch.floats(Scratch.Slot.SHARED_LEFT, 2 * length);
    ChannelPattern.repeat(scale, 0, channels, pattern, 0);
    ChannelPattern.repeat(shift, 0, channels, pattern, length);
    if (relu) {
      Parallel.elements(
          rows * channels, (from, to) -> affineRelu(x, from, to, channels, pattern, length, y));
    } else {
      Parallel.elements(
          rows * channels, (from, to) -> affine(x, from, to, channels, pattern, length, y));
    }
  }

  private static void affine(
      float[] x, int from, int to, int channels, float[] pattern, int length, float[] y) {
    int advance = ChannelPattern.advance(channels);
    int c = from % channels;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector scale = FloatVector.fromArray(SPECIES, pattern, c);
      FloatVector shift = FloatVector.fromArray(SPECIES, pattern, length + c);
      FloatVector.fromArray(SPECIES, x, i).fma(scale, shift).intoArray(y, i);
      c += advance;
      c = c < channels ? c : c - channels;
    }
    for (; i < to; i++) {
      y[i] = Math.fma(x[i], pattern[i % channels], pattern[length + i % channels]);
    }
  }

  private static void affineRelu(
      float[] x, int from, int to, int channels, float[] pattern, int length, float[] y) {
    int advance = ChannelPattern.advance(channels);
    FloatVector zero = FloatVector.zero(SPECIES);
    int c = from % channels;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector scale = FloatVector.fromArray(SPECIES, pattern, c);
      FloatVector shift = FloatVector.fromArray(SPECIES, pattern, length + c);
      FloatVector value = FloatVector.fromArray(SPECIES, x, i).fma(scale, shift);
      value.blend(zero, value.compare(LE, zero)).intoArray(y, i);
      c += advance;
      c = c < channels ? c : c - channels;
    }
    for (; i < to; i++) {
      float value = Math.fma(x[i], pattern[i % channels], pattern[length + i % channels]);
      y[i] = Math.max(0f, value);
    }
  }

  @Override
  public void batchNormGradientSums(
      int rows,
      int rowsPerSample,
      int channels,
      float[] x,
      float[] mean,
      float[] activated,
      float[] dy,
      float[] unitGradient,
      float[] sumG,
      float[] sumGX) {
    double[] totals =
        new GradientSums(rows, rowsPerSample, channels, x, mean, activated, dy, unitGradient)
            .totals();
    for (int c = 0; c < channels; c++) {
      sumG[c] = (float) totals[c];
      sumGX[c] = (float) totals[channels + c];
    }
  }

  @Override
  public void batchNormInputGradient(
      int rows,
      int rowsPerSample,
      int channels,
      float[] x,
      float[] mean,
      float[] activated,
      float[] dy,
      float[] unitGradient,
      float[] a,
      float[] b,
      float[] d,
      float[] dx) {
    if (rows == 0 || channels == 0) {
      return;
    }
    BatchNormGradient gradient =
        new BatchNormGradient(channels, x, mean, activated, dy, a, b, d, dx);
    if (activated == null) {
      Parallel.elements(rows * channels, gradient::plain);
    } else if (unitGradient == null) {
      Parallel.elements(rows * channels, gradient::behindRelu);
    } else {
      SampleRows.run(rows, rowsPerSample, channels, unitGradient, gradient::withUnits);
    }
  }
}
