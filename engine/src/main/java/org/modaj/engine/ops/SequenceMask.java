package org.modaj.engine.ops;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Axes;

/**
 * Zeros after the end of each sequence, {@code y[n,t,...] = x[n,t,...]} for {@code t < length_n}
 * and 0 elsewhere; the gradient likewise. What stands after an end is not read, be it NaN.
 *
 * <p>Shapes: {@code [n, steps, ...]} for both.
 */
public final class SequenceMask {
  private SequenceMask() {}

  /**
   * Masks.
   *
   * @param lengths steps of each sequence, in [0, steps], or null when all have all: then the input
   *     is returned
   * @throws ShapeException when the input has no steps axis or the lengths do not fit
   */
  public static Tensor apply(Tensor x, int @Nullable [] lengths) {
    return apply(x, lengths, 0);
  }

  /**
   * Masks.
   *
   * @param lengths steps of each sequence, in [0, steps], or null when all have all: then the input
   *     is returned
   * @param fill what stands after the end of a sequence; nothing flows back from there
   * @throws ShapeException when the input has no steps axis or the lengths do not fit
   */
  public static Tensor apply(Tensor x, int @Nullable [] lengths, float fill) {
    if (lengths == null) {
      return x;
    }
    check("sequence mask", x.shape(), lengths, 0);
    int[] ends = lengths.clone();
    Tensor y = Tensor.result(x.shape());
    copy(x, ends, y, fill);
    return Autograd.record(
        "sequence mask",
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          copy(dys[0], ends, dx, 0);
          return new Tensor[] {dx};
        },
        x);
  }

  /**
   * Refuses lengths that do not fit {@code [n, steps, ...]}.
   *
   * @param least the shortest length allowed
   */
  static void check(String operation, Shape shape, int[] lengths, int least) {
    if (shape.rank() < 2 || lengths.length != shape.dim(0)) {
      throw new ShapeException(
          operation,
          null,
          "sequences [n, steps, ...] and one length for each",
          "input " + shape + ", " + lengths.length + " lengths",
          null);
    }
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] < least || lengths[n] > shape.dim(1)) {
        throw new ShapeException(
            operation,
            null,
            "lengths in [" + least + ", " + shape.dim(1) + "]",
            "length " + lengths[n] + " of sequence " + n,
            null);
      }
    }
  }

  private static void copy(Tensor from, int[] ends, Tensor to, float fill) {
    int steps = from.dim(1);
    int width = Axes.product(from.shape(), 2, from.shape().rank());
    float[] x = from.data();
    float[] y = to.data();
    Parallel.ranges(
        ends.length,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, steps * width)),
        (first, last) -> {
          for (int n = first; n < last; n++) {
            int start = n * steps * width;
            int end = start + ends[n] * width;
            System.arraycopy(x, start, y, start, end - start);
            Arrays.fill(y, end, start + steps * width, fill);
          }
        });
  }
}
