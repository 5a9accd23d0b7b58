package org.modaj.engine.kernel;

import org.jspecify.annotations.Nullable;

/** Rectified linear units, and the per-unit means that the modular objectives read. */
public interface ActivationKernels {

  /**
   * Computes {@code y = max(0, x)}; NaN stays NaN, {@code -0} becomes {@code +0}.
   *
   * @param n elements
   * @param x not modified
   * @param y may be {@code x}; modified
   */
  void relu(int n, float[] x, float[] y);

  /**
   * Computes {@code dx = y > 0 ? dy + unitGradient[r / rowsPerSample, c] : 0} for {@code [rows,
   * channels]}; without {@code unitGradient} nothing is added.
   *
   * @param rowsPerSample consecutive rows that share one row of {@code unitGradient}
   * @param y output of the ReLU; not modified
   * @param dy gradient of the output; not modified
   * @param unitGradient {@code [rows / rowsPerSample, channels]}, or null; not modified
   * @param dx may be {@code dy}; modified
   */
  void reluGradient(
      int rows,
      int rowsPerSample,
      int channels,
      float[] y,
      float[] dy,
      float @Nullable [] unitGradient,
      float[] dx);

  /** Positions of one partial sum of {@link #unitMeans}. */
  int POSITION_CHUNK = 64;

  /**
   * Computes {@code means[n,c] = (Σ_p |x[n,p,c]|) / positions}: chains of {@link #POSITION_CHUNK}
   * positions started at {@code +0}, added in ascending order, times {@code 1f / positions}.
   *
   * @param samples N
   * @param positions P, at least 1
   * @param channels C
   * @param x {@code [N, P, C]}; not modified
   * @param means {@code [N, C]}; modified
   */
  void unitMeans(int samples, int positions, int channels, float[] x, float[] means);
}
