package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.Reduction;

/**
 * Sum over axes, {@code y = Σ x}, in double precision and rounded once; gradient {@code dx = dy},
 * repeated along the summed axes. The sum of nothing is 0.
 */
public final class Sum {
  private Sum() {}

  /** The sum of all elements, a scalar. */
  public static Tensor apply(Tensor x) {
    return apply(x, Axes.all(x.shape()), false);
  }

  /**
   * Sums.
   *
   * @param axes the axes to sum over, negative ones from the end; none copies the input
   * @param keepDim whether they stay, with size 1
   * @throws ShapeException when there is no such axis or one is named twice
   */
  public static Tensor apply(Tensor x, int[] axes, boolean keepDim) {
    Reduction reduction = Reduction.of("sum", x.shape(), axes, keepDim);
    return Autograd.record(
        "sum", reduction.sum(x), dys -> new Tensor[] {reduction.spread(dys[0])}, x);
  }
}
