package org.modaj.engine.ops;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Sigmoid-weighted linear unit, {@code y = x·s} with {@code s = 1/(1 + e⁻ˣ)}; gradient {@code dx =
 * s(1 + x(1 - s))·dy} (Elfwing, Uchibe and Doya 2018; also called swish).
 */
public final class Silu {
  private Silu() {}

  /** The unit, on any shape. */
  public static Tensor apply(Tensor x) {
    Tensor gate = Tensor.result(x.shape());
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] s = gate.data();
    float[] out = y.data();
    Kernels.current().elementary().sigmoid(x.elements(), in, s);
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] * s[i];
          }
        });
    return Pointwise.record(
        "silu",
        x,
        y,
        (xs, ys, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = s[i] * (1 + xs[i] * (1 - s[i])) * dy[i];
          }
        });
  }
}
