package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Affine map of the last axis, {@code y = x·w + b}; gradients {@code dx = dy·wᵀ}, {@code dw =
 * xᵀ·dy}, {@code db = Σ dy} over all rows.
 *
 * <p>Shapes: {@code x [..., in]}, {@code w [in, out]}, {@code b [out]} or null, {@code y [...,
 * out]}.
 */
public final class Dense {
  private Dense() {}

  /**
   * Applies the map.
   *
   * @param bias {@code [out]}, or null
   * @throws ShapeException when the sizes do not fit
   */
  public static Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias) {
    check(x, weight, bias);
    int in = weight.dim(0);
    int out = weight.dim(1);
    int rows = x.shape().with(-1, 1).elements();
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(x.shape().with(-1, out));
    kernels
        .matmul()
        .matmul(false, false, rows, out, in, x.data(), 0, weight.data(), 0, y.data(), 0, false);
    if (bias != null) {
      kernels.elementwise().addRow(rows, out, bias.data(), y.data());
    }
    Tensor[] operands = bias == null ? new Tensor[] {x, weight} : new Tensor[] {x, weight, bias};
    return Autograd.record(
        "dense",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor[] gradients = new Tensor[operands.length];
          if (x.requiresGrad()) {
            gradients[0] = Tensor.result(x.shape());
            kernels
                .matmul()
                .matmul(
                    false,
                    true,
                    rows,
                    in,
                    out,
                    dy,
                    0,
                    weight.data(),
                    0,
                    gradients[0].data(),
                    0,
                    false);
          }
          if (weight.requiresGrad()) {
            gradients[1] = Tensor.result(weight.shape());
            kernels
                .matmul()
                .matmul(
                    true, false, in, out, rows, x.data(), 0, dy, 0, gradients[1].data(), 0, false);
          }
          if (bias != null && bias.requiresGrad()) {
            gradients[2] = Tensor.result(bias.shape());
            kernels.norm().channelSums(rows, out, dy, gradients[2].data());
          }
          return gradients;
        },
        operands);
  }

  private static void check(Tensor x, Tensor weight, @Nullable Tensor bias) {
    if (weight.shape().rank() != 2) {
      throw new ShapeException("dense", null, "weight [in, out]", "weight " + weight.shape(), null);
    }
    if (x.shape().rank() < 1 || x.dim(-1) != weight.dim(0)) {
      throw new ShapeException(
          "dense",
          null,
          "an input of " + weight.dim(0) + " features (weight " + weight.shape() + ")",
          "input " + x.shape(),
          "Flatten images first, or check the layer in front.");
    }
    if (bias != null && (bias.shape().rank() != 1 || bias.dim(0) != weight.dim(1))) {
      throw new ShapeException(
          "dense", null, "bias [" + weight.dim(1) + "]", "bias " + bias.shape(), null);
    }
  }
}
