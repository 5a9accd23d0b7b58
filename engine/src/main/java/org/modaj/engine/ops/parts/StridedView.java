package org.modaj.engine.ops.parts;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.kernel.Parallel;

/**
 * The elements of an array in another order: element {@code [i0, i1, ...]} of the view is element
 * {@code offset + i0·stride0 + i1·stride1 + ...} of the array. A stride of 0 repeats an axis.
 */
public final class StridedView {
  private final int offset;
  private final int[] sizes;
  private final int[] strides;

  /** Merges neighbouring axes where it can, so that the innermost run is as long as possible. */
  public StridedView(int offset, int[] sizes, int[] strides) {
    int[] mergedSizes = new int[Math.max(1, sizes.length)];
    int[] mergedStrides = new int[mergedSizes.length];
    int rank = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 1) {
        continue;
      }
      if (rank > 0 && mergedStrides[rank - 1] == strides[axis] * sizes[axis]) {
        mergedSizes[rank - 1] *= sizes[axis];
        mergedStrides[rank - 1] = strides[axis];
      } else {
        mergedSizes[rank] = sizes[axis];
        mergedStrides[rank++] = strides[axis];
      }
    }
    if (rank == 0) {
      mergedSizes[rank] = 1;
      mergedStrides[rank++] = 1;
    }
    this.offset = offset;
    this.sizes = Arrays.copyOf(mergedSizes, rank);
    this.strides = Arrays.copyOf(mergedStrides, rank);
  }

  /** The axes of a contiguous tensor in another order. */
  public static StridedView permuted(Shape shape, int[] order) {
    int[] own = contiguous(shape);
    int[] sizes = new int[order.length];
    int[] strides = new int[order.length];
    for (int axis = 0; axis < order.length; axis++) {
      sizes[axis] = shape.dim(order[axis]);
      strides[axis] = own[order[axis]];
    }
    return new StridedView(0, sizes, strides);
  }

  /** A contiguous tensor repeated to a larger shape, its axes aligned at the last one. */
  public static StridedView expanded(Shape from, Shape to) {
    return new StridedView(0, to.toArray(), expandedStrides(from, to));
  }

  /** Strides with which {@code from} is read as {@code to}: 0 where an axis is repeated. */
  public static int[] expandedStrides(Shape from, Shape to) {
    int[] own = contiguous(from);
    int[] strides = new int[to.rank()];
    int shift = to.rank() - from.rank();
    for (int axis = 0; axis < from.rank(); axis++) {
      strides[axis + shift] = from.dim(axis) == 1 ? 0 : own[axis];
    }
    return strides;
  }

  /** Strides of a contiguous tensor. */
  public static int[] contiguous(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  /** Copies the view of {@code from} to {@code to}, contiguous and row-major. */
  public void gather(float[] from, float[] to) {
    int inner = sizes[sizes.length - 1];
    int stride = strides[strides.length - 1];
    rows((row, at) -> {
      int start = row * inner;
      if (stride == 1) {
        System.arraycopy(from, at, to, start, inner);
      } else if (stride == 0) {
        Arrays.fill(to, start, start + inner, from[at]);
      } else {
        for (int i = 0; i < inner; i++) {
          to[start + i] = from[at + i * stride];
        }
      }
    });
  }

  /** Copies the contiguous {@code from} to the view's places in {@code to}, all different. */
  public void scatter(float[] from, float[] to) {
    int inner = sizes[sizes.length - 1];
    int stride = strides[strides.length - 1];
    rows((row, at) -> {
      int start = row * inner;
      if (stride == 1) {
        System.arraycopy(from, start, to, at, inner);
      } else {
        for (int i = 0; i < inner; i++) {
          to[at + i * stride] = from[start + i];
        }
      }
    });
  }

  /** The work on one innermost run. */
  @FunctionalInterface
  private interface Row {
    /**
     * Does the work.
     *
     * @param row number of the run in row-major order
     * @param at index of its first element in the array
     */
    void accept(int row, int at);
  }

  private void rows(Row body) {
    int inner = sizes[sizes.length - 1];
    int rows = inner == 0 ? 0 : 1;
    for (int axis = 0; axis < sizes.length - 1; axis++) {
      rows *= sizes[axis];
    }
    Parallel.ranges(
        rows,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, inner)),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            body.accept(row, start(row));
          }
        });
  }

  private int start(int row) {
    int at = offset;
    int rest = row;
    for (int axis = sizes.length - 2; axis >= 0; axis--) {
      at += rest % sizes[axis] * strides[axis];
      rest /= sizes[axis];
    }
    return at;
  }
}
