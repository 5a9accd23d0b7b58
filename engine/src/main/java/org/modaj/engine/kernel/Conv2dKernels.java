package org.modaj.engine.kernel;

/**
 * 2-D convolution of NHWC images by the direct sum, and its two gradients. Sizes and layouts are
 * those of {@link Conv2dGeometry}; zero padding contributes nothing. Only where a factor that meets
 * the padding is infinite or NaN may an implementation give NaN instead.
 */
public interface Conv2dKernels {

  /**
   * Computes {@code y[n,oy,ox,o] = Σ x[n,iy,ix,c] · w[kh,kw,c,o]}, then the epilogue.
   *
   * <p>Each output is one chain of fused multiply-adds started at {@code +0}, in ascending (kh, kw,
   * c); the epilogue is applied last.
   *
   * @param x input; not modified
   * @param w weight; not modified
   * @param epilogue its arrays are not modified
   * @param y output; modified
   */
  void forward(Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y);

  /**
   * Packs a weight for {@link #forward}. An infinite or NaN weight may give NaN where it meets the
   * padding. This definition reads the weight where it is.
   *
   * @param g sizes for which it is packed; those of any batch, height and width that {@link
   *     PackedConvolution#serves} are computed as well
   * @param w weight; must not change while the result is used
   */
  default PackedConvolution pack(Conv2dGeometry g, float[] w) {
    return new PackedConvolution() {
      @Override
      public boolean serves(Conv2dGeometry other) {
        return true;
      }

      @Override
      public void forward(Conv2dGeometry other, float[] x, Epilogue epilogue, float[] y) {
        Conv2dKernels.this.forward(other, x, w, epilogue, y);
      }
    };
  }

  /**
   * Packs the weights of a depthwise convolution and of the 1 x 1 convolution that reads its
   * output. This definition computes one after the other.
   *
   * @param g sizes of the depthwise convolution for which they are packed
   * @param w depthwise weight {@code [kh, kw, 1, channels]}; must not change while the result is
   *     used
   * @param v weight {@code [1, 1, channels, out]}; must not change while the result is used
   * @param out channels of the output
   */
  default PackedSeparable packSeparable(Conv2dGeometry g, float[] w, float[] v, int out) {
    return new PackedSeparable() {
      @Override
      public boolean serves(Conv2dGeometry other) {
        return true;
      }

      @Override
      public void forward(
          Conv2dGeometry depthwise, float[] x, Epilogue between, Epilogue last, float[] y) {
        float[] inside = new float[depthwise.outputSize()];
        Conv2dKernels.this.forward(depthwise, x, w, between, inside);
        Conv2dKernels.this.forward(depthwise.pointwise(out), inside, v, last, y);
      }
    };
  }

  /**
   * Computes the gradient of the input: {@code dx[n,iy,ix,c] = Σ dy[n,oy,ox,o] · w[kh,kw,c,o]} over
   * the outputs that read the position.
   *
   * <p>Each output is one chain of fused multiply-adds started at {@code +0}, in ascending (kh, kw,
   * o).
   *
   * @param dy gradient of the output; not modified
   * @param w weight; not modified
   * @param dx gradient of the input; modified
   */
  void inputGradient(Conv2dGeometry g, float[] dy, float[] w, float[] dx);

  /**
   * Computes the gradient of the weight: {@code dw[kh,kw,c,o] = Σ x[n,iy,ix,c] · dy[n,oy,ox,o]}.
   *
   * <p>The samples are cut into chunks of {@link Conv2dGeometry#samplesPerChunk()}; a chunk's sum
   * is one chain of fused multiply-adds started at {@code +0}, in ascending (n, oy, ox); the chunk
   * sums are added in ascending order, starting with the first.
   *
   * @param x input; not modified
   * @param dy gradient of the output; not modified
   * @param dw gradient of the weight; modified
   */
  void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw);
}
