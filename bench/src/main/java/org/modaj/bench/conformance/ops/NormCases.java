package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.GroupNorm;
import org.modaj.engine.ops.InstanceNorm;
import org.modaj.engine.ops.LayerNorm;
import org.modaj.engine.ops.Normalize;
import org.modaj.engine.ops.RmsNorm;

/** Cases of the operators that normalize, and of the squared error. */
public final class NormCases {
  private NormCases() {}

  /** Runs {@code layer_norm}. */
  public static CaseResult layerNorm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        LayerNorm.apply(
            tensors.input("x", Layout.SAME),
            Shape.of(golden.params().integers("normalized_shape")),
            tensors.optionalInput("weight", Layout.SAME),
            tensors.optionalInput("bias", Layout.SAME),
            golden.params().number("eps"));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code group_norm}. */
  public static CaseResult groupNorm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        GroupNorm.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            golden.params().integer("groups"),
            tensors.optionalInput("weight", Layout.SAME),
            tensors.optionalInput("bias", Layout.SAME),
            golden.params().number("eps"));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code instance_norm}. */
  public static CaseResult instanceNorm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        InstanceNorm.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            tensors.optionalInput("weight", Layout.SAME),
            tensors.optionalInput("bias", Layout.SAME),
            golden.params().number("eps"));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code rms_norm}. */
  public static CaseResult rmsNorm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        RmsNorm.apply(
            tensors.input("x", Layout.SAME),
            tensors.optionalInput("weight", Layout.SAME),
            golden.params().number("eps"));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code normalize}. */
  public static CaseResult normalize(GoldenCase golden, Algorithms algorithms) {
    CaseParams params = golden.params();
    if (params.number("p") != 2) {
      throw new GoldenCaseException(
          golden.name(), "p is %s, expected 2".formatted(params.number("p")));
    }
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    Tensor y = Normalize.apply(x, params.integer("axis"), params.number("eps"));
    return tensors.output("y", y, Layout.SAME).result();
  }
}
