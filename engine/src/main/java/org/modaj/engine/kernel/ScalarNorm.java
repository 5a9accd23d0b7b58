package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The normative per-channel sums and maps. */
final class ScalarNorm implements NormKernels {
  /** Adds one row to the running sums of a chunk. */
  @FunctionalInterface
  private interface RowSum {
    void add(int row, float[] first, float[] second);
  }

  /** Runs {@code body} over the chunks and combines the chunk sums in ascending order. */
  private static void sums(
      int rows, int channels, RowSum body, double[] firstTotal, double[] secondTotal) {
    int chunks = (rows + ROW_CHUNK - 1) / ROW_CHUNK;
    float[][] first = new float[chunks][channels];
    float[][] second = new float[chunks][channels];
    Parallel.run(
        chunks,
        chunk -> {
          for (int r = chunk * ROW_CHUNK; r < Math.min(rows, (chunk + 1) * ROW_CHUNK); r++) {
            body.add(r, first[chunk], second[chunk]);
          }
        });
    Arrays.fill(firstTotal, 0);
    Arrays.fill(secondTotal, 0);
    for (int chunk = 0; chunk < chunks; chunk++) {
      for (int c = 0; c < channels; c++) {
        firstTotal[c] += first[chunk][c];
        secondTotal[c] += second[chunk][c];
      }
    }
  }

  @Override
  public void channelSums(int rows, int channels, float[] x, float[] sums) {
    double[] total = new double[channels];
    RowSum body =
        (r, first, second) -> {
          for (int c = 0; c < channels; c++) {
            first[c] += x[r * channels + c];
          }
        };
    sums(rows, channels, body, total, new double[channels]);
    for (int c = 0; c < channels; c++) {
      sums[c] = (float) total[c];
    }
  }

  @Override
  public void channelMoments(int rows, int channels, float[] x, float[] mean, double[] variance) {
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    RowSum body =
        (r, first, second) -> {
          for (int c = 0; c < channels; c++) {
            float d = x[r * channels + c] - x[c];
            first[c] += d;
            second[c] = fma(d, d, second[c]);
          }
        };
    sums(rows, channels, body, sum, squares);
    NormKernels.moments(rows, channels, x, sum, squares, 0, mean, variance);
  }

  @Override
  public void affine(
      int rows, int channels, float[] x, float[] mean, float[] scale, float[] shift, float[] y) {
    Parallel.ranges(
        rows,
        ROW_CHUNK,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            for (int c = 0; c < channels; c++) {
              y[r * channels + c] = fma(x[r * channels + c] - mean[c], scale[c], shift[c]);
            }
          }
        });
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
    Parallel.ranges(
        samples * positions,
        ROW_CHUNK,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            for (int c = 0; c < channels; c++) {
              int i = r * channels + c;
              float value = fma(x[i] - mean[c], scale[c], shift[c]);
              y[i] = Math.max(0f, skip == null ? value : value + skip[i]);
            }
          }
        });
    if (means != null) {
      Kernels.scalar().activation().unitMeans(samples, positions, channels, y, means);
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
    double[] total = new double[channels];
    double[] totalX = new double[channels];
    RowSum body =
        (r, first, second) -> {
          for (int c = 0; c < channels; c++) {
            int i = r * channels + c;
            boolean passed = shift == null || fma(x[i] - mean[c], scale[c], shift[c]) > 0;
            float @Nullable [] units = shift == null ? null : unitGradient;
            float g = passed ? gradient(i, r / rowsPerSample * channels + c, dy, units) : 0f;
            first[c] += g;
            second[c] = fma(g, x[i] - mean[c], second[c]);
          }
        };
    sums(rows, channels, body, total, totalX);
    for (int c = 0; c < channels; c++) {
      sumG[c] = (float) total[c];
      sumGX[c] = (float) totalX[c];
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
    Parallel.ranges(
        rows,
        ROW_CHUNK,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            for (int c = 0; c < channels; c++) {
              int i = r * channels + c;
              boolean passed = shift == null || fma(x[i] - mean[c], scale[c], shift[c]) > 0;
              float @Nullable [] units = shift == null ? null : unitGradient;
              float g = passed ? gradient(i, r / rowsPerSample * channels + c, dy, units) : 0f;
              dx[i] = fma(scale[c], g, fma(b[c], x[i] - mean[c], d[c]));
            }
          }
        });
  }

  /** The gradient of the output at element {@code i}, {@code unit} its (sample, channel). */
  private static float gradient(int i, int unit, float[] dy, float @Nullable [] unitGradient) {
    return unitGradient == null ? dy[i] : dy[i] + unitGradient[unit];
  }
}
