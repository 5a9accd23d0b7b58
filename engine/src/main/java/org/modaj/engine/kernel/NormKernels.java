package org.modaj.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Per-channel sums, moments and affine maps of a matrix {@code [rows, channels]} (an NHWC image
 * batch has {@code rows = N·H·W}): the arithmetic of batch normalization and of bias gradients.
 *
 * <p>Every sum over rows has one fixed order: rows are cut into chunks of {@link #ROW_CHUNK}, a
 * chunk's sum is one float chain in ascending row order started at {@code +0}, and the chunk sums
 * are added in ascending order in double precision.
 */
public interface NormKernels {

  /** Rows of one partial sum. */
  int ROW_CHUNK = 512;

  /**
   * Computes {@code sums[c] = Σ_r x[r,c]}.
   *
   * @param x {@code [rows, channels]}; not modified
   * @param sums {@code [channels]}; modified
   */
  void channelSums(int rows, int channels, float[] x, float[] sums);

  /**
   * Computes each channel's mean and biased variance in one reading. With the shift {@code k =
   * x[0,c]}: {@code s1 = Σ (x-k)}, {@code s2 = Σ (x-k)²} (fused), {@code mean = k + s1/rows},
   * {@code variance = max(0, s2/rows - (s1/rows)²)}, evaluated in double; the mean is rounded once.
   * Where one of the float sums is not finite, the channel is summed again in double precision, in
   * ascending order of its rows, first the mean and then the squares of the distances from it.
   *
   * @param rows at least 1
   * @param x {@code [rows, channels]}; not modified
   * @param mean {@code [channels]}; modified
   * @param variance {@code [channels]}, may exceed the range of float; modified
   */
  void channelMoments(int rows, int channels, float[] x, float[] mean, double[] variance);

  /**
   * The end of {@link #channelMoments} from the sums: the same for all kernels.
   *
   * @param sums of each channel, shifted by its first value
   * @param squares of each channel, likewise, from index {@code from}
   */
  static void moments(
      int rows,
      int channels,
      float[] x,
      double[] sums,
      double[] squares,
      int from,
      float[] mean,
      double[] variance) {
    for (int c = 0; c < channels; c++) {
      double shifted = sums[c] / rows;
      double square = squares[from + c] / rows;
      if (Double.isFinite(shifted) && Double.isFinite(square)) {
        mean[c] = (float) (x[c] + shifted);
        variance[c] = Math.max(0, square - shifted * shifted);
      } else {
        exactMoments(rows, channels, x, c, mean, variance);
      }
    }
  }

  private static void exactMoments(
      int rows, int channels, float[] x, int c, float[] mean, double[] variance) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += x[r * channels + c];
    }
    double centre = sum / rows;
    double squares = 0;
    for (int r = 0; r < rows; r++) {
      double d = x[r * channels + c] - centre;
      squares += d * d;
    }
    mean[c] = (float) centre;
    variance[c] = squares / rows;
  }

  /**
   * Computes {@code y = fma(x - mean[c], scale[c], shift[c])}: a channel that is constant at its
   * mean gives the shift, however large the mean is.
   *
   * @param x {@code [rows, channels]}; not modified
   * @param mean {@code [channels]}; not modified
   * @param scale {@code [channels]}; not modified
   * @param shift {@code [channels]}; not modified
   * @param y {@code [rows, channels]}, may be {@code x}; modified
   */
  void affine(
      int rows, int channels, float[] x, float[] mean, float[] scale, float[] shift, float[] y);

  /**
   * Computes {@code y = max(0, fma(x - mean[c], scale[c], shift[c]) + skip)} (NaN stays NaN, {@code
   * -0} becomes {@code +0}) and each unit's mean, as {@link ActivationKernels#unitMeans} does, in
   * one pass.
   *
   * @param x {@code [samples, positions, channels]}; not modified
   * @param mean {@code [channels]}; not modified
   * @param scale {@code [channels]}; not modified
   * @param shift {@code [channels]}; not modified
   * @param skip of {@code x}'s shape, or null: nothing is added; not modified
   * @param y of {@code x}'s shape, may be {@code x} or {@code skip}; modified
   * @param means {@code [samples, channels]}, or null: no means; modified
   */
  void affineRelu(
      int samples,
      int positions,
      int channels,
      float[] x,
      float[] mean,
      float[] scale,
      float[] shift,
      float @Nullable [] skip,
      float[] y,
      float @Nullable [] means);

  /**
   * Computes the two sums of batch normalization's backward pass, {@code sumG[c] = Σ g} and {@code
   * sumGX[c] = Σ g·(x - mean[c])} (fused), where {@code g} is the gradient in front of the ReLU:
   * {@code g = dy} when {@code shift} is null; otherwise {@code dy[r,c] + unitGradient[r /
   * rowsPerSample, c]} where the ReLU let the element pass, {@code fma(x - mean[c], scale[c],
   * shift[c]) > 0}, and 0 elsewhere ({@code unitGradient} may be null: nothing is added).
   *
   * @param rowsPerSample consecutive rows that share one row of {@code unitGradient}
   * @param x input of the normalization {@code [rows, channels]}; not modified
   * @param mean {@code [channels]}; not modified
   * @param scale of the forward pass {@code [channels]}; not modified
   * @param shift of the forward pass {@code [channels]}, or null when no ReLU followed; not
   *     modified
   * @param dy gradient of the output {@code [rows, channels]}; not modified
   * @param unitGradient {@code [rows / rowsPerSample, channels]}, or null; not modified
   * @param sumG {@code [channels]}; modified
   * @param sumGX {@code [channels]}; modified
   */
  void batchNormGradientSums(
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
      float[] sumGX);

  /**
   * Computes {@code dx = fma(scale[c], g, fma(b[c], x - mean[c], d[c]))} with {@code g} as in
   * {@link #batchNormGradientSums}.
   *
   * @param b factor of the centred input {@code [channels]}; not modified
   * @param d constant {@code [channels]}; not modified
   * @param dx {@code [rows, channels]}, may be {@code dy}; modified
   */
  void batchNormInputGradient(
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
      float[] dx);
}
