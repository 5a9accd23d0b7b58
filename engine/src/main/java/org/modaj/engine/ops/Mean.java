package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.Reduction;

/**
 * Mean over axes, {@code y = (Σ x)/n}, in double precision and rounded once; gradient {@code dx =
 * dy/n}, repeated along the axes. The mean of nothing is NaN.
 */
public final class Mean {
  private Mean() {}

  /** The mean of all elements, a scalar. */
  public static Tensor apply(Tensor x) {
    return apply(x, Axes.all(x.shape()), false);
  }

  /**
   * Averages.
   *
   * @param axes the axes to average over, negative ones from the end; none copies the input
   * @param keepDim whether they stay, with size 1
   * @throws ShapeException when there is no such axis or one is named twice
   */
  public static Tensor apply(Tensor x, int[] axes, boolean keepDim) {
    Reduction reduction = Reduction.of("mean", x.shape(), axes, keepDim);
    return Autograd.record(
        "mean",
        reduction.sum(x, reduction.count()),
        dys -> {
          Tensor share = Tensor.result(dys[0].shape());
          Kernels.current()
              .elementwise()
              .scale(share.elements(), dys[0].data(), 1f / reduction.count(), share.data());
          return new Tensor[] {reduction.spread(share)};
        },
        x);
  }
}
