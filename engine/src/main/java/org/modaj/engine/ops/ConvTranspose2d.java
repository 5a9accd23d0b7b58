package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dAlgorithm;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;

/**
 * Transposed 2-D convolution of NHWC images (Dumoulin and Visin 2016): the gradient of the input of
 * the {@link Conv2d} with this weight, {@code y[n,Y,X,o] = b[o] + Σ x[n,iy,ix,c]·w[kh,kw,o,c]} over
 * {@code Y = iy·s - p + kh·d} and {@code X = ix·s - p + kw·d}. So its own gradients are that
 * convolution of {@code dy} for {@code x}, that convolution's gradient for {@code w} with the roles
 * of {@code x} and {@code dy} exchanged, and {@code db = Σ dy} over samples and positions.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code w [kh,kw,o/groups,c]}, {@code b [o]} or null, {@code y
 * [n,oh,ow,o]} with {@code oh = (h - 1)s - 2p + d(kh-1) + outputPad + 1}. The input channels come
 * last in the weight: it is the weight of the convolution that goes the other way.
 */
public final class ConvTranspose2d {
  private ConvTranspose2d() {}

  /**
   * How the kernel moves.
   *
   * @param convolution stride, padding, dilation and groups of the convolution that goes the other
   *     way; the padding is what is cut off the output
   * @param outputPadHeight rows added at the bottom of the output, less than stride or dilation
   * @param outputPadWidth columns added at the right of the output, less than stride or dilation
   */
  public record Options(Conv2d.Options convolution, int outputPadHeight, int outputPadWidth) {
    /** Checks the ranges. */
    public Options {
      int rows = Math.max(convolution.strideHeight(), convolution.dilationHeight());
      int columns = Math.max(convolution.strideWidth(), convolution.dilationWidth());
      if (Math.min(outputPadHeight, outputPadWidth) < 0
          || outputPadHeight >= rows
          || outputPadWidth >= columns) {
        throw new ShapeException(
            "transposed conv2d",
            null,
            "an output padding of at least 0x0 and less than "
                + rows
                + "x"
                + columns
                + ", the larger of stride and dilation",
            "output padding " + outputPadHeight + "x" + outputPadWidth,
            null);
      }
    }

    /** Equal in both directions, undilated, ungrouped, without output padding. */
    public static Options of(int stride, int pad) {
      return new Options(Conv2d.Options.of(stride, pad), 0, 0);
    }

    /** The same with another number of groups. */
    public Options withGroups(int count) {
      return new Options(convolution.withGroups(count), outputPadHeight, outputPadWidth);
    }

    /** The same with other output padding. */
    public Options withOutputPad(int height, int width) {
      return new Options(convolution, height, width);
    }
  }

  /**
   * Convolves.
   *
   * @param bias {@code [o]}, or null
   * @throws ShapeException when the sizes do not fit or nothing is left of the output
   */
  public static Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias, Options options) {
    Shape shape = outputShape(x.shape(), weight.shape(), options);
    if (bias != null && !bias.shape().equals(Shape.of(shape.dim(3)))) {
      throw new ShapeException(
          "transposed conv2d", null, "bias [" + shape.dim(3) + "]", "bias " + bias.shape(), null);
    }
    // rows of zeros make room for an output padding of whole strides, which only dilation allows
    Tensor padded = roomFor(x, options);
    Conv2dGeometry g = Conv2d.geometry(shape, weight.shape(), options.convolution());
    Kernels kernels = Kernels.current();
    Conv2dMode mode = Conv2dMode.current();
    Conv2dAlgorithm algorithm = mode.algorithm(g);
    Conv2dAlgorithm weightAlgorithm = mode.weightGradientAlgorithm(g);
    Tensor y = Tensor.result(shape);
    algorithm.inputGradient(kernels, g, padded.data(), weight.data(), y.data());
    int positions = shape.dim(0) * shape.dim(1) * shape.dim(2);
    if (bias != null) {
      kernels.elementwise().addRow(positions, shape.dim(3), bias.data(), y.data());
    }
    Tensor[] operands =
        bias == null ? new Tensor[] {padded, weight} : new Tensor[] {padded, weight, bias};
    return Autograd.record(
        "transposed conv2d",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor[] gradients = new Tensor[operands.length];
          if (padded.requiresGrad()) {
            gradients[0] = Tensor.result(padded.shape());
            algorithm.forward(kernels, g, dy, weight.data(), Epilogue.NONE, gradients[0].data());
          }
          if (weight.requiresGrad()) {
            gradients[1] = Tensor.result(weight.shape());
            weightAlgorithm.weightGradient(kernels, g, dy, padded.data(), gradients[1].data());
          }
          if (bias != null && bias.requiresGrad()) {
            gradients[2] = Tensor.result(bias.shape());
            kernels.norm().channelSums(positions, shape.dim(3), dy, gradients[2].data());
          }
          return gradients;
        },
        operands);
  }

  /**
   * The shape of the output.
   *
   * @throws ShapeException when the sizes do not fit or nothing is left of the output
   */
  public static Shape outputShape(Shape x, Shape weight, Options options) {
    Conv2d.Options c = options.convolution();
    if (x.rank() != 4 || weight.rank() != 4 || weight.dim(0) < 1 || weight.dim(1) < 1) {
      throw new ShapeException(
          "transposed conv2d",
          null,
          "input [n, height, width, channels] and weight [kh, kw, out/groups, in]",
          "input " + x + ", weight " + weight,
          null);
    }
    if (x.dim(3) != weight.dim(3) || x.dim(3) % c.groups() != 0) {
      throw new ShapeException(
          "transposed conv2d",
          null,
          "an input of " + weight.dim(3) + " channels, a multiple of " + c.groups() + " groups",
          "input " + x + ", weight " + weight + ", groups " + c.groups(),
          "Was the layer in front changed without this one?");
    }
    int height =
        size(x.dim(1), weight.dim(0), c.strideHeight(), c.padHeight(), c.dilationHeight())
            + options.outputPadHeight();
    int width =
        size(x.dim(2), weight.dim(1), c.strideWidth(), c.padWidth(), c.dilationWidth())
            + options.outputPadWidth();
    if (x.dim(1) < 1 || x.dim(2) < 1 || height < 1 || width < 1) {
      throw new ShapeException(
          "transposed conv2d",
          null,
          "an image of at least one pixel and an output of at least 1x1",
          "input "
              + x
              + ", weight "
              + weight
              + ", padding "
              + c.padHeight()
              + "x"
              + c.padWidth()
              + ", output "
              + height
              + "x"
              + width,
          "Use less padding: it is cut off the output.");
    }
    return Shape.of(x.dim(0), height, width, weight.dim(2) * c.groups());
  }

  private static int size(int in, int kernel, int stride, int pad, int dilation) {
    return (in - 1) * stride - 2 * pad + dilation * (kernel - 1) + 1;
  }

  private static Tensor roomFor(Tensor x, Options options) {
    int rows = options.outputPadHeight() / options.convolution().strideHeight();
    int columns = options.outputPadWidth() / options.convolution().strideWidth();
    return rows == 0 && columns == 0
        ? x
        : Pad2d.apply(x, Pad2d.Mode.CONSTANT, new Pad2d.Sides(0, columns, 0, rows), 0);
  }
}
