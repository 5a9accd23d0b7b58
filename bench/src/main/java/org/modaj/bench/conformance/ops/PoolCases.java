package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AdaptiveAvgPool2d;
import org.modaj.engine.ops.AvgPool2d;
import org.modaj.engine.ops.MaxPool2d;

/** Cases of average pooling. */
public final class PoolCases {
  private PoolCases() {}

  /** Runs {@code avg_pool2d}. */
  public static CaseResult average(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    CaseParams params = golden.params();
    int[] kernel = params.pair("kernel");
    int[] stride = params.pair("stride");
    int[] pad = params.pair("padding");
    boolean counted = !params.has("count_include_pad") || params.flag("count_include_pad");
    Tensor y =
        AvgPool2d.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            new MaxPool2d.Window(kernel[0], kernel[1], stride[0], stride[1], pad[0], pad[1]),
            counted);
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code adaptive_avg_pool2d}. */
  public static CaseResult adaptive(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    int[] size = golden.params().pair("output");
    Tensor y =
        AdaptiveAvgPool2d.apply(tensors.input("x", Layout.CHANNELS_SECOND), size[0], size[1]);
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }
}
