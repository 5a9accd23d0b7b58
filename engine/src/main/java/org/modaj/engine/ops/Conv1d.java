package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Convolution along the steps of sequences, {@code y[n,t,o] = b[o] + Σ x[n, t·s - p + k·d,
 * c]·w[k,c,o]}; gradients as in {@link Conv2d}, which this is with one row. With lengths, what
 * stands at and after a sequence's end is read as the zeros of the padding, and the outputs after
 * the end of the shorter result, {@link Options#outputLength}, are 0.
 *
 * <p>Shapes: {@code x [n,steps,c]}, {@code w [k,c/groups,o]}, {@code b [o]} or null, {@code y
 * [n,osteps,o]} with {@code osteps = floor((steps + 2p - d(k-1) - 1)/s) + 1}.
 */
public final class Conv1d {
  private Conv1d() {}

  /**
   * How the kernel moves.
   *
   * @param stride at least 1
   * @param pad zeros in front and after, at least 0
   * @param dilation distance of neighbouring taps, at least 1
   * @param groups divides input and output channels
   */
  public record Options(int stride, int pad, int dilation, int groups) {
    /** Checks the ranges. */
    public Options {
      if (stride < 1 || pad < 0 || dilation < 1 || groups < 1) {
        throw new ShapeException(
            "conv1d",
            null,
            "stride, dilation and groups of at least 1 and padding of at least 0",
            "stride "
                + stride
                + ", padding "
                + pad
                + ", dilation "
                + dilation
                + ", groups "
                + groups,
            null);
      }
    }

    /** Undilated, ungrouped. */
    public static Options of(int stride, int pad) {
      return new Options(stride, pad, 1, 1);
    }

    /** Steps of the output of a sequence of so many steps; 0 where the kernel does not fit. */
    public int outputLength(int steps, int kernel) {
      return Math.max(0, Math.floorDiv(steps + 2 * pad - dilation * (kernel - 1) - 1, stride) + 1);
    }

    private Conv2d.Options withOneRow() {
      return new Conv2d.Options(1, stride, 0, pad, 1, dilation, groups);
    }
  }

  /**
   * Convolves.
   *
   * @param bias {@code [o]}, or null
   * @param lengths steps of each sequence, in [0, steps], or null when all have all
   * @throws ShapeException when the sizes do not fit or the kernel is longer than the padded
   *     sequence
   */
  public static Tensor apply(
      Tensor x, Tensor weight, @Nullable Tensor bias, Options options, int @Nullable [] lengths) {
    Shape shape = outputShape(x.shape(), weight.shape(), options);
    if (bias != null && !bias.shape().equals(Shape.of(shape.dim(2)))) {
      throw new ShapeException(
          "conv1d", null, "bias [" + shape.dim(2) + "]", "bias " + bias.shape(), null);
    }
    if (lengths != null) {
      SequenceMask.check("conv1d", x.shape(), lengths, 0);
    }
    Tensor masked = SequenceMask.apply(x, lengths);
    Tensor image = Reshape.apply(masked, Shape.of(x.dim(0), 1, x.dim(1), x.dim(2)));
    Tensor kernel = Reshape.apply(weight, Shape.of(1, weight.dim(0), weight.dim(1), weight.dim(2)));
    Tensor y = Reshape.apply(Conv2d.apply(image, kernel, bias, options.withOneRow()), shape);
    return SequenceMask.apply(y, outputLengths(lengths, weight.dim(0), options));
  }

  /**
   * Steps of each result.
   *
   * @param lengths steps of each sequence, or null
   * @return null when there are no lengths
   */
  public static int @Nullable [] outputLengths(
      int @Nullable [] lengths, int kernel, Options options) {
    if (lengths == null) {
      return null;
    }
    int[] outputs = new int[lengths.length];
    for (int n = 0; n < outputs.length; n++) {
      outputs[n] = options.outputLength(lengths[n], kernel);
    }
    return outputs;
  }

  /**
   * The shape of the output.
   *
   * @throws ShapeException when the sizes do not fit or the kernel is longer than the padded
   *     sequence
   */
  public static Shape outputShape(Shape x, Shape weight, Options options) {
    if (x.rank() != 3 || weight.rank() != 3 || weight.dim(0) < 1) {
      throw new ShapeException(
          "conv1d",
          null,
          "input [n, steps, channels] and weight [kernel, in/groups, out]",
          "input " + x + ", weight " + weight,
          null);
    }
    if (x.dim(2) != weight.dim(1) * options.groups() || weight.dim(2) % options.groups() != 0) {
      throw new ShapeException(
          "conv1d",
          null,
          "an input of "
              + weight.dim(1) * options.groups()
              + " channels and a multiple of "
              + options.groups()
              + " output channels",
          "input " + x + ", weight " + weight + ", groups " + options.groups(),
          "Was the layer in front changed without this one?");
    }
    int steps = options.outputLength(x.dim(1), weight.dim(0));
    if (steps < 1) {
      throw new ShapeException(
          "conv1d",
          null,
          "a kernel no longer than the padded sequence",
          "input " + x + ", weight " + weight + ", padding " + options.pad(),
          "Use longer sequences, more padding or a shorter kernel.");
    }
    return Shape.of(x.dim(0), steps, weight.dim(2));
  }
}
