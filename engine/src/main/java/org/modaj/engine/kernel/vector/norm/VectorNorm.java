package org.modaj.engine.kernel.vector.norm;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.NormKernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.AffineMap;
import org.modaj.engine.kernel.vector.lanes.SampleRows;
import org.modaj.engine.kernel.vector.lanes.Scratch;
import org.modaj.engine.kernel.vector.sums.GradientSums;
import org.modaj.engine.kernel.vector.sums.MomentSums;
import org.modaj.engine.kernel.vector.sums.UnitMeanSums;
import org.modaj.engine.kernel.vector.sums.ValueSums;

/** The per-channel sums and maps with one lane a channel. */
public final class VectorNorm implements NormKernels {
  @Override
  public void channelSums(int rows, int channels, float[] x, float[] sums) {
    double[] totals = new ValueSums(rows, channels, x).totals();
    for (int c = 0; c < channels; c++) {
      sums[c] = (float) totals[c];
    }
  }

  @Override
  public void channelMoments(int rows, int channels, float[] x, float[] mean, double[] variance) {
    double[] totals = new MomentSums(rows, channels, x).totals();
    NormKernels.moments(rows, channels, x, totals, totals, channels, mean, variance);
  }

  @Override
  public void affine(
      int rows, int channels, float[] x, float[] mean, float[] scale, float[] shift, float[] y) {
    if (rows == 0 || channels == 0) {
      return;
    }
    AffineMap map =
        new AffineMap(channels, x, mean, scale, shift, null, false, y, Scratch.Slot.SHARED_LEFT);
    Parallel.elements(rows * channels, map::run);
  }

  @Override
  public void affineRelu(
      int samples,
      int positions,
      int channels,
      float[] x,
      float[] mean,
      float[] scale,
      float[] shift,
      float @Nullable [] skip,
      float[] y,
      float @Nullable [] means) {
    int n = samples * positions * channels;
    if (n == 0) {
      return;
    }
    AffineMap map =
        new AffineMap(channels, x, mean, scale, shift, skip, true, y, Scratch.Slot.SHARED_LEFT);
    if (means == null) {
      Parallel.elements(n, map::run);
    } else {
      UnitMeanSums.run(
          samples,
          positions,
          channels,
          y,
          means,
          (from, to) -> map.run(from * channels, to * channels));
    }
  }

  @Override
  public void batchNormGradientSums(
      int rows,
      int rowsPerSample,
      int channels,
      float[] x,
      float[] mean,
      float[] scale,
      float @Nullable [] shift,
      float[] dy,
      float @Nullable [] unitGradient,
      float[] sumG,
      float[] sumGX) {
    double[] totals =
        new GradientSums(rows, rowsPerSample, channels, x, mean, scale, shift, dy, unitGradient)
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
      float[] scale,
      float @Nullable [] shift,
      float[] dy,
      float @Nullable [] unitGradient,
      float[] b,
      float[] d,
      float[] dx) {
    if (rows == 0 || channels == 0) {
      return;
    }
    BatchNormGradient gradient =
        new BatchNormGradient(channels, x, mean, scale, shift, dy, b, d, dx);
    if (shift == null) {
      Parallel.elements(rows * channels, gradient::plain);
    } else if (unitGradient == null) {
      Parallel.elements(rows * channels, gradient::beforeRelu);
    } else {
      SampleRows.run(rows, rowsPerSample, channels, unitGradient, gradient::withUnits);
    }
  }
}
