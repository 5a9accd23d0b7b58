package org.modaj.nn.build;

import org.jspecify.annotations.Nullable;
import org.modaj.nn.Initializer;

/**
 * Settings of a 2-D convolution; heights first. Sizes are checked when the layer is added.
 *
 * @param channels of the output
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideHeight rows from one position to the next
 * @param strideWidth columns from one position to the next
 * @param padHeight zeros above and below; {@link #SAME} for as many as keep the size
 * @param padWidth zeros left and right; {@link #SAME} for as many as keep the size
 * @param dilationHeight distance of neighbouring rows of the kernel
 * @param dilationWidth distance of neighbouring columns of the kernel
 * @param groups divides input and output channels; each group of outputs reads its group of inputs
 * @param hasBias whether a bias is added
 * @param weight initial weights
 * @param bias initial bias; null for uniform in {@code ±1/√fanIn}, PyTorch's default
 */
public record Conv(
    int channels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth,
    int dilationHeight,
    int dilationWidth,
    int groups,
    boolean hasBias,
    Initializer weight,
    @Nullable Initializer bias) {
  /** Padding that keeps the size at stride 1. */
  public static final int SAME = -1;

  /** A square kernel, stride 1, no padding, no bias, Kaiming-normal weights (fan out). */
  public static Conv of(int channels, int kernel) {
    return of(channels, kernel, kernel);
  }

  /** The same with a rectangular kernel. */
  public static Conv of(int channels, int kernelHeight, int kernelWidth) {
    return new Conv(
        channels,
        kernelHeight,
        kernelWidth,
        1,
        1,
        0,
        0,
        1,
        1,
        1,
        false,
        Initializer.kaimingNormalFanOut(),
        null);
  }

  /** The same with other output channels. */
  public Conv channels(int other) {
    return new Conv(
        other,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padHeight,
        padWidth,
        dilationHeight,
        dilationWidth,
        groups,
        hasBias,
        weight,
        bias);
  }

  /** The same with another stride. */
  public Conv stride(int other) {
    return stride(other, other);
  }

  /** The same with another stride in each direction. */
  public Conv stride(int height, int width) {
    return moved(height, width, padHeight, padWidth, dilationHeight, dilationWidth);
  }

  /** The same with zeros around the image. */
  public Conv pad(int other) {
    return pad(other, other);
  }

  /** The same with zeros above and below, left and right. */
  public Conv pad(int height, int width) {
    return moved(strideHeight, strideWidth, height, width, dilationHeight, dilationWidth);
  }

  /**
   * The same with as many zeros as keep the size, as PyTorch's and Keras's "same" at stride 1.
   * Where their number is odd, as of an even kernel, one more is below or on the right; a layer
   * {@code NAME.pad} in front adds it. Other strides are refused when the layer is added: PyTorch
   * refuses them, and Keras pads by the size of the image.
   */
  public Conv same() {
    return pad(SAME, SAME);
  }

  /** The same with the kernel spread out. */
  public Conv dilation(int other) {
    return dilation(other, other);
  }

  /** The same with the kernel spread out by another distance in each direction. */
  public Conv dilation(int height, int width) {
    return moved(strideHeight, strideWidth, padHeight, padWidth, height, width);
  }

  private Conv moved(int sh, int sw, int ph, int pw, int dh, int dw) {
    return new Conv(
        channels, kernelHeight, kernelWidth, sh, sw, ph, pw, dh, dw, groups, hasBias, weight, bias);
  }

  /** The same in groups. */
  public Conv groups(int count) {
    return filled(count, hasBias, weight, bias);
  }

  /** The same with PyTorch's default bias. */
  public Conv withBias() {
    return filled(groups, true, weight, null);
  }

  /** The same with a bias. */
  public Conv bias(Initializer fill) {
    return filled(groups, true, weight, fill);
  }

  /** The same with other initial weights. */
  public Conv weight(Initializer fill) {
    return filled(groups, hasBias, fill, bias);
  }

  private Conv filled(
      int count, boolean withBias, Initializer weights, @Nullable Initializer biases) {
    return new Conv(
        channels,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padHeight,
        padWidth,
        dilationHeight,
        dilationWidth,
        count,
        withBias,
        weights,
        biases);
  }
}
