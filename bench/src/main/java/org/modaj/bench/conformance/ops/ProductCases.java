package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.Dense;
import org.modaj.engine.ops.MatMul;

/** Cases of the operators that multiply by a matrix: products, dense layers, convolutions. */
public final class ProductCases {
  private ProductCases() {}

  /** Runs {@code matmul}. */
  public static CaseResult matmul(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        MatMul.apply(
            tensors.input("a", Layout.SAME),
            tensors.input("b", Layout.SAME),
            golden.params().flag("transA"),
            golden.params().flag("transB"));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code linear}. */
  public static CaseResult linear(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        Dense.apply(
            tensors.input("x", Layout.SAME),
            tensors.input("w", Layout.DENSE_WEIGHT),
            tensors.optionalInput("b", Layout.SAME));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code conv2d}. */
  public static CaseResult conv2d(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        Conv2d.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            tensors.input("w", Layout.CONVOLUTION_WEIGHT),
            tensors.optionalInput("b", Layout.SAME),
            options(golden));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  private static Conv2d.Options options(GoldenCase golden) {
    CaseParams params = golden.params();
    int[] stride = params.pair("stride");
    int[] dilation = params.pair("dilation");
    int[] pad = padding(golden, dilation);
    return new Conv2d.Options(
        stride[0], stride[1], pad[0], pad[1], dilation[0], dilation[1], params.integer("groups"));
  }

  /** {@code "same"} is the padding that keeps the size: half of what the kernel reaches over. */
  private static int[] padding(GoldenCase golden, int[] dilation) {
    if (golden.params().json("padding").isJsonArray()
        || !golden.params().json("padding").getAsJsonPrimitive().isString()) {
      return golden.params().pair("padding");
    }
    int[] kernel = golden.params().pair("kernel");
    int[] pad = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int reach = dilation[axis] * (kernel[axis] - 1);
      if (!golden.params().text("padding").equals("same") || reach % 2 != 0) {
        throw new GoldenCaseException(
            golden.name(),
            "padding is %s with a reach of %d, expected numbers, or \"same\" with an even reach"
                .formatted(golden.params().json("padding"), reach));
      }
      pad[axis] = reach / 2;
    }
    return pad;
  }
}
