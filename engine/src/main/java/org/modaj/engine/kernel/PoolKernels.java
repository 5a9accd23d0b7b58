package org.modaj.engine.kernel;

/** 2-D max pooling of NHWC images; padding counts as minus infinity. */
public interface PoolKernels {

  /**
   * Computes each window's maximum; a NaN in the window gives NaN.
   *
   * @param x input; not modified
   * @param y output; modified
   */
  void maxForward(PoolGeometry g, float[] x, float[] y);

  /**
   * Sends each output's gradient to the first element of its window, in row-major order, that
   * equals the maximum; where the maximum is NaN, to the last NaN. Windows are visited in ascending
   * (oy, ox), so overlapping windows add in that order.
   *
   * @param x input; not modified
   * @param y output; not modified
   * @param dy gradient of the output; not modified
   * @param dx gradient of the input; modified
   */
  void maxGradient(PoolGeometry g, float[] x, float[] y, float[] dy, float[] dx);
}
