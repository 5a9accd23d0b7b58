package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * The value of each feature at the step where its run through the sequence ends: {@code y[n,f] =
 * x[n, length_n - 1, f]} for features that run forwards and {@code y[n,f] = x[n, 0, f]} for those
 * that run backwards. The gradient goes to that step; it is 0 at all others.
 *
 * <p>Shapes: {@code x [n, steps, features]}, {@code y [n, features]}. Of an {@link Lstm}'s output
 * this is the hidden state after each sequence, the directions one after the other.
 */
public final class SequenceEnds {
  private SequenceEnds() {}

  /**
   * Takes the ends.
   *
   * @param lengths steps of each sequence, in [1, steps], or null when all have all
   * @param backward for each feature whether it runs backwards
   * @throws ShapeException when the sizes do not fit
   */
  public static Tensor apply(Tensor x, int @Nullable [] lengths, boolean[] backward) {
    check(x, lengths, backward);
    int[] ends = ends(x.shape(), lengths, backward);
    Tensor y = Tensor.result(Shape.of(x.dim(0), x.dim(2)));
    float[] from = x.data();
    float[] to = y.data();
    for (int i = 0; i < ends.length; i++) {
      to[i] = from[ends[i]];
    }
    Shape shape = x.shape();
    return Autograd.record(
        "sequence ends",
        y,
        dys -> {
          Tensor dx = Tensor.zeroResult(shape);
          float[] dy = dys[0].data();
          for (int i = 0; i < ends.length; i++) {
            dx.data()[ends[i]] = dy[i];
          }
          return new Tensor[] {dx};
        },
        x);
  }

  /** Where each element of the output comes from. */
  private static int[] ends(Shape x, int @Nullable [] lengths, boolean[] backward) {
    int steps = x.dim(1);
    int features = x.dim(2);
    int[] ends = new int[x.dim(0) * features];
    for (int n = 0; n < x.dim(0); n++) {
      int last = (lengths == null ? steps : lengths[n]) - 1;
      for (int f = 0; f < features; f++) {
        int step = backward[f] ? 0 : last;
        ends[n * features + f] = (n * steps + step) * features + f;
      }
    }
    return ends;
  }

  private static void check(Tensor x, int @Nullable [] lengths, boolean[] backward) {
    Shape shape = x.shape();
    if (shape.rank() != 3 || shape.dim(1) < 1 || shape.dim(2) != backward.length) {
      throw new ShapeException(
          "sequence ends",
          null,
          "sequences [n, steps, " + backward.length + "] of at least one step",
          "input " + shape,
          null);
    }
    if (lengths != null && lengths.length != shape.dim(0)) {
      throw new ShapeException(
          "sequence ends",
          null,
          shape.dim(0) + " lengths, one a sequence",
          lengths.length + " lengths",
          null);
    }
    for (int n = 0; lengths != null && n < lengths.length; n++) {
      if (lengths[n] < 1 || lengths[n] > shape.dim(1)) {
        throw new ShapeException(
            "sequence ends",
            null,
            "lengths in [1, " + shape.dim(1) + "]",
            "length " + lengths[n] + " of sequence " + n,
            null);
      }
    }
  }
}
