package org.modaj.nn.build;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv1d;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.ConvTranspose2d;
import org.modaj.engine.ops.Pad2d;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.conv.Conv1dLayer;
import org.modaj.nn.layer.conv.Conv2dLayer;
import org.modaj.nn.layer.conv.ConvTranspose2dLayer;
import org.modaj.nn.layer.shape.Pad2dLayer;

/** Makes convolution layers. */
final class ConvolutionMaker {
  private static final String NAME = "conv2d";

  private ConvolutionMaker() {}

  /** The same convolution with a group for each channel of its input. */
  static Conv depthwise(String name, Value x, Conv conv) {
    if (conv.channels() != 0 && conv.channels() != x.channels()) {
      throw new ShapeException(
          "depthwise conv2d",
          name,
          x.channels() + " channels, those of the input",
          conv.channels() + " channels",
          "More outputs a channel are a conv2d with groups.");
    }
    return conv.channels(x.channels()).groups(x.channels());
  }

  static Layer make(Recording net, String name, Value x, Conv conv) {
    if (x.shape().rank() != 3) {
      throw new ShapeException(
          NAME, name, "an image [height, width, channels]", "input " + x.shape(), null);
    }
    checkSizes(NAME, name, x, conv);
    int kernelHeight = conv.kernelHeight();
    int kernelWidth = conv.kernelWidth();
    Conv2d.Options options =
        new Conv2d.Options(
            conv.strideHeight(),
            conv.strideWidth(),
            pad(
                NAME,
                name,
                conv.padHeight(),
                kernelHeight,
                conv.dilationHeight(),
                conv.strideHeight()),
            pad(NAME, name, conv.padWidth(), kernelWidth, conv.dilationWidth(), conv.strideWidth()),
            conv.dilationHeight(),
            conv.dilationWidth(),
            conv.groups());
    int fanIn = kernelHeight * kernelWidth * (x.channels() / conv.groups());
    Shape shape =
        Shape.of(kernelHeight, kernelWidth, x.channels() / conv.groups(), conv.channels());
    Tensor weight = net.parameter(name, "weight", shape, conv.weight());
    Tensor bias = bias(net, name, conv, fanIn);
    return new Conv2dLayer(weight, bias, options);
  }

  static Layer transposed(
      Recording net, String name, Value x, Conv conv, int outputPadHeight, int outputPadWidth) {
    String type = "conv_transpose2d";
    TensorShapes.image(type, x.shape());
    checkSizes(type, name, x, conv);
    int out = conv.channels() / conv.groups();
    Conv2d.Options options =
        new Conv2d.Options(
            conv.strideHeight(),
            conv.strideWidth(),
            evenPad(
                type,
                name,
                conv.padHeight(),
                conv.kernelHeight(),
                conv.dilationHeight(),
                conv.strideHeight()),
            evenPad(
                type,
                name,
                conv.padWidth(),
                conv.kernelWidth(),
                conv.dilationWidth(),
                conv.strideWidth()),
            conv.dilationHeight(),
            conv.dilationWidth(),
            conv.groups());
    Shape shape = Shape.of(conv.kernelHeight(), conv.kernelWidth(), out, x.channels());
    return new ConvTranspose2dLayer(
        net.parameter(name, "weight", shape, conv.weight()),
        bias(net, name, conv, conv.kernelHeight() * conv.kernelWidth() * out),
        new ConvTranspose2d.Options(options, outputPadHeight, outputPadWidth));
  }

  static Layer alongSteps(Recording net, String name, Value x, Conv conv) {
    String type = "conv1d";
    checkSizes(type, name, x, conv);
    int in = x.channels() / conv.groups();
    return new Conv1dLayer(
        net.parameter(
            name, "weight", Shape.of(conv.kernelWidth(), in, conv.channels()), conv.weight()),
        bias(net, name, conv, conv.kernelWidth() * in),
        new Conv1d.Options(
            conv.strideWidth(),
            evenPad(
                type,
                name,
                conv.padWidth(),
                conv.kernelWidth(),
                conv.dilationWidth(),
                conv.strideWidth()),
            conv.dilationWidth(),
            conv.groups()));
  }

  private static void checkSizes(String type, String name, Value x, Conv conv) {
    TensorShapes.atLeast(1, type, name, "channels", conv.channels());
    TensorShapes.atLeast(1, type, name, "kernel height", conv.kernelHeight());
    TensorShapes.atLeast(1, type, name, "kernel width", conv.kernelWidth());
    TensorShapes.atLeast(1, type, name, "groups", conv.groups());
    if (x.channels() % conv.groups() != 0 || conv.channels() % conv.groups() != 0) {
      throw new ShapeException(
          type,
          name,
          "groups that divide "
              + x.channels()
              + " input and "
              + conv.channels()
              + " output channels",
          conv.groups() + " groups",
          null);
    }
  }

  private static @Nullable Tensor bias(Recording net, String name, Conv conv, int fanIn) {
    Initializer fill =
        conv.bias() == null ? Initializer.uniform(1 / Math.sqrt(fanIn)) : conv.bias();
    return conv.hasBias() ? net.parameter(name, "bias", Shape.of(conv.channels()), fill) : null;
  }

  /**
   * The zeros that padding to the same size puts on one side more than on the other.
   *
   * @return x, or x with a layer that pads it
   */
  static Value evened(Convolutions net, String name, Value x, Conv conv) {
    int below = odd(conv.padHeight(), conv.kernelHeight(), conv.dilationHeight());
    int right = odd(conv.padWidth(), conv.kernelWidth(), conv.dilationWidth());
    if (x.shape().rank() != 3 || below + right == 0) {
      return x;
    }
    checkSizes(NAME, name, x, conv);
    pad(
        NAME,
        name,
        conv.padHeight(),
        conv.kernelHeight(),
        conv.dilationHeight(),
        conv.strideHeight());
    pad(NAME, name, conv.padWidth(), conv.kernelWidth(), conv.dilationWidth(), conv.strideWidth());
    Pad2d.Sides sides = new Pad2d.Sides(0, right, 0, below);
    return net.add(name + ".pad", new Pad2dLayer(Pad2d.Mode.CONSTANT, sides, 0), x);
  }

  private static int odd(int pad, int kernel, int dilation) {
    return pad == Conv.SAME ? Math.floorMod(dilation * (kernel - 1), 2) : 0;
  }

  /** The zeros on each side; see {@link #evened} for a last one. */
  private static int pad(String type, String name, int pad, int kernel, int dilation, int stride) {
    if (pad != Conv.SAME) {
      return pad;
    }
    if (stride != 1) {
      throw new ShapeException(
          type,
          name,
          "stride 1 for padding that keeps the size",
          "stride " + stride,
          "PyTorch refuses it too, and Keras pads ceil(size/stride) windows, more at the end: give"
              + " the padding in numbers, with pad2d in front where the sides differ.");
    }
    return dilation * (kernel - 1) / 2;
  }

  /** As {@link #pad}, where zeros cannot differ from side to side. */
  private static int evenPad(
      String type, String name, int pad, int kernel, int dilation, int stride) {
    int each = pad(type, name, pad, kernel, dilation, stride);
    if (odd(pad, kernel, dilation) != 0) {
      throw new ShapeException(
          type,
          name,
          "an odd kernel or an even dilation for padding that keeps the size",
          "kernel " + kernel + ", dilation " + dilation,
          "The sides would differ; give the padding in numbers.");
    }
    return each;
  }
}
