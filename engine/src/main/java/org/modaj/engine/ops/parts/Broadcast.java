package org.modaj.engine.ops.parts;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * Element-wise operations on two tensors whose shapes differ: shapes are aligned at the last axis,
 * missing axes count as 1, and an axis of size 1 is repeated (the rule of NumPy).
 */
public final class Broadcast {
  /** The arithmetic of an operation. */
  public interface Arithmetic {
    /** Computes the elements {@code [from, to)} of tensors of one shape. */
    void same(float[] a, float[] b, float[] y, int from, int to);

    /**
     * Computes {@code y[yAt + i]} from {@code a[aAt + i·aStep]} and {@code b[bAt + i·bStep]}.
     *
     * @param aStep 0 or 1
     * @param bStep 0 or 1
     */
    void run(
        float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int n);
  }

  private Broadcast() {}

  /**
   * The common shape.
   *
   * @throws ShapeException when two aligned axes differ and neither is 1
   */
  public static Shape shape(String operation, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] sizes = new int[rank];
    for (int back = 1; back <= rank; back++) {
      int one = back > a.rank() ? 1 : a.dim(-back);
      int other = back > b.rank() ? 1 : b.dim(-back);
      if (one != other && one != 1 && other != 1) {
        throw new ShapeException(
            operation,
            null,
            "shapes whose axes, aligned at the last one, are equal or 1",
            a + " and " + b,
            null);
      }
      sizes[rank - back] = one == 1 ? other : one;
    }
    return Shape.of(sizes);
  }

  /** Computes all elements of {@code y}, which has the common shape. */
  public static void run(Tensor a, Tensor b, Tensor y, Arithmetic arithmetic) {
    float[] left = a.data();
    float[] right = b.data();
    float[] out = y.data();
    if (a.shape().equals(y.shape()) && b.shape().equals(y.shape())) {
      Parallel.elements(y.elements(), (from, to) -> arithmetic.same(left, right, out, from, to));
      return;
    }
    Pair pair = Pair.of(a.shape(), b.shape(), y.shape());
    int inner = pair.inner();
    Parallel.ranges(
        inner == 0 ? 0 : y.elements() / inner,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, inner)),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            arithmetic.run(
                left,
                pair.start(pair.aStrides, row),
                pair.step(pair.aStrides),
                right,
                pair.start(pair.bStrides, row),
                pair.step(pair.bStrides),
                out,
                row * inner,
                inner);
          }
        });
  }

  /**
   * The gradient of an operand from the gradient of the common shape: the sum over the repeated
   * axes, or {@code gradient} itself.
   */
  public static Tensor reduce(Tensor gradient, Shape operand) {
    Shape shape = gradient.shape();
    if (shape.equals(operand)) {
      return gradient;
    }
    int missing = shape.rank() - operand.rank();
    int[] axes = new int[shape.rank()];
    int count = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis < missing || operand.dim(axis - missing) == 1) {
        axes[count++] = axis;
      }
    }
    Reduction reduction = Reduction.of("sum", shape, Arrays.copyOf(axes, count), false);
    return reduction.sum(gradient).view(operand);
  }

  /** The axes that two operands share, merged where both allow it. */
  private record Pair(int[] sizes, int[] aStrides, int[] bStrides) {
    static Pair of(Shape a, Shape b, Shape y) {
      int[] aStrides = StridedView.expandedStrides(a, y);
      int[] bStrides = StridedView.expandedStrides(b, y);
      int[] sizes = y.toArray();
      int rank = 0;
      for (int axis = 0; axis < y.rank(); axis++) {
        int size = y.dim(axis);
        if (size == 1) {
          continue;
        }
        boolean merges =
            rank > 0
                && aStrides[rank - 1] == aStrides[axis] * size
                && bStrides[rank - 1] == bStrides[axis] * size;
        int to = merges ? rank - 1 : rank++;
        sizes[to] = merges ? sizes[to] * size : size;
        aStrides[to] = aStrides[axis];
        bStrides[to] = bStrides[axis];
      }
      return new Pair(
          Arrays.copyOf(sizes, rank), Arrays.copyOf(aStrides, rank), Arrays.copyOf(bStrides, rank));
    }

    /** Elements of the innermost run. */
    int inner() {
      return sizes.length == 0 ? 1 : sizes[sizes.length - 1];
    }

    int step(int[] strides) {
      return strides.length == 0 ? 0 : strides[strides.length - 1];
    }

    int start(int[] strides, int row) {
      int at = 0;
      int rest = row;
      for (int axis = sizes.length - 2; axis >= 0; axis--) {
        at += rest % sizes[axis] * strides[axis];
        rest /= sizes[axis];
      }
      return at;
    }
  }
}
