package org.modaj.engine.ops.parts;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/** The greatest or least elements along axes; equal extremes share the gradient equally. */
public final class Extremum {
  private Extremum() {}

  public static Tensor apply(
      String operation, Tensor x, int[] axes, boolean keepDim, boolean greatest) {
    Reduction r = Reduction.of(operation, x.shape(), axes, keepDim);
    if (r.count() == 0 && r.output().elements() > 0) {
      throw new ShapeException(
          operation, null, "at least one element along the axes", "shape " + x.shape(), null);
    }
    Tensor y = Tensor.result(r.output());
    float[] in = r.arrange(x);
    r.forEachOuter(o -> values(r, o, in, y.data(), greatest));
    return Autograd.record(
        operation,
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          r.forEachOuter(o -> gradients(r, o, in, y.data(), dys[0].data(), dx.data()));
          return new Tensor[] {r.restore(dx)};
        },
        x);
  }

  private static void values(Reduction r, int o, float[] x, float[] y, boolean greatest) {
    int inner = r.inner();
    int to = o * inner;
    int from = o * r.count() * inner;
    System.arraycopy(x, from, y, to, inner);
    for (int m = 1; m < r.count(); m++) {
      int row = from + m * inner;
      if (greatest) {
        for (int i = 0; i < inner; i++) {
          y[to + i] = Math.max(y[to + i], x[row + i]);
        }
      } else {
        for (int i = 0; i < inner; i++) {
          y[to + i] = Math.min(y[to + i], x[row + i]);
        }
      }
    }
  }

  private static void gradients(Reduction r, int o, float[] x, float[] y, float[] dy, float[] dx) {
    int inner = r.inner();
    int to = o * inner;
    int from = o * r.count() * inner;
    int[] equals = new int[inner];
    for (int m = 0; m < r.count(); m++) {
      int row = from + m * inner;
      for (int i = 0; i < inner; i++) {
        equals[i] += isSame(x[row + i], y[to + i]) ? 1 : 0;
      }
    }
    Arrays.fill(dx, from, from + r.count() * inner, 0f);
    for (int m = 0; m < r.count(); m++) {
      int row = from + m * inner;
      for (int i = 0; i < inner; i++) {
        if (isSame(x[row + i], y[to + i])) {
          dx[row + i] = dy[to + i] / equals[i];
        }
      }
    }
  }

  /** Equal, or both NaN. */
  private static boolean isSame(float a, float b) {
    return a == b || (Float.isNaN(a) && Float.isNaN(b));
  }
}
