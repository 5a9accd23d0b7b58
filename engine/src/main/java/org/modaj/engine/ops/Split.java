package org.modaj.engine.ops;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Axes;

/**
 * The parts of an axis, the inverse of {@link Concat}; the gradient is the parts' gradients joined,
 * zeros for a part that was not used. The elements are copied.
 *
 * <p>Shapes: that of the input with each part's size in place of the axis.
 */
public final class Split {
  private Split() {}

  /**
   * Splits into parts of these sizes.
   *
   * @param axis negative to count from the last
   * @param sizes at least 0 each, together the size of the axis
   * @throws ShapeException when there is no such axis or the sizes do not add up to it
   */
  public static Tensor[] apply(Tensor x, int axis, int... sizes) {
    Shape shape = x.shape();
    int along = Axes.of("split", shape, axis);
    boolean negative = Arrays.stream(sizes).anyMatch(size -> size < 0);
    if (negative || Arrays.stream(sizes).asLongStream().sum() != shape.dim(along)) {
      throw new ShapeException(
          "split",
          null,
          "sizes of at least 0 that add up to "
              + shape.dim(along)
              + ", axis "
              + along
              + " of shape "
              + shape,
          Arrays.toString(sizes),
          null);
    }
    int outer = Axes.product(shape, 0, along);
    int inner = Axes.product(shape, along + 1, shape.rank());
    int width = shape.dim(along) * inner;
    Tensor[] parts = new Tensor[sizes.length];
    int start = 0;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Tensor.result(shape.with(along, sizes[i]));
      int from = start;
      int run = sizes[i] * inner;
      float[] to = parts[i].data();
      runs(outer, run, o -> System.arraycopy(x.data(), o * width + from, to, o * run, run));
      start += run;
    }
    int[] runs = Arrays.stream(sizes).map(size -> size * inner).toArray();
    Autograd.recordAll(
        "split", parts, dys -> new Tensor[] {joined(dys, shape, outer, width, runs)}, x);
    return parts;
  }

  /**
   * Splits into parts of one size.
   *
   * @param axis negative to count from the last
   * @param parts divides the axis, at least 1
   * @throws ShapeException when there is no such axis or the parts do not divide it
   */
  public static Tensor[] equally(Tensor x, int axis, int parts) {
    int size = x.dim(Axes.of("split", x.shape(), axis));
    if (parts < 1 || size % parts != 0) {
      throw new ShapeException(
          "split",
          null,
          "an axis of a size that " + parts + " parts divide",
          "axis " + axis + " of shape " + x.shape(),
          null);
    }
    return apply(x, axis, IntStream.generate(() -> size / parts).limit(parts).toArray());
  }

  private static Tensor joined(Tensor[] dys, Shape shape, int outer, int width, int[] runs) {
    Tensor dx = Tensor.result(shape);
    float[] to = dx.data();
    int start = 0;
    for (int i = 0; i < dys.length; i++) {
      int at = start;
      int run = runs[i];
      float[] dy = dys[i] == null ? null : dys[i].data();
      runs(
          outer,
          run,
          o -> {
            if (dy == null) {
              Arrays.fill(to, o * width + at, o * width + at + run, 0f);
            } else {
              System.arraycopy(dy, o * run, to, o * width + at, run);
            }
          });
      start += run;
    }
    return dx;
  }

  private static void runs(int outer, int run, IntConsumer body) {
    Parallel.ranges(
        outer,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, run)),
        (from, to) -> {
          for (int o = from; o < to; o++) {
            body.accept(o);
          }
        });
  }
}
