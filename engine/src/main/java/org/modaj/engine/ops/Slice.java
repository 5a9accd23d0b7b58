package org.modaj.engine.ops;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.StridedView;

/**
 * Every so many elements along each axis, {@code y = x[start:stop:step, ...]}; the gradient is zero
 * at the elements left out. The elements are copied.
 */
public final class Slice {
  private Slice() {}

  /**
   * Positions {@code start, start + step, ...} before {@code stop}, as Python reads them: negative
   * ones count from the end, and what lies beyond the axis is cut off.
   *
   * @param start first position
   * @param stop after the last position
   * @param step at least 1
   */
  public record Range(int start, int stop, int step) {
    /** The whole axis. */
    public static final Range ALL = new Range(0, Integer.MAX_VALUE, 1);

    /** Checks the step. */
    public Range {
      if (step < 1) {
        throw new EngineException("slice", null, "the step must be at least 1, but is " + step);
      }
    }

    /** All positions in {@code [start, stop)}. */
    public static Range of(int start, int stop) {
      return new Range(start, stop, 1);
    }

    /** All positions from {@code start} on. */
    public static Range from(int start) {
      return new Range(start, Integer.MAX_VALUE, 1);
    }

    private int first(int size) {
      return Math.clamp((long) start + (start < 0 ? size : 0), 0, size);
    }

    private int count(int size) {
      int end = Math.clamp((long) stop + (stop < 0 ? size : 0), 0, size);
      return Math.max(0, (end - first(size) + step - 1) / step);
    }
  }

  /**
   * Slices.
   *
   * @param ranges one for each of the first axes; the other axes stay whole
   * @throws ShapeException when there are more ranges than axes
   */
  public static Tensor apply(Tensor x, Range... ranges) {
    Shape shape = x.shape();
    if (ranges.length > shape.rank()) {
      throw new ShapeException(
          "slice",
          null,
          "at most " + shape.rank() + " ranges for shape " + shape,
          ranges.length + " ranges " + Arrays.toString(ranges),
          null);
    }
    int[] sizes = shape.toArray();
    int[] strides = StridedView.contiguous(shape);
    int offset = 0;
    for (int axis = 0; axis < ranges.length; axis++) {
      offset += ranges[axis].first(sizes[axis]) * strides[axis];
      sizes[axis] = ranges[axis].count(sizes[axis]);
      strides[axis] *= ranges[axis].step();
    }
    return apply("slice", x, new StridedView(offset, sizes, strides), Shape.of(sizes));
  }

  static Tensor apply(String operation, Tensor x, StridedView view, Shape shape) {
    Tensor y = Tensor.result(shape);
    view.gather(x.data(), y.data());
    return Autograd.record(
        operation,
        y,
        dys -> {
          Tensor dx = Tensor.zeroResult(x.shape());
          view.scatter(dys[0].data(), dx.data());
          return new Tensor[] {dx};
        },
        x);
  }
}
