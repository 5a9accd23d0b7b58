package org.modaj.engine.ops;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.MatMulKernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.Broadcast;
import org.modaj.engine.ops.parts.StridedView;

/**
 * Matrix products of the last two axes, {@code y[..., :, :] = a[..., :, :]·b[..., :, :]}; gradients
 * {@code da = dy·bᵀ}, {@code db = aᵀ·dy}, summed in ascending order over the axes along which an
 * operand was repeated.
 *
 * <p>Shapes: {@code a [..., m, k]}, {@code b [..., k, n]}, {@code y [..., m, n]}; the axes in front
 * are aligned at the last of them, are equal or 1, and {@code y} has the larger sizes.
 */
public final class BatchMatMul {
  private BatchMatMul() {}

  /**
   * Multiplies.
   *
   * @throws ShapeException when an operand has fewer than two axes, the inner sizes differ or the
   *     axes in front cannot be aligned
   */
  public static Tensor apply(Tensor a, Tensor b) {
    Sizes sizes = Sizes.of(a.shape(), b.shape());
    if (b.shape().rank() == 2) {
      int rows = Axes.product(a.shape(), 0, a.shape().rank() - 1);
      Tensor matrix = Reshape.apply(a, Shape.of(rows, sizes.k));
      return Reshape.apply(MatMul.apply(matrix, b), sizes.y);
    }
    Tensor y = Tensor.result(sizes.y);
    int mn = sizes.m * sizes.n;
    int mk = sizes.m * sizes.k;
    int kn = sizes.k * sizes.n;
    MatMulKernels kernel = Kernels.current().matmul();
    Parallel.run(
        sizes.batches(),
        i ->
            kernel.matmul(
                false,
                false,
                sizes.m,
                sizes.n,
                sizes.k,
                a.data(),
                sizes.ofA[i] * mk,
                b.data(),
                sizes.ofB[i] * kn,
                y.data(),
                i * mn,
                false));
    return Autograd.record(
        "batched matmul",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor da = null;
          Tensor db = null;
          if (a.requiresGrad()) {
            da = Tensor.zeroResult(a.shape());
            float[] to = da.data();
            sizes.collect(
                sizes.ofA,
                mk == 0 ? 0 : to.length / mk,
                (i, at) ->
                    kernel.matmul(
                        false,
                        true,
                        sizes.m,
                        sizes.k,
                        sizes.n,
                        dy,
                        i * mn,
                        b.data(),
                        sizes.ofB[i] * kn,
                        to,
                        at * mk,
                        true));
          }
          if (b.requiresGrad()) {
            db = Tensor.zeroResult(b.shape());
            float[] to = db.data();
            sizes.collect(
                sizes.ofB,
                kn == 0 ? 0 : to.length / kn,
                (i, at) ->
                    kernel.matmul(
                        true,
                        false,
                        sizes.k,
                        sizes.n,
                        sizes.m,
                        a.data(),
                        sizes.ofA[i] * mk,
                        dy,
                        i * mn,
                        to,
                        at * kn,
                        true));
          }
          return new Tensor[] {da, db};
        },
        a,
        b);
  }

  /** A product that adds to one matrix of an operand's gradient. */
  @FunctionalInterface
  private interface Product {
    /**
     * Adds.
     *
     * @param i number of the matrix of the result
     * @param at number of the operand's matrix
     */
    void add(int i, int at);
  }

  /**
   * Sizes of the products.
   *
   * @param ofA for each matrix of the result, the number of the left factor
   * @param ofB for each matrix of the result, the number of the right factor
   */
  private record Sizes(Shape y, int m, int n, int k, int[] ofA, int[] ofB) {
    static Sizes of(Shape a, Shape b) {
      if (a.rank() < 2 || b.rank() < 2) {
        throw new ShapeException(
            "batched matmul", null, "matrices [..., rows, columns]", a + " and " + b, null);
      }
      if (a.dim(-1) != b.dim(-2)) {
        throw new ShapeException(
            "batched matmul", null, "inner sizes to agree", a + " and " + b, null);
      }
      Shape frontA = front(a);
      Shape frontB = front(b);
      Shape front = Broadcast.shape("batched matmul", frontA, frontB);
      int[] sizes = Arrays.copyOf(front.toArray(), front.rank() + 2);
      sizes[front.rank()] = a.dim(-2);
      sizes[front.rank() + 1] = b.dim(-1);
      return new Sizes(
          Shape.of(sizes),
          a.dim(-2),
          b.dim(-1),
          a.dim(-1),
          numbers(frontA, front),
          numbers(frontB, front));
    }

    private static Shape front(Shape shape) {
      return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static int[] numbers(Shape operand, Shape front) {
      int[] strides = StridedView.expandedStrides(operand, front);
      int[] numbers = new int[front.elements()];
      for (int i = 0; i < numbers.length; i++) {
        int rest = i;
        for (int axis = front.rank() - 1; axis >= 0; axis--) {
          numbers[i] += rest % front.dim(axis) * strides[axis];
          rest /= front.dim(axis);
        }
      }
      return numbers;
    }

    int batches() {
      return ofA.length;
    }

    /** Adds up the products of each operand matrix in ascending order of the result's matrices. */
    void collect(int[] owner, int owners, Product product) {
      if (owners == owner.length) {
        Parallel.run(owner.length, i -> product.add(i, owner[i]));
        return;
      }
      for (int i = 0; i < owner.length; i++) {
        product.add(i, owner[i]);
      }
    }
  }
}
