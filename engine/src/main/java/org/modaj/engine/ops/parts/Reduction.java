package org.modaj.engine.ops.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/**
 * The sizes of a reduction over some axes, brought to the form {@code [outer, count, inner]} to
 * {@code [outer, inner]}. Where the reduced axes are not neighbours the input is permuted first.
 *
 * @param input shape of the input
 * @param kept shape of the output with the reduced axes as 1
 * @param output shape of the output
 * @param permutation order of the input's axes that brings the reduced ones to the end, or null
 */
public record Reduction(
    Shape input,
    Shape kept,
    Shape output,
    int outer,
    int count,
    int inner,
    int @Nullable [] permutation) {

  /**
   * The sizes for these axes.
   *
   * @param keepDim whether the reduced axes stay, with size 1
   * @throws ShapeException when the shape has no such axis or one is named twice
   */
  public static Reduction of(String operation, Shape shape, int[] axes, boolean keepDim) {
    boolean[] reduced = Axes.marked(operation, shape, axes);
    Shape kept = shape;
    List<Integer> front = new ArrayList<>();
    List<Integer> back = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int axis = 0; axis < reduced.length; axis++) {
      (reduced[axis] ? back : front).add(axis);
      if (reduced[axis]) {
        kept = kept.with(axis, 1);
        first = first < 0 ? axis : first;
        last = axis;
      }
    }
    Shape squeezed = Shape.of(front.stream().mapToInt(shape::dim).toArray());
    Shape output = keepDim ? kept : squeezed;
    int reducedCount = 1;
    for (int axis : back) {
      reducedCount *= shape.dim(axis);
    }
    int between = 1;
    for (int axis : front) {
      between *= first < axis && axis < last ? shape.dim(axis) : 1;
    }
    if (back.isEmpty()) {
      return new Reduction(shape, kept, output, shape.elements(), 1, 1, null);
    }
    if (between == 1) {
      int outer = Axes.product(shape, 0, first);
      int inner = Axes.product(shape, last + 1, shape.rank());
      return new Reduction(shape, kept, output, outer, reducedCount, inner, null);
    }
    front.addAll(back);
    int @Nullable [] order = front.stream().mapToInt(Integer::intValue).toArray();
    return new Reduction(shape, kept, output, squeezed.elements(), reducedCount, 1, order);
  }

  /** The elements as {@code [outer, count, inner]}: the tensor's own array or a copy. */
  public float[] arrange(Tensor x) {
    if (permutation == null) {
      return x.data();
    }
    Tensor copy = Tensor.result(input);
    StridedView.permuted(input, permutation).gather(x.data(), copy.data());
    return copy.data();
  }

  /** A tensor of the input's shape from an array {@code [outer, count, inner]}. */
  public Tensor restore(Tensor arranged) {
    if (permutation == null) {
      return arranged;
    }
    Tensor x = Tensor.result(input);
    StridedView.permuted(input, permutation).scatter(arranged.data(), x.data());
    return x;
  }

  /** Runs {@code body} for every number in {@code [0, outer)}. */
  public void forEachOuter(IntConsumer body) {
    Parallel.ranges(
        outer,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, count * inner)),
        (from, to) -> {
          for (int o = from; o < to; o++) {
            body.accept(o);
          }
        });
  }

  /** The sums. */
  public Tensor sum(Tensor x) {
    return sum(x, 1);
  }

  /** The sums divided by {@code divisor}. */
  public Tensor sum(Tensor x, double divisor) {
    Tensor y = Tensor.result(output);
    Kernels.current().reduction().sum(outer, count, inner, divisor, arrange(x), y.data());
    return y;
  }

  /** One value of the output for each element of the input. */
  public Tensor spread(Tensor value) {
    Tensor x = Tensor.result(input);
    StridedView.expanded(kept, input).gather(value.data(), x.data());
    return x;
  }
}
