package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * One factor for each channel of each sample, {@code y[n,...,c] = x[n,...,c]·gate[n,c]}: the gating
 * of squeeze and excitation (Hu et al. 2018). Gradients {@code dx = dy·gate}, {@code dgate = Σ
 * dy·x} over the positions. A gate for each position, {@code [n,...,1]}, is a plain {@link Mul}.
 *
 * <p>Shapes: {@code x [n, ..., c]}, {@code gate [n, c]}, {@code y} as {@code x}.
 */
public final class ChannelGate {
  private ChannelGate() {}

  /**
   * Multiplies.
   *
   * @throws ShapeException when the gate is not one factor for each channel of each sample
   */
  public static Tensor apply(Tensor x, Tensor gate) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !gate.shape().equals(Shape.of(shape.dim(0), shape.dim(-1)))) {
      throw new ShapeException(
          "channel gate",
          null,
          "an input [n, ..., channels] and a gate [n, channels]",
          "input " + shape + ", gate " + gate.shape(),
          null);
    }
    int samples = shape.dim(0);
    int channels = shape.dim(-1);
    int each = shape.elements() / Math.max(1, samples);
    Tensor y = Tensor.result(shape);
    Parallel.run(
        samples,
        n -> scale(x.data(), gate.data(), n * channels, channels, n * each, each, y.data()));
    return Autograd.record(
        "channel gate",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = x.requiresGrad() ? Tensor.result(shape) : null;
          Tensor dGate = gate.requiresGrad() ? Tensor.result(gate.shape()) : null;
          Parallel.run(
              samples,
              n -> {
                if (dx != null) {
                  scale(dy, gate.data(), n * channels, channels, n * each, each, dx.data());
                }
                if (dGate != null) {
                  sum(dy, x.data(), n * each, each, dGate.data(), n * channels, channels);
                }
              });
          return new Tensor[] {dx, dGate};
        },
        x,
        gate);
  }

  /** {@code to = from·gate} for one sample. */
  private static void scale(
      float[] from, float[] gate, int gateAt, int channels, int at, int each, float[] to) {
    for (int p = at; p < at + each; p += channels) {
      for (int c = 0; c < channels; c++) {
        to[p + c] = from[p + c] * gate[gateAt + c];
      }
    }
  }

  /** Sums of {@code a·b} over the positions of one sample, in double precision, rounded once. */
  private static void sum(
      float[] a, float[] b, int at, int each, float[] to, int toAt, int channels) {
    double[] sums = new double[channels];
    for (int p = at; p < at + each; p += channels) {
      for (int c = 0; c < channels; c++) {
        sums[c] += (double) a[p + c] * b[p + c];
      }
    }
    for (int c = 0; c < channels; c++) {
      to[toAt + c] = (float) sums[c];
    }
  }
}
