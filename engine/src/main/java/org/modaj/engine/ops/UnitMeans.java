package org.modaj.engine.ops;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * Mean magnitude of each unit, {@code t[n,u] = mean over positions of |x[n,...,u]|}; gradient
 * {@code dx = sign(x)·dt / positions} with {@code sign(0) = 0}. Of sequences with lengths the
 * positions are the valid steps, and the steps beyond have the gradient 0.
 *
 * <p>Shapes: {@code x [n, ..., units]}, {@code t [n, units]}. For the output of a ReLU the fused
 * {@link Relu#withUnitMeans} and {@link BatchNorm} give the same values without a pass of their
 * own.
 */
public final class UnitMeans {
  private static final String NAME = "unit means";

  private UnitMeans() {}

  /** The means over all positions. */
  public static Tensor apply(Tensor x) {
    Tensor means = UnitActivations.means(x);
    int positions = UnitActivations.positions(x.shape());
    return recorded(x, means, positions, null);
  }

  /**
   * The means over the valid steps of sequences.
   *
   * @param x {@code [n, steps, units]}
   * @param lengths one for each sequence, in [1, steps], or null when all have all
   * @throws ShapeException when the lengths do not fit
   */
  public static Tensor apply(Tensor x, int @Nullable [] lengths) {
    if (lengths == null) {
      return apply(x);
    }
    check(x, lengths);
    int steps = x.dim(1);
    int units = x.dim(2);
    Tensor means = Tensor.result(Shape.of(x.dim(0), units));
    float[] in = x.data();
    float[] out = means.data();
    Parallel.run(
        lengths.length,
        n -> {
          int to = n * units;
          Arrays.fill(out, to, to + units, 0f);
          for (int p = 0, i = n * steps * units; p < lengths[n]; p++) {
            for (int u = 0; u < units; u++, i++) {
              out[to + u] += Math.abs(in[i]);
            }
          }
          for (int u = 0; u < units; u++) {
            out[to + u] *= 1f / lengths[n];
          }
        });
    return recorded(x, means, steps, lengths);
  }

  private static void check(Tensor x, int[] lengths) {
    if (x.shape().rank() != 3 || x.dim(0) != lengths.length) {
      throw new ShapeException(
          NAME, null, "[" + lengths.length + ", steps, units]", "shape " + x.shape(), null);
    }
    for (int length : lengths) {
      if (length < 1 || length > x.dim(1)) {
        throw new ShapeException(
            NAME, null, "lengths in [1, " + x.dim(1) + "]", "length " + length, null);
      }
    }
  }

  /** The means with their gradient; {@code lengths} null when all positions are valid. */
  private static Tensor recorded(Tensor x, Tensor means, int positions, int @Nullable [] lengths) {
    int units = x.dim(-1);
    return Autograd.record(
        NAME,
        means,
        dts -> {
          Tensor dx = Tensor.zeroResult(x.shape());
          float[] in = x.data();
          float[] out = dx.data();
          float[] dt = dts[0].data();
          Parallel.run(
              x.dim(0),
              n -> {
                int valid = lengths == null ? positions : lengths[n];
                float share = 1f / valid;
                for (int p = 0, i = n * positions * units; p < valid; p++) {
                  for (int u = 0; u < units; u++, i++) {
                    float step = dt[n * units + u] * share;
                    out[i] = in[i] == 0 ? 0f : Math.copySign(1f, in[i]) * step;
                  }
                }
              });
          return new Tensor[] {dx};
        },
        x);
  }
}
