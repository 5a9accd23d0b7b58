package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.parts.Reduction;

/**
 * Logarithms of the probabilities along an axis, {@code y = x - ln Σeˣ}, computed with the maximum
 * subtracted; gradient {@code dx = dy - eʸ·Σ dy}, the sums along the axis.
 */
public final class LogSoftmax {
  private LogSoftmax() {}

  /**
   * The logarithms.
   *
   * @param axis negative to count from the end
   * @throws ShapeException when there is no such axis
   */
  public static Tensor apply(Tensor x, int axis) {
    Reduction r = Reduction.of("log softmax", x.shape(), new int[] {axis}, true);
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(x.shape());
    Tensor powers = Tensor.result(x.shape());
    float[] out = y.data();
    Softmax.subtractMaxima(r, x, out);
    kernels.elementary().exp(out.length, out, powers.data());
    float[] logs = r.sum(powers).data();
    kernels.elementary().log(logs.length, logs, logs);
    r.forEachOuter(o -> subtract(r, o, logs, out));
    return Autograd.record(
        "log softmax",
        y,
        dys -> {
          float[] sums = r.sum(dys[0]).data();
          Tensor dx = Tensor.result(x.shape());
          kernels.elementary().exp(out.length, out, dx.data());
          r.forEachOuter(o -> gradients(r, o, dys[0].data(), sums, dx.data()));
          return new Tensor[] {dx};
        },
        x);
  }

  private static void subtract(Reduction r, int o, float[] logs, float[] y) {
    int inner = r.inner();
    for (int m = 0; m < r.count(); m++) {
      int row = (o * r.count() + m) * inner;
      for (int i = 0; i < inner; i++) {
        y[row + i] -= logs[o * inner + i];
      }
    }
  }

  /** Turns the probabilities in {@code dx} into the gradient. */
  private static void gradients(Reduction r, int o, float[] dy, float[] sums, float[] dx) {
    int inner = r.inner();
    for (int m = 0; m < r.count(); m++) {
      int row = (o * r.count() + m) * inner;
      for (int i = 0; i < inner; i++) {
        dx[row + i] = dy[row + i] - dx[row + i] * sums[o * inner + i];
      }
    }
  }
}
