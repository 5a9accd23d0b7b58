package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dAlgorithm;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;

/**
 * 2-D convolution (cross-correlation) of NHWC images, {@code y[n,oy,ox,o] = b[o] + Σ x[n, oy·s - p
 * + kh·d, ox·s - p + kw·d, c]·w[kh,kw,c,o]}; gradients are the transposed sums over the same pairs,
 * {@code db = Σ dy} over samples and positions. {@link Conv2dMode} says by which algorithm output
 * and gradient of the input are computed.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code w [kh,kw,c/groups,o]}, {@code b [o]} or null, {@code y
 * [n,oh,ow,o]} with {@code oh = floor((h + 2p - d(kh-1) - 1)/s) + 1}.
 */
public final class Conv2d {
  private Conv2d() {}

  /**
   * How the kernel moves; heights first.
   *
   * @param strideHeight at least 1
   * @param strideWidth at least 1
   * @param padHeight zeros above and below, at least 0
   * @param padWidth zeros left and right, at least 0
   * @param dilationHeight distance of neighbouring taps, at least 1
   * @param dilationWidth distance of neighbouring taps, at least 1
   * @param groups divides input and output channels
   */
  public record Options(
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth,
      int dilationHeight,
      int dilationWidth,
      int groups) {
    /** Checks the ranges. */
    public Options {
      if (Math.min(strideHeight, strideWidth) < 1
          || Math.min(padHeight, padWidth) < 0
          || Math.min(dilationHeight, dilationWidth) < 1
          || groups < 1) {
        throw new ShapeException(
            "conv2d",
            null,
            "stride, dilation and groups of at least 1 and padding of at least 0",
            "stride "
                + strideHeight
                + "x"
                + strideWidth
                + ", padding "
                + padHeight
                + "x"
                + padWidth
                + ", dilation "
                + dilationHeight
                + "x"
                + dilationWidth
                + ", groups "
                + groups,
            null);
      }
    }

    /** Equal in both directions, undilated, ungrouped. */
    public static Options of(int stride, int pad) {
      return new Options(stride, stride, pad, pad, 1, 1, 1);
    }

    /** The same with another number of groups. */
    public Options withGroups(int count) {
      return new Options(
          strideHeight, strideWidth, padHeight, padWidth, dilationHeight, dilationWidth, count);
    }
  }

  /**
   * Convolves.
   *
   * @param bias {@code [o]}, or null
   * @throws ShapeException when the sizes do not fit or the kernel is larger than the padded image
   */
  public static Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias, Options options) {
    Conv2dGeometry g = geometry(x.shape(), weight.shape(), options);
    checkBias(g, bias);
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(Shape.of(g.batch(), g.outHeight(), g.outWidth(), g.outChannels()));
    Conv2dMode mode = Conv2dMode.current();
    Conv2dAlgorithm algorithm = mode.algorithm(g);
    Conv2dAlgorithm weightAlgorithm = mode.weightGradientAlgorithm(g);
    Epilogue epilogue = Epilogue.NONE.withBias(bias == null ? null : bias.data());
    algorithm.forward(kernels, g, x.data(), weight.data(), epilogue, y.data());
    Tensor[] operands = bias == null ? new Tensor[] {x, weight} : new Tensor[] {x, weight, bias};
    return Autograd.record(
        "conv2d",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor[] gradients = new Tensor[operands.length];
          if (x.requiresGrad()) {
            gradients[0] = Tensor.result(x.shape());
            algorithm.inputGradient(kernels, g, dy, weight.data(), gradients[0].data());
          }
          if (weight.requiresGrad()) {
            gradients[1] = Tensor.result(weight.shape());
            weightAlgorithm.weightGradient(kernels, g, x.data(), dy, gradients[1].data());
          }
          if (bias != null && bias.requiresGrad()) {
            gradients[2] = Tensor.result(bias.shape());
            kernels
                .norm()
                .channelSums(
                    g.batch() * g.outHeight() * g.outWidth(),
                    g.outChannels(),
                    dy,
                    gradients[2].data());
          }
          return gradients;
        },
        operands);
  }

  /**
   * Convolves with stride 1 and as much padding as keeps the size of the image. Where the kernel
   * reaches over an odd number of pixels, the odd row or column is at the bottom or right, as in
   * PyTorch.
   *
   * @param bias {@code [o]}, or null
   * @param dilationHeight distance of neighbouring taps, at least 1
   * @param dilationWidth distance of neighbouring taps, at least 1
   * @param groups divides input and output channels
   * @throws ShapeException when the sizes do not fit
   */
  public static Tensor same(
      Tensor x,
      Tensor weight,
      @Nullable Tensor bias,
      int dilationHeight,
      int dilationWidth,
      int groups) {
    if (weight.shape().rank() != 4) {
      throw new ShapeException(
          "conv2d", null, "weight [kh, kw, in/groups, out]", "weight " + weight.shape(), null);
    }
    int rows = dilationHeight * (weight.dim(0) - 1);
    int columns = dilationWidth * (weight.dim(1) - 1);
    Options options =
        new Options(1, 1, rows / 2, columns / 2, dilationHeight, dilationWidth, groups);
    Tensor padded =
        rows % 2 == 0 && columns % 2 == 0
            ? x
            : Pad2d.apply(x, Pad2d.Mode.CONSTANT, new Pad2d.Sides(0, columns % 2, 0, rows % 2), 0);
    return apply(padded, weight, bias, options);
  }

  /**
   * Convolves and computes what follows in the same pass over memory, without recording a gradient:
   * for inference. Each value has the bits of the operations one after another.
   *
   * @param bias {@code [o]}, or null
   * @param following its arrays fit the output; its bias is not looked at
   * @throws ShapeException when the sizes do not fit
   * @throws EngineException when a gradient would have to be recorded
   */
  public static Tensor inference(
      Tensor x, Tensor weight, @Nullable Tensor bias, Options options, Epilogue following) {
    Conv2dGeometry g = geometry(x.shape(), weight.shape(), options);
    checkInference(g, x, weight, bias, following);
    Tensor y = Tensor.result(Shape.of(g.batch(), g.outHeight(), g.outWidth(), g.outChannels()));
    Epilogue epilogue = following.withBias(bias == null ? null : bias.data());
    Conv2dMode.current()
        .algorithm(g)
        .forward(Kernels.current(), g, x.data(), weight.data(), epilogue, y.data());
    return y;
  }

  static void checkInference(
      Conv2dGeometry g, Tensor x, Tensor weight, @Nullable Tensor bias, Epilogue following) {
    checkBias(g, bias);
    checkSize("mean", g.outChannels(), following.mean());
    checkSize("scale", g.outChannels(), following.scale());
    checkSize("shift", g.outChannels(), following.shift());
    checkSize("skip", g.outputSize(), following.skip());
    if (bias == null ? Autograd.needsRecord(x, weight) : Autograd.needsRecord(x, weight, bias)) {
      throw new EngineException(
          "conv2d inference", null, "records no gradients; use it inside Autograd.noGrad()");
    }
  }

  private static void checkBias(Conv2dGeometry g, @Nullable Tensor bias) {
    if (bias != null && !bias.shape().equals(Shape.of(g.outChannels()))) {
      throw new ShapeException(
          "conv2d", null, "bias [" + g.outChannels() + "]", "bias " + bias.shape(), null);
    }
  }

  private static void checkSize(String what, int size, float @Nullable [] values) {
    if (values != null && values.length != size) {
      throw new ShapeException(
          "conv2d", null, what + " of " + size + " values", values.length + " values", null);
    }
  }

  /**
   * The sizes of the convolution of these shapes.
   *
   * @throws ShapeException when they do not fit
   */
  public static Conv2dGeometry geometry(Shape x, Shape weight, Options options) {
    if (x.rank() != 4 || weight.rank() != 4) {
      throw new ShapeException(
          "conv2d",
          null,
          "input [n, height, width, channels] and weight [kh, kw, in/groups, out]",
          "input " + x + ", weight " + weight,
          null);
    }
    if (x.dim(3) != weight.dim(2) * options.groups() || weight.dim(3) % options.groups() != 0) {
      throw new ShapeException(
          "conv2d",
          null,
          "an input of "
              + weight.dim(2) * options.groups()
              + " channels and a multiple of "
              + options.groups()
              + " output channels",
          "input " + x + ", weight " + weight + ", groups " + options.groups(),
          "Was the layer in front changed without this one?");
    }
    Conv2dGeometry g =
        new Conv2dGeometry(
            x.dim(0),
            x.dim(1),
            x.dim(2),
            x.dim(3),
            weight.dim(3),
            weight.dim(0),
            weight.dim(1),
            options.strideHeight(),
            options.strideWidth(),
            options.padHeight(),
            options.padWidth(),
            options.dilationHeight(),
            options.dilationWidth(),
            options.groups());
    if (g.outHeight() < 1 || g.outWidth() < 1) {
      throw new ShapeException(
          "conv2d",
          null,
          "a kernel no larger than the padded image",
          "input "
              + x
              + ", weight "
              + weight
              + ", padding "
              + options.padHeight()
              + "x"
              + options.padWidth(),
          "Use a larger image, more padding or fewer pooling layers in front.");
    }
    return g;
  }
}
