package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Weighted sum of scalars, {@code y = Σ weight_i·x_i} in double precision, rounded once; gradients
 * {@code dx_i = weight_i·dy}. The total of a training objective.
 */
public final class WeightedSum {
  private WeightedSum() {}

  /**
   * Sums.
   *
   * @throws ShapeException when a term is no scalar or the numbers of terms and weights differ
   */
  public static Tensor apply(Tensor[] terms, double[] weights) {
    if (terms.length != weights.length) {
      throw new ShapeException(
          "weighted sum", null, terms.length + " weights", weights.length + " weights", null);
    }
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      sum += weights[i] * terms[i].item();
    }
    Tensor y = Tensor.scalar((float) sum);
    return Autograd.record(
        "weighted sum",
        y,
        dys -> {
          Tensor[] gradients = new Tensor[terms.length];
          for (int i = 0; i < terms.length; i++) {
            gradients[i] = Tensor.full(terms[i].shape(), (float) (weights[i] * dys[0].item()));
          }
          return gradients;
        },
        terms.clone());
  }
}
