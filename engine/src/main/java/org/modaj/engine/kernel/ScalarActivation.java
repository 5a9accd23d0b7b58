package org.modaj.engine.kernel;

import org.jspecify.annotations.Nullable;

/** The normative rectified linear units. */
final class ScalarActivation implements ActivationKernels {
  @Override
  public void relu(int n, float[] x, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = Math.max(0f, x[i]);
          }
        });
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
    Parallel.ranges(
        rows,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, channels)),
        (from, to) -> {
          for (int r = from; r < to; r++) {
            int unit = r / rowsPerSample * channels;
            for (int c = 0; c < channels; c++) {
              int i = r * channels + c;
              float g = unitGradient == null ? dy[i] : dy[i] + unitGradient[unit + c];
              dx[i] = y[i] > 0 ? g : 0f;
            }
          }
        });
  }

  @Override
  public void unitMeans(int samples, int positions, int channels, float[] x, float[] means) {
    float factor = 1f / positions;
    Parallel.run(
        samples,
        n -> {
          for (int c = 0; c < channels; c++) {
            float total = 0;
            for (int chunk = 0; chunk < positions; chunk += POSITION_CHUNK) {
              float sum = 0;
              for (int p = chunk; p < Math.min(positions, chunk + POSITION_CHUNK); p++) {
                sum += Math.abs(x[(n * positions + p) * channels + c]);
              }
              total += sum;
            }
            means[n * channels + c] = total * factor;
          }
        });
  }
}
