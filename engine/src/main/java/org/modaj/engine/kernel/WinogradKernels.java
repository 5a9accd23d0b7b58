package org.modaj.engine.kernel;

/**
 * 3 x 3 convolution with stride 1 by Winograd's minimal filtering (Lavin and Gray, <i>Fast
 * Algorithms for Convolutional Neural Networks</i>, 2016, section 4): images are cut into tiles of
 * outputs, input tiles and weights are transformed, multiplied point by point, summed over the
 * channels and transformed back. Layouts are those of {@link Conv2dGeometry}.
 *
 * <p>Tiles start at the first row and column of the result. What a tile reads outside of the source
 * is {@code +0}; what it computes outside of the result is dropped. An infinity or NaN reaches the
 * whole tile.
 *
 * <p>Each two-dimensional transform is the one-dimensional one of {@link WinogradPlan} along the
 * heights for every column, then along the widths for every row of that. The sum over channels is,
 * for each point, one chain of fused multiply-adds started at {@code +0}, in ascending order.
 */
public interface WinogradKernels {

  /**
   * Computes what {@link Conv2dKernels#forward} computes; the bias is added last.
   *
   * @param tile outputs of a tile in each direction, 2 or 4
   * @param g with a 3 x 3 kernel, strides and dilations of 1, no groups
   * @param x input; not modified
   * @param w weight; not modified
   * @param bias {@code [outChannels]}, or null; not modified
   * @param y output; modified
   */
  void forward(int tile, Conv2dGeometry g, float[] x, float[] w, float[] bias, float[] y);

  /**
   * Computes what {@link Conv2dKernels#inputGradient} computes: the convolution of {@code dy} with
   * the weight turned by 180 degrees, its channels exchanged, and a padding of 2 less the forward
   * one.
   *
   * @param tile outputs of a tile in each direction, 2 or 4
   * @param g with a 3 x 3 kernel, strides and dilations of 1, no groups
   * @param dy gradient of the output; not modified
   * @param w weight; not modified
   * @param dx gradient of the input; modified
   */
  void inputGradient(int tile, Conv2dGeometry g, float[] dy, float[] w, float[] dx);
}
