package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/**
 * Softplus {@code y = ln(1 + eˣ)}, computed as {@code max(x, 0) + ln(1 + e^-|x|)} so that nothing
 * overflows and small results keep their digits; gradient {@code dx = dy/(1 + e⁻ˣ)}.
 */
public final class Softplus {
  private Softplus() {}

  /** The function, on any shape. */
  public static Tensor apply(Tensor x) {
    return signed("softplus", x, 1);
  }

  /** {@code sign·softplus(sign·x)}. */
  static Tensor signed(String operation, Tensor x, float sign) {
    Kernels kernels = Kernels.current();
    int n = x.elements();
    float[] in = x.data();
    float[] power = Tensor.result(x.shape()).data();
    float[] log = Tensor.result(x.shape()).data();
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            power[i] = -Math.abs(in[i]);
          }
        });
    kernels.elementary().exp(n, power, power);
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            log[i] = 1 + power[i];
          }
        });
    kernels.elementary().log(n, log, log);
    Tensor y = Tensor.result(x.shape());
    float[] out = y.data();
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            // what 1 + power lost in rounding, to first order of the logarithm
            float sum = 1 + power[i];
            float lost = power[i] - (sum - 1);
            out[i] = sign * (Math.max(sign * in[i], 0f) + (log[i] + lost / sum));
          }
        });
    return Autograd.record(
        operation,
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          float[] dy = dys[0].data();
          float[] to = dx.data();
          kernels.elementwise().scale(n, x.data(), sign, to);
          kernels.elementary().sigmoid(n, to, to);
          Parallel.elements(
              n,
              (from, end) -> {
                for (int i = from; i < end; i++) {
                  to[i] *= dy[i];
                }
              });
          return new Tensor[] {dx};
        },
        x);
  }
}
