package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.engine.ops.Relu;

/** Cases of the other operators a convolutional classifier is made of. */
public final class LayerCases {
  private LayerCases() {}

  /** Runs {@code relu}. */
  public static CaseResult relu(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y = Relu.apply(tensors.input("x", Layout.SAME));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /**
   * Runs {@code batch_norm1d} and {@code batch_norm2d}: one batch {@code x}, or several {@code x0,
   * x1, ...} that go through the same running statistics one after the other.
   */
  public static CaseResult batchNorm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    CaseParams params = golden.params();
    Tensor mean = tensors.input("running_mean", Layout.SAME);
    Tensor variance = tensors.input("running_var", Layout.SAME);
    boolean affine = params.flag("affine");
    Shape channels = mean.shape();
    Tensor scale = affine ? tensors.input("weight", Layout.SAME) : Tensor.full(channels, 1);
    Tensor shift = affine ? tensors.input("bias", Layout.SAME) : Tensor.full(channels, 0);
    BatchNorm.Statistics statistics =
        new BatchNorm.Statistics(
            mean,
            variance,
            (float) params.number("momentum"),
            (float) params.number("eps"),
            params.flag("train"));
    int steps = params.integer("steps");
    for (int step = 0; step < steps; step++) {
      String suffix = steps == 1 ? "" : "" + step;
      Tensor x = tensors.input("x" + suffix, Layout.CHANNELS_SECOND);
      Tensor y = BatchNorm.apply(x, scale, shift, statistics);
      tensors.output("y" + suffix, y, Layout.CHANNELS_SECOND);
    }
    return tensors
        .output("running_mean", mean, Layout.SAME)
        .output("running_var", variance, Layout.SAME)
        .result();
  }
}
