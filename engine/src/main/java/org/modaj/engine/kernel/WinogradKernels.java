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
  /** Tiles whose products make one chunk of the weight gradient's sums. */
  int TILES_PER_CHUNK = 128;

  /**
   * Computes what {@link Conv2dKernels#forward} computes; the epilogue is applied last.
   *
   * @param tile outputs of a tile in each direction, 2 or 4
   * @param g with a 3 x 3 kernel, strides and dilations of 1, no groups
   * @param x input; not modified
   * @param w weight; not modified
   * @param epilogue its arrays are not modified
   * @param y output; modified
   */
  void forward(int tile, Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y);

  /**
   * Transforms a weight once for {@link #forward}. This definition transforms it each time.
   *
   * @param tile outputs of a tile in each direction, 2 or 4
   * @param g with a 3 x 3 kernel, strides and dilations of 1, no groups
   * @param w weight; must not change while the result is used
   */
  default PackedConvolution pack(int tile, Conv2dGeometry g, float[] w) {
    return new PackedConvolution() {
      @Override
      public boolean serves(Conv2dGeometry other) {
        return WinogradPlan.isPossible(other);
      }

      @Override
      public void forward(Conv2dGeometry other, float[] x, Epilogue epilogue, float[] y) {
        WinogradKernels.this.forward(tile, other, x, w, epilogue, y);
      }
    };
  }

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

  /**
   * Computes what {@link Conv2dKernels#weightGradient} computes, by F(3 x 3, 4 x 4): the tiles of
   * {@code x} are those of {@code forward} with {@code tile = 4}, and the 4 x 4 outputs of a tile
   * are the filter that is applied to them. Outputs beyond the last row or column count as {@code
   * +0}.
   *
   * <p>With the notation of {@link WinogradPlan}, {@code dy} is transformed by
   *
   * <pre>
   * u0 = d0      u5 = d3
   * u1, u2 = p ± q   with p = d0 + d2, q = d1 + d3
   * u3, u4 = p ± q   with p = fma(4, d2, d0), q = fma(4, d3, d1) + fma(4, d3, d1)
   * </pre>
   *
   * and the sums of the products are transformed to the gradients of three taps by
   *
   * <pre>
   * g0 = m0/4 + a + f      g1 = (e + e) + c      g2 = fma(4, f, a) + m5
   * with a = (m1 + m2)·(-1/6), c = (m1 - m2)·(-1/6), f = (m3 + m4)·(1/24), e = (m3 - m4)·(1/24)
   * </pre>
   *
   * <p>The tiles of the whole batch, in ascending order, are cut into chunks of {@link
   * #TILES_PER_CHUNK}. For each point and pair of channels, a chunk's sum is one chain of fused
   * multiply-adds started at {@code +0} over its tiles in ascending order; the chunk sums are added
   * in ascending order, starting with the first, and transformed once.
   *
   * @param g with a 3 x 3 kernel, strides and dilations of 1, no groups
   * @param x input; not modified
   * @param dy gradient of the output; not modified
   * @param dw gradient of the weight; modified
   */
  void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw);
}
