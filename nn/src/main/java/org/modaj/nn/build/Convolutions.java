package org.modaj.nn.build;

import org.modaj.engine.ShapeException;

/** Adds convolutions. */
public interface Convolutions extends Recording {

  /** Adds a 2-D convolution of images {@code [h, w, c]}. */
  default Value conv2d(Value x, Conv conv) {
    return conv2d(freshName("conv2d"), x, conv);
  }

  /**
   * Adds a 2-D convolution of images {@code [h, w, c]}.
   *
   * @throws ShapeException naming the layer when a size is wrong or does not fit the input
   */
  default Value conv2d(String name, Value x, Conv conv) {
    Value in = ConvolutionMaker.evened(this, name, x, conv);
    return add(name, Recording.named(name, () -> ConvolutionMaker.make(this, name, x, conv)), in);
  }

  /** Adds a convolution of each channel alone. */
  default Value depthwiseConv2d(Value x, Conv conv) {
    return depthwiseConv2d(freshName("conv2d"), x, conv);
  }

  /**
   * Adds a convolution of each channel alone.
   *
   * @param conv with as many channels as the input has, or 0, which stands for them; the groups are
   *     the channels
   * @throws ShapeException naming the layer when it has others
   */
  default Value depthwiseConv2d(String name, Value x, Conv conv) {
    return conv2d(name, x, ConvolutionMaker.depthwise(name, x, conv));
  }

  /** Adds a transposed 2-D convolution of images. */
  default Value convTranspose2d(Value x, Conv conv) {
    return convTranspose2d(freshName("conv_transpose2d"), x, conv);
  }

  /**
   * Adds a transposed 2-D convolution of images: the padding is cut off the output.
   *
   * @throws ShapeException naming the layer when a size is wrong or does not fit the input
   */
  default Value convTranspose2d(String name, Value x, Conv conv) {
    return convTranspose2d(name, x, conv, 0, 0);
  }

  /**
   * Adds a transposed 2-D convolution of images: the padding is cut off the output.
   *
   * @param outputPadHeight rows added at the bottom of the output
   * @param outputPadWidth columns added at the right of the output
   * @throws ShapeException naming the layer when a size is wrong or does not fit the input
   */
  default Value convTranspose2d(
      String name, Value x, Conv conv, int outputPadHeight, int outputPadWidth) {
    return add(
        name,
        Recording.named(
            name,
            () ->
                ConvolutionMaker.transposed(this, name, x, conv, outputPadHeight, outputPadWidth)),
        x);
  }

  /** Adds a convolution along the steps of sequences, by the widths of {@code conv}. */
  default Value conv1d(Value x, Conv conv) {
    return conv1d(freshName("conv1d"), x, conv);
  }

  /**
   * Adds a convolution along the steps of sequences, by the widths of {@code conv}.
   *
   * @throws ShapeException naming the layer when a size is wrong or does not fit the input
   */
  default Value conv1d(String name, Value x, Conv conv) {
    return add(
        name, Recording.named(name, () -> ConvolutionMaker.alongSteps(this, name, x, conv)), x);
  }
}
