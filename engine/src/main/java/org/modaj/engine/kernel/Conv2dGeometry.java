package org.modaj.engine.kernel;

/**
 * The sizes of one 2-D convolution: input {@code [batch, inHeight, inWidth, inChannels]}, weight
 * {@code [kernelHeight, kernelWidth, inChannels / groups, outChannels]}, output {@code [batch,
 * outHeight, outWidth, outChannels]}.
 *
 * @param padHeight rows of zeros above and below the input
 * @param padWidth columns of zeros left and right of the input
 */
public record Conv2dGeometry(
    int batch,
    int inHeight,
    int inWidth,
    int inChannels,
    int outChannels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth,
    int dilationHeight,
    int dilationWidth,
    int groups) {

  /** A square, ungrouped convolution. */
  public static Conv2dGeometry of(
      int batch,
      int height,
      int width,
      int inChannels,
      int outChannels,
      int kernel,
      int stride,
      int pad) {
    return new Conv2dGeometry(
        batch,
        height,
        width,
        inChannels,
        outChannels,
        kernel,
        kernel,
        stride,
        stride,
        pad,
        pad,
        1,
        1,
        1);
  }

  /** A 1 x 1 convolution that reads this one's output. */
  public Conv2dGeometry pointwise(int out) {
    return new Conv2dGeometry(
        batch, outHeight(), outWidth(), outChannels, out, 1, 1, 1, 1, 0, 0, 1, 1, 1);
  }

  /** Rows of the output; at most 0 when the kernel does not fit into the padded input. */
  public int outHeight() {
    return outSize(inHeight, kernelHeight, strideHeight, padHeight, dilationHeight);
  }

  /** Columns of the output; at most 0 when the kernel does not fit into the padded input. */
  public int outWidth() {
    return outSize(inWidth, kernelWidth, strideWidth, padWidth, dilationWidth);
  }

  private static int outSize(int in, int kernel, int stride, int pad, int dilation) {
    return Math.floorDiv(in + 2 * pad - dilation * (kernel - 1) - 1, stride) + 1;
  }

  /** Input channels that one output channel reads. */
  public int groupInChannels() {
    return inChannels / groups;
  }

  /** Output channels of one group. */
  public int groupOutChannels() {
    return outChannels / groups;
  }

  /** Whether each channel is convolved alone: groups = input channels = output channels. */
  public boolean isDepthwise() {
    return groups == inChannels && groups == outChannels;
  }

  /** Elements of the input. */
  public int inputSize() {
    return Math.multiplyExact(Math.multiplyExact(batch, inHeight * inWidth), inChannels);
  }

  /** Elements of the weight. */
  public int weightSize() {
    return Math.multiplyExact(kernelHeight * kernelWidth * groupInChannels(), outChannels);
  }

  /** Elements of the output. */
  public int outputSize() {
    return Math.multiplyExact(Math.multiplyExact(batch, outHeight() * outWidth()), outChannels);
  }

  /** Multiply-accumulates of one forward pass, the padded positions counted like the others. */
  public long multiplyAdds() {
    return (long) outputSize() * kernelHeight * kernelWidth * groupInChannels();
  }

  /**
   * Whole samples whose positions make one chunk of the weight gradient's sums: about 512 output
   * positions, a function of the shape alone.
   */
  public int samplesPerChunk() {
    return Math.max(1, 512 / Math.max(1, outHeight() * outWidth()));
  }
}
