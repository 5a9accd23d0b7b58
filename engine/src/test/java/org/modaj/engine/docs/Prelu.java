package org.modaj.engine.docs;

import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/** {@code y = x} where {@code x > 0}, {@code y = slope·x} elsewhere; the slope is learned. */
public final class Prelu {
  private Prelu() {}

  /** Applies it to any shape; {@code slope} has one element. */
  public static Tensor apply(Tensor x, Tensor slope) {
    if (slope.elements() != 1) {
      throw new ShapeException("prelu", null, "one slope", "shape " + slope.shape(), null);
    }
    float a = slope.item();
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = y.data();
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] > 0 ? in[i] : a * in[i];
          }
        });
    return Autograd.record(
        "prelu",
        y,
        dys -> {
          float[] dy = dys[0].data();
          return new Tensor[] {
            x.requiresGrad() ? inputGradient(x, a, dy) : null,
            slope.requiresGrad() ? slopeGradient(x, slope, dy) : null
          };
        },
        x,
        slope);
  }

  private static Tensor inputGradient(Tensor x, float a, float[] dy) {
    Tensor dx = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = dx.data();
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] > 0 ? dy[i] : a * dy[i];
          }
        });
    return dx;
  }

  private static Tensor slopeGradient(Tensor x, Tensor slope, float[] dy) {
    float[] in = x.data();
    double sum = 0;
    for (int i = 0; i < in.length; i++) {
      if (!(in[i] > 0)) {
        sum += (double) in[i] * dy[i];
      }
    }
    return Tensor.full(slope.shape(), (float) sum);
  }
}
