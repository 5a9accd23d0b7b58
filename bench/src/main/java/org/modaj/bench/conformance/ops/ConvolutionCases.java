package org.modaj.bench.conformance.ops;

import com.google.gson.JsonElement;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv1d;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.ConvTranspose2d;

/** Cases of convolutions. */
public final class ConvolutionCases {
  private ConvolutionCases() {}

  /** Runs {@code conv2d}. */
  public static CaseResult conv2d(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.CHANNELS_SECOND);
    Tensor w = tensors.input("w", Layout.CONVOLUTION_WEIGHT);
    Tensor b = tensors.optionalInput("b", Layout.SAME);
    CaseParams params = golden.params();
    Tensor y;
    if (isText(params.json("padding"))) {
      checkSame(golden);
      int[] dilation = params.pair("dilation");
      y = Conv2d.same(x, w, b, dilation[0], dilation[1], params.integer("groups"));
    } else {
      y = Conv2d.apply(x, w, b, options(params));
    }
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code conv_transpose2d}. */
  public static CaseResult transposed(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    int[] outputPad = golden.params().pair("output_padding");
    Tensor y =
        ConvTranspose2d.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            tensors.input("w", Layout.CONVOLUTION_WEIGHT),
            tensors.optionalInput("b", Layout.SAME),
            new ConvTranspose2d.Options(options(golden.params()), outputPad[0], outputPad[1]));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code conv1d}. */
  public static CaseResult conv1d(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    CaseParams params = golden.params();
    Tensor y =
        Conv1d.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            tensors.input("w", Layout.SEQUENCE_CONVOLUTION_WEIGHT),
            tensors.optionalInput("b", Layout.SAME),
            new Conv1d.Options(
                params.integer("stride"),
                params.integer("padding"),
                params.integer("dilation"),
                params.integer("groups")),
            params.has("lengths") ? params.integers("lengths") : null);
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  private static Conv2d.Options options(CaseParams params) {
    int[] stride = params.pair("stride");
    int[] dilation = params.pair("dilation");
    int[] pad = params.pair("padding");
    return new Conv2d.Options(
        stride[0], stride[1], pad[0], pad[1], dilation[0], dilation[1], params.integer("groups"));
  }

  private static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  private static void checkSame(GoldenCase golden) {
    int[] stride = golden.params().pair("stride");
    if (!golden.params().text("padding").equals("same") || stride[0] != 1 || stride[1] != 1) {
      throw new GoldenCaseException(
          golden.name(),
          "padding is %s with stride %dx%d, expected numbers, or \"same\" with stride 1"
              .formatted(golden.params().json("padding"), stride[0], stride[1]));
    }
  }
}
