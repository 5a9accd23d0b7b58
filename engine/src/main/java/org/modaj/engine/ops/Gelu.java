package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Pointwise;

/**
 * Gaussian error linear unit {@code y = x·Φ(x)} with the normal distribution {@code Φ(x) = (1 +
 * erf(x/√2))/2} and density {@code φ}; gradient {@code dx = (Φ(x) + x·φ(x))·dy} (Hendrycks and
 * Gimpel 2016).
 *
 * <p>The approximation is {@code y = x(1 + tanh u)/2} with {@code u = √(2/π)(x + 0.044715x³)};
 * gradient {@code dx = ((1 + tanh u)/2 + x(1 - tanh²u)u'/2)·dy}.
 */
public final class Gelu {
  private static final float ROOT_HALF = (float) Math.sqrt(0.5);
  private static final float ROOT_TWO_BY_PI = (float) Math.sqrt(2 / Math.PI);
  private static final float DENSITY_AT_0 = (float) (1 / Math.sqrt(2 * Math.PI));
  private static final float CUBIC = 0.044715f;

  private Gelu() {}

  /** The exact unit, on any shape. */
  public static Tensor apply(Tensor x) {
    Kernels kernels = Kernels.current();
    float[] in = x.data();
    float[] erf = Tensor.result(x.shape()).data();
    kernels.elementwise().scale(in.length, in, ROOT_HALF, erf);
    kernels.elementary().erf(in.length, erf, erf);
    return Autograd.record(
        "gelu",
        halfProduct(x, erf),
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          float[] to = dx.data();
          Parallel.elements(to.length, (from, end) -> negativeHalfSquares(in, to, from, end));
          kernels.elementary().exp(to.length, to, to);
          float[] dy = dys[0].data();
          Parallel.elements(
              to.length,
              (from, end) -> {
                for (int i = from; i < end; i++) {
                  to[i] = (0.5f * (1 + erf[i]) + in[i] * (DENSITY_AT_0 * to[i])) * dy[i];
                }
              });
          return new Tensor[] {dx};
        },
        x);
  }

  /** The unit with the tanh approximation, on any shape. */
  public static Tensor approximate(Tensor x) {
    float[] in = x.data();
    float[] tanh = Tensor.result(x.shape()).data();
    Parallel.elements(
        in.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            tanh[i] = ROOT_TWO_BY_PI * (in[i] + CUBIC * in[i] * in[i] * in[i]);
          }
        });
    Kernels.current().elementary().tanh(in.length, tanh, tanh);
    return Pointwise.record(
        "gelu",
        x,
        halfProduct(x, tanh),
        (xs, ys, dy, dx, from, to) -> {
          for (int i = from; i < to; i++) {
            float slope = 1 - tanh[i] * tanh[i];
            float inner = ROOT_TWO_BY_PI * (1 + 3 * CUBIC * xs[i] * xs[i]);
            // where tanh is saturated, inner may be infinite
            float bend = slope == 0 ? 0f : 0.5f * xs[i] * slope * inner;
            dx[i] = (0.5f * (1 + tanh[i]) + bend) * dy[i];
          }
        });
  }

  /** {@code x(1 + odd)/2}. */
  private static Tensor halfProduct(Tensor x, float[] odd) {
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = y.data();
    Parallel.elements(
        in.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = 0.5f * in[i] * (1 + odd[i]);
          }
        });
    return y;
  }

  private static void negativeHalfSquares(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = -0.5f * x[i] * x[i];
    }
  }
}
