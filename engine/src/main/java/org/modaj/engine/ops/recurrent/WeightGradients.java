package org.modaj.engine.ops.recurrent;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/** Gradients of the weights of a direction, sums over all steps of all sequences. */
final class WeightGradients {
  private final Kernels kernels;
  private final int rows;
  private final int columns;

  /**
   * Takes the sizes.
   *
   * @param rows steps of all sequences
   * @param columns of the weights
   */
  WeightGradients(Kernels kernels, int rows, int columns) {
    this.kernels = kernels;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The gradient of a weight {@code [inputs, columns]}, or null when it requires none.
   *
   * @param factors what the weight was multiplied with, {@code [rows, inputs]}
   * @param dProducts gradients of the products {@code [rows, columns]}
   */
  @Nullable Tensor weight(Tensor weight, int inputs, float[] factors, float[] dProducts) {
    if (!weight.requiresGrad()) {
      return null;
    }
    Tensor gradient = Tensor.result(weight.shape());
    kernels
        .matmul()
        .matmul(
            true,
            false,
            inputs,
            columns,
            rows,
            factors,
            0,
            dProducts,
            0,
            gradient.data(),
            0,
            false);
    return gradient;
  }

  /** The gradient of a bias {@code [columns]}, or null when it requires none. */
  @Nullable Tensor bias(Tensor bias, float[] dProducts) {
    if (!bias.requiresGrad()) {
      return null;
    }
    Tensor gradient = Tensor.result(bias.shape());
    kernels.norm().channelSums(rows, columns, dProducts, gradient.data());
    return gradient;
  }
}
