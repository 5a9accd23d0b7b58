package org.modaj.engine.ops;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.modaj.engine.Autograd;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Axes;

/**
 * Chosen positions of an axis, {@code y[..., j, ...] = x[..., index[j], ...]}; the gradients of a
 * position chosen several times add up in the order of the indices.
 *
 * <p>Shapes: that of {@code x} with the number of indices in place of the axis.
 */
public final class IndexSelect {
  private IndexSelect() {}

  /**
   * Selects.
   *
   * @param axis negative to count from the end
   * @param indices each in [0, size of the axis), in any order, repeated or not
   * @throws ShapeException when there is no such axis
   * @throws IndexException when an index is out of range
   */
  public static Tensor apply(Tensor x, int axis, int... indices) {
    Shape shape = x.shape();
    int along = Axes.of("index select", shape, axis);
    int size = shape.dim(along);
    IndexException.check("index select", indices, size);
    int[] chosen = indices.clone();
    int outer = Axes.product(shape, 0, along);
    int inner = Axes.product(shape, along + 1, shape.rank());
    Tensor y = Tensor.result(shape.with(along, chosen.length));
    float[] in = x.data();
    float[] out = y.data();
    each(
        outer,
        chosen.length * inner,
        o -> {
          for (int j = 0; j < chosen.length; j++) {
            int from = (o * size + chosen[j]) * inner;
            System.arraycopy(in, from, out, (o * chosen.length + j) * inner, inner);
          }
        });
    return Autograd.record(
        "index select",
        y,
        dys -> {
          Tensor dx = Tensor.result(shape);
          float[] dy = dys[0].data();
          float[] to = dx.data();
          each(
              outer,
              Math.max(size, chosen.length) * inner,
              o -> {
                Arrays.fill(to, o * size * inner, (o + 1) * size * inner, 0f);
                for (int j = 0; j < chosen.length; j++) {
                  int at = (o * size + chosen[j]) * inner;
                  int from = (o * chosen.length + j) * inner;
                  for (int i = 0; i < inner; i++) {
                    to[at + i] += dy[from + i];
                  }
                }
              });
          return new Tensor[] {dx};
        },
        x);
  }

  /** Runs {@code body} for every number in {@code [0, outer)}, each about {@code work} elements. */
  private static void each(int outer, int work, IntConsumer body) {
    Parallel.ranges(
        outer,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, work)),
        (from, to) -> {
          for (int o = from; o < to; o++) {
            body.accept(o);
          }
        });
  }
}
