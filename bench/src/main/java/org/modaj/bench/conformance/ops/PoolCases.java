package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AdaptiveAvgPool2d;
import org.modaj.engine.ops.AdaptiveMaxPool2d;
import org.modaj.engine.ops.AvgPool2d;
import org.modaj.engine.ops.MaxPool2d;

/** Cases of pooling. */
public final class PoolCases {
  private PoolCases() {}

  /** Runs {@code max_pool2d}. */
  public static CaseResult max(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y = MaxPool2d.apply(tensors.input("x", Layout.CHANNELS_SECOND), window(golden.params()));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code avg_pool2d}. */
  public static CaseResult average(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    CaseParams params = golden.params();
    boolean counted = !params.has("count_include_pad") || params.flag("count_include_pad");
    Tensor y = AvgPool2d.apply(tensors.input("x", Layout.CHANNELS_SECOND), window(params), counted);
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code adaptive_avg_pool2d}. */
  public static CaseResult adaptiveAverage(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    int[] size = golden.params().pair("output");
    Tensor y =
        AdaptiveAvgPool2d.apply(tensors.input("x", Layout.CHANNELS_SECOND), size[0], size[1]);
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code adaptive_max_pool2d}. */
  public static CaseResult adaptiveMax(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    int[] size = golden.params().pair("output");
    Tensor y =
        AdaptiveMaxPool2d.apply(tensors.input("x", Layout.CHANNELS_SECOND), size[0], size[1]);
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** The stride is the kernel's size where there is none. */
  private static MaxPool2d.Window window(CaseParams params) {
    int[] kernel = params.pair("kernel");
    int[] stride = params.has("stride") ? params.pair("stride") : kernel;
    int[] pad = params.has("padding") ? params.pair("padding") : new int[2];
    int[] dilation = params.has("dilation") ? params.pair("dilation") : new int[] {1, 1};
    return new MaxPool2d.Window(kernel[0], kernel[1], stride[0], stride[1], pad[0], pad[1])
        .withDilation(dilation[0], dilation[1])
        .withCeil(params.has("ceil_mode") && params.flag("ceil_mode"));
  }
}
