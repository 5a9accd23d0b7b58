package org.modaj.engine.ops.parts;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/** Operations that map each element by itself, over ranges of elements. */
public final class Pointwise {
  /** Values of the elements {@code [from, to)}. */
  @FunctionalInterface
  public interface Values {
    void accept(float[] x, float[] y, int from, int to);
  }

  /** Gradients of the elements {@code [from, to)}. */
  @FunctionalInterface
  public interface Gradients {
    void accept(float[] x, float[] y, float[] dy, float[] dx, int from, int to);
  }

  private Pointwise() {}

  /** The mapped tensor, recorded. */
  public static Tensor apply(String operation, Tensor x, Values values, Gradients gradients) {
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = y.data();
    Parallel.elements(y.elements(), (from, to) -> values.accept(in, out, from, to));
    return record(operation, x, y, gradients);
  }

  /** Records that {@code y} was computed from {@code x}, element by element. */
  public static Tensor record(String operation, Tensor x, Tensor y, Gradients gradients) {
    return Autograd.record(
        operation,
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          float[] in = x.data();
          float[] out = y.data();
          float[] dy = dys[0].data();
          float[] to = dx.data();
          Parallel.elements(
              x.elements(), (from, end) -> gradients.accept(in, out, dy, to, from, end));
          return new Tensor[] {dx};
        },
        x);
  }
}
