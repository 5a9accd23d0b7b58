package org.modaj.engine.ops.parts;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/** Losses of each element, functions of the difference of two tensors of one shape. */
public final class PairLoss {
  /** Values or slopes for the elements {@code [from, to)} of the differences {@code d}. */
  @FunctionalInterface
  public interface Curve {
    void accept(float[] d, float[] y, int from, int to);
  }

  private PairLoss() {}

  /**
   * Checks that both have one shape.
   *
   * @throws ShapeException when not
   */
  public static void check(String operation, Tensor x, Tensor target) {
    if (!x.shape().equals(target.shape())) {
      throw new ShapeException(
          operation,
          null,
          "two tensors of one shape",
          x.shape() + " and " + target.shape(),
          "Expand or reshape one of them.");
    }
  }

  /**
   * The losses {@code f(x - target)}.
   *
   * @throws ShapeException when the shapes differ
   */
  public static Tensor apply(
      String operation, Tensor x, Tensor target, Curve values, Curve slopes) {
    check(operation, x, target);
    Tensor losses = Tensor.result(x.shape());
    float[] difference = Tensor.result(x.shape()).data();
    float[] a = x.data();
    float[] b = target.data();
    float[] out = losses.data();
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            difference[i] = a[i] - b[i];
          }
          values.accept(difference, out, from, to);
        });
    return Autograd.record(
        operation,
        losses,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Tensor.result(x.shape());
          float[] to = dx.data();
          Parallel.elements(
              to.length,
              (from, end) -> {
                slopes.accept(difference, to, from, end);
                for (int i = from; i < end; i++) {
                  to[i] *= dy[i];
                }
              });
          return new Tensor[] {dx, target.requiresGrad() ? negative(dx) : null};
        },
        x,
        target);
  }

  private static Tensor negative(Tensor x) {
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = y.data();
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = -in[i];
          }
        });
    return y;
  }
}
