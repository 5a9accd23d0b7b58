package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;

/**
 * Mean magnitude of each unit, {@code t[n,u] = mean over positions of |x[n,...,u]|}; gradient
 * {@code dx = sign(x)·dt / positions} with {@code sign(0) = 0}.
 *
 * <p>Shapes: {@code x [n, ..., units]}, {@code t [n, units]}. For the output of a ReLU the fused
 * {@link Relu#withUnitMeans} and {@link BatchNorm} give the same values without a pass of their own.
 */
public final class UnitMeans {
  private UnitMeans() {}

  /** The means. */
  public static Tensor apply(Tensor x) {
    Tensor means = UnitActivations.means(x);
    int positions = UnitActivations.positions(x.shape());
    int units = x.dim(-1);
    return Autograd.record(
        "unit means",
        means,
        dts -> {
          Tensor dx = Tensor.result(x.shape());
          float[] in = x.data();
          float[] out = dx.data();
          float[] gradient = UnitActivations.perPosition(dts[0], positions);
          for (int i = 0, n = 0; i < in.length; n++) {
            for (int p = 0; p < positions; p++) {
              for (int u = 0; u < units; u++, i++) {
                out[i] = in[i] == 0 ? 0f : Math.copySign(1f, in[i]) * gradient[n * units + u];
              }
            }
          }
          return new Tensor[] {dx};
        },
        x);
  }
}
