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
    return add(name, Recording.named(name, () -> ConvolutionMaker.make(this, name, x, conv)), x);
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
}
