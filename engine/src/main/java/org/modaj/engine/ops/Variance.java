package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Reduction;

/**
 * Variance over axes, {@code y = Σ(x - μ)²/(n - k)} with the mean μ of the n elements and {@code k
 * = 1} (unbiased) or 0 (biased); gradient {@code dx = 2(x - μ)/(n - k)·dy}. Computed in double
 * precision in two readings. With {@code n = k} the result is NaN.
 */
public final class Variance {
  private Variance() {}

  /**
   * The variances.
   *
   * @param axes the axes to reduce, negative ones from the end
   * @param keepDim whether they stay, with size 1
   * @param unbiased whether to divide by {@code n - 1}
   * @throws ShapeException when there is no such axis or one is named twice
   */
  public static Tensor apply(Tensor x, int[] axes, boolean keepDim, boolean unbiased) {
    Reduction r = Reduction.of("variance", x.shape(), axes, keepDim);
    Tensor y = Tensor.result(r.output());
    float[] in = r.arrange(x);
    double[] means = new double[r.outer() * r.inner()];
    double divisor = r.count() - (unbiased ? 1 : 0);
    r.forEachOuter(o -> values(r, o, in, means, divisor, y.data()));
    return Autograd.record(
        "variance",
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          r.forEachOuter(o -> gradients(r, o, in, means, divisor, dys[0].data(), dx.data()));
          return new Tensor[] {r.restore(dx)};
        },
        x);
  }

  private static void values(
      Reduction r, int o, float[] x, double[] means, double divisor, float[] y) {
    int inner = r.inner();
    int to = o * inner;
    int from = o * r.count() * inner;
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        means[to + i] += x[from + m * inner + i];
      }
    }
    double[] squares = new double[inner];
    for (int i = 0; i < inner; i++) {
      means[to + i] /= r.count();
    }
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        double d = x[from + m * inner + i] - means[to + i];
        squares[i] += d * d;
      }
    }
    for (int i = 0; i < inner; i++) {
      y[to + i] = (float) (squares[i] / divisor);
    }
  }

  private static void gradients(
      Reduction r, int o, float[] x, double[] means, double divisor, float[] dy, float[] dx) {
    int inner = r.inner();
    for (int m = 0; m < r.count(); m++) {
      for (int i = 0; i < inner; i++) {
        int at = (o * r.count() + m) * inner + i;
        int to = o * inner + i;
        dx[at] = (float) (2 * (x[at] - means[to]) / divisor * dy[to]);
      }
    }
  }
}
