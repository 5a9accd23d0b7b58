package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.GroupStatistics;

/**
 * Instance normalization, {@code y = (x - μ)/√(σ² + ε)·γ + β} with the mean μ and biased variance
 * σ² of each sample's channel over its positions (Ulyanov et al. 2016): a {@link GroupNorm} with
 * one channel a group. Gradients as there.
 *
 * <p>Shapes: {@code x [n, ..., c]} with at least one axis of positions; γ and β {@code [c]} or
 * null.
 */
public final class InstanceNorm {
  private InstanceNorm() {}

  /**
   * Normalizes.
   *
   * @param gamma factors, or null for 1
   * @param beta summands, or null for 0
   * @param epsilon added to the variance, positive
   * @throws ShapeException when the input has no positions or a parameter does not fit
   */
  public static Tensor apply(
      Tensor x, @Nullable Tensor gamma, @Nullable Tensor beta, double epsilon) {
    Shape shape = x.shape();
    if (shape.rank() < 3) {
      throw new ShapeException(
          "instance norm", null, "an input [n, positions..., channels]", "input " + shape, null);
    }
    LayerNorm.checkParameter("instance norm", gamma, Shape.of(shape.dim(-1)));
    LayerNorm.checkParameter("instance norm", beta, Shape.of(shape.dim(-1)));
    int positions = Axes.product(shape, 1, shape.rank() - 1);
    return new GroupStatistics(shape.dim(0), positions, shape.dim(-1), shape.dim(-1), epsilon)
        .apply("instance norm", x, gamma, beta);
  }
}
