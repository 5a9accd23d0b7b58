package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Rectified linear unit {@code y = max(0, x)}; gradient {@code dx = y > 0 ? dy : 0}. Any shape; NaN
 * stays NaN.
 */
public final class Relu {
  private Relu() {}

  /** {@code max(0, x)}. */
  public static Tensor apply(Tensor x) {
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(x.shape());
    kernels.activation().relu(x.elements(), x.data(), y.data());
    return Autograd.record(
        "relu",
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          kernels
              .activation()
              .reluGradient(x.elements(), 1, 1, y.data(), dys[0].data(), null, dx.data());
          return new Tensor[] {dx};
        },
        x);
  }

  /**
   * {@code max(0, x)} together with each unit's mean activation, see {@link UnitActivations}. The
   * gradient of the means is one number per (sample, unit); it is added inside the ReLU's own
   * backward loop: {@code dx = y > 0 ? dy + dmean / positions : 0}.
   *
   * @param x {@code [n, ..., units]}
   */
  public static UnitActivations withUnitMeans(Tensor x) {
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(x.shape());
    kernels.activation().relu(x.elements(), x.data(), y.data());
    UnitActivations result = UnitActivations.of(y);
    int positions = result.positions();
    int units = y.dim(-1);
    Autograd.recordAll(
        "relu",
        result.outputs(),
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          float[] dy = (dys[0] == null ? Tensor.zeroResult(x.shape()) : dys[0]).data();
          kernels
              .activation()
              .reluGradient(
                  units == 0 ? 0 : x.elements() / units,
                  positions,
                  units,
                  y.data(),
                  dy,
                  UnitActivations.perPosition(dys[1], positions),
                  dx.data());
          return new Tensor[] {dx};
        },
        x);
    return result;
  }
}
