package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.GroupStatistics;

/**
 * Layer normalization, {@code y = (x - μ)/√(σ² + ε)·γ + β} with the mean μ and biased variance σ²
 * of the last axes of each row (Ba, Kiros and Hinton 2016).
 *
 * <p>Gradients, with {@code x̂ = (x - μ)/√(σ² + ε)}, {@code g = dy·γ} and means over the row:
 * {@code dx = (g - mean(g) - x̂·mean(g·x̂))/√(σ² + ε)}; {@code dγ = Σ dy·x̂} and {@code dβ = Σ dy}
 * over the rows.
 *
 * <p>Shapes: {@code x [rows..., normalized...]}; γ and β {@code [normalized...]} or null.
 */
public final class LayerNorm {
  private LayerNorm() {}

  /**
   * Normalizes.
   *
   * @param normalized sizes of the last axes, over which to normalize; at least one
   * @param gamma factors, or null for 1
   * @param beta summands, or null for 0
   * @param epsilon added to the variance, positive
   * @throws ShapeException when the input does not end in these sizes, or a parameter has others
   */
  public static Tensor apply(
      Tensor x, Shape normalized, @Nullable Tensor gamma, @Nullable Tensor beta, double epsilon) {
    Shape shape = x.shape();
    int leading = shape.rank() - normalized.rank();
    boolean fits = normalized.rank() > 0 && leading >= 0;
    for (int axis = 0; fits && axis < normalized.rank(); axis++) {
      fits = shape.dim(leading + axis) == normalized.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "layer norm", null, "an input whose last axes are " + normalized, "input " + shape, null);
    }
    checkParameter("layer norm", gamma, normalized);
    checkParameter("layer norm", beta, normalized);
    int rows = Axes.product(shape, 0, leading);
    return new GroupStatistics(rows, 1, normalized.elements(), 1, epsilon)
        .apply("layer norm", x, gamma, beta);
  }

  static void checkParameter(String operation, @Nullable Tensor parameter, Shape shape) {
    if (parameter != null && !parameter.shape().equals(shape)) {
      throw new ShapeException(
          operation,
          null,
          "parameters of shape " + shape,
          "parameter " + parameter.shape(),
          "Was the layer in front changed without this one?");
    }
  }
}
