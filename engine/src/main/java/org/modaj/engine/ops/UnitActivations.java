package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * A layer's activation and, for each sample and unit, its mean over positions: all that the modular
 * objectives need to know about it.
 *
 * @param activation {@code [n, ..., units]}
 * @param unitMeans {@code [n, units]}, the mean of {@code |activation|} over all axes between
 */
public record UnitActivations(Tensor activation, Tensor unitMeans) {

  /** Computes the means of an activation, without recording. */
  static UnitActivations of(Tensor activation) {
    return new UnitActivations(activation, means(activation));
  }

  /**
   * The means of an activation over the valid steps of each sequence, recorded.
   *
   * @param activation {@code [n, steps, units]}, of any sign
   * @param lengths valid steps of each sequence, or null when all have all
   */
  public static UnitActivations ofSequences(Tensor activation, int[] lengths) {
    return new UnitActivations(activation, UnitMeans.apply(activation, lengths));
  }

  /** Mean of {@code |x|} over the axes between the first and the last, {@code [n, units]}. */
  static Tensor means(Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() < 2) {
      throw new ShapeException("unit means", null, "[samples, ..., units]", "shape " + shape, null);
    }
    Tensor means = Tensor.result(Shape.of(shape.dim(0), shape.dim(-1)));
    Kernels.current()
        .activation()
        .unitMeans(shape.dim(0), positions(shape), shape.dim(-1), x.data(), means.data());
    return means;
  }

  /** Positions that one mean covers. */
  int positions() {
    return positions(activation.shape());
  }

  static int positions(Shape shape) {
    int positions = 1;
    for (int axis = 1; axis < shape.rank() - 1; axis++) {
      positions *= shape.dim(axis);
    }
    return positions;
  }

  Tensor[] outputs() {
    return new Tensor[] {activation, unitMeans};
  }

  /** The gradient of the means, divided by the positions it spreads over; null stays null. */
  static float @Nullable [] perPosition(@Nullable Tensor meansGradient, int positions) {
    if (meansGradient == null) {
      return null;
    }
    Tensor scaled = Tensor.result(meansGradient.shape());
    Kernels.current()
        .elementwise()
        .scale(scaled.elements(), meansGradient.data(), 1f / positions, scaled.data());
    return scaled.data();
  }
}
