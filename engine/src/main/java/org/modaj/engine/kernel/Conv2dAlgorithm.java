package org.modaj.engine.kernel;

/** The ways to compute a 2-D convolution and its gradients. */
public enum Conv2dAlgorithm {
  /** The sum as it is defined, of {@link Conv2dKernels}. Possible for every convolution. */
  DIRECT(0),
  /** {@link WinogradKernels} with tiles of 2 x 2: as accurate as the direct sum. */
  WINOGRAD_2X2(2),
  /** {@link WinogradKernels} with tiles of 4 x 4: the fastest, about 10 times less accurate. */
  WINOGRAD_4X4(4);

  private final int tile;

  Conv2dAlgorithm(int tile) {
    this.tile = tile;
  }

  /** Whether the algorithm can compute a convolution. */
  public boolean isPossible(Conv2dGeometry g) {
    return this == DIRECT || WinogradPlan.isPossible(g);
  }

  /**
   * Products that one sample takes for each pair of an input and an output channel. The direct sum
   * leaves out those with the padding; Winograd's tiles may reach beyond the output.
   */
  public long products(Conv2dGeometry g) {
    if (this == DIRECT) {
      return (long)
              pairs(
                  g.inHeight(),
                  g.outHeight(),
                  g.kernelHeight(),
                  g.strideHeight(),
                  g.padHeight(),
                  g.dilationHeight())
          * pairs(
              g.inWidth(),
              g.outWidth(),
              g.kernelWidth(),
              g.strideWidth(),
              g.padWidth(),
              g.dilationWidth());
    }
    WinogradPlan plan = WinogradPlan.forward(tile, g);
    return (long) plan.tilesPerSample() * plan.points();
  }

  private static int pairs(int in, int out, int kernel, int stride, int pad, int dilation) {
    int pairs = 0;
    for (int tap = 0; tap < kernel; tap++) {
      for (int o = 0; o < out; o++) {
        int i = o * stride - pad + tap * dilation;
        pairs += i >= 0 && i < in ? 1 : 0;
      }
    }
    return pairs;
  }

  /** Computes the output, as {@link Conv2dKernels#forward} describes it. */
  public void forward(
      Kernels kernels, Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y) {
    if (this == DIRECT) {
      kernels.conv2d().forward(g, x, w, epilogue, y);
    } else {
      kernels.winograd().forward(tile, g, x, w, epilogue, y);
    }
  }

  /** Packs a weight for {@link #forward}, as {@link Conv2dKernels#pack} describes it. */
  public PackedConvolution pack(Kernels kernels, Conv2dGeometry g, float[] w) {
    return this == DIRECT ? kernels.conv2d().pack(g, w) : kernels.winograd().pack(tile, g, w);
  }

  /** Tiles of Winograd's algorithm in all samples; 0 for the direct sum, which has none. */
  int tiles(Conv2dGeometry g) {
    return this == DIRECT ? 0 : WinogradPlan.forward(tile, g).tiles();
  }

  /** Computes the gradient of the input, as {@link Conv2dKernels#inputGradient} describes it. */
  public void inputGradient(Kernels kernels, Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    if (this == DIRECT) {
      kernels.conv2d().inputGradient(g, dy, w, dx);
    } else {
      kernels.winograd().inputGradient(tile, g, dy, w, dx);
    }
  }

  /**
   * Computes the gradient of the weight, as {@link Conv2dKernels#weightGradient} describes it.
   * There is no algorithm with tiles of 2 x 2 for it.
   */
  public void weightGradient(Kernels kernels, Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    if (this == WINOGRAD_4X4) {
      kernels.winograd().weightGradient(g, x, dy, dw);
    } else {
      kernels.conv2d().weightGradient(g, x, dy, dw);
    }
  }
}
