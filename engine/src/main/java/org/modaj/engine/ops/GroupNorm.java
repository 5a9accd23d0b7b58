package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.GroupStatistics;

/**
 * Group normalization, {@code y = (x - μ)/√(σ² + ε)·γ + β} with the mean μ and biased variance σ²
 * of each sample's group of neighbouring channels, all positions together (Wu and He 2018).
 * Gradients as in {@link LayerNorm}, {@code dγ} and {@code dβ} summed over samples and positions.
 *
 * <p>Shapes: {@code x [n, ..., c]}; γ and β {@code [c]} or null.
 */
public final class GroupNorm {
  private GroupNorm() {}

  /**
   * Normalizes.
   *
   * @param groups divides the channels, at least 1
   * @param gamma factors, or null for 1
   * @param beta summands, or null for 0
   * @param epsilon added to the variance, positive
   * @throws ShapeException when the groups do not divide the channels or a parameter does not fit
   */
  public static Tensor apply(
      Tensor x, int groups, @Nullable Tensor gamma, @Nullable Tensor beta, double epsilon) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || groups < 1 || shape.dim(-1) % groups != 0) {
      throw new ShapeException(
          "group norm",
          null,
          "an input [n, ..., channels] whose channels " + groups + " groups divide",
          "input " + shape,
          null);
    }
    LayerNorm.checkParameter("group norm", gamma, Shape.of(shape.dim(-1)));
    LayerNorm.checkParameter("group norm", beta, Shape.of(shape.dim(-1)));
    int positions = Axes.product(shape, 1, shape.rank() - 1);
    return new GroupStatistics(shape.dim(0), positions, shape.dim(-1), groups, epsilon)
        .apply("group norm", x, gamma, beta);
  }
}
