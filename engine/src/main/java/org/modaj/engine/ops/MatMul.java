package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Matrix product {@code y = op(a)·op(b)}; gradients {@code da = dy·op(b)ᵀ}, {@code db = op(a)ᵀ·dy},
 * transposed back where the operand was.
 *
 * <p>Shapes: {@code a [m,k]} (or {@code [k,m]} when transposed), {@code b [k,n]} (or {@code
 * [n,k]}), {@code y [m,n]}.
 */
public final class MatMul {
  private MatMul() {}

  /** {@code a·b}. */
  public static Tensor apply(Tensor a, Tensor b) {
    return apply(a, b, false, false);
  }

  /**
   * {@code op(a)·op(b)}, where {@code op} transposes when asked to.
   *
   * @throws ShapeException when the operands are not matrices or their inner sizes differ
   */
  public static Tensor apply(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    Shape shape = shape(a.shape(), b.shape(), transposeA, transposeB);
    int m = shape.dim(0);
    int n = shape.dim(1);
    int k = a.dim(transposeA ? 0 : 1);
    Tensor y = Tensor.result(shape);
    multiply(transposeA, transposeB, m, n, k, a, b, y);
    return Autograd.record(
        "matmul",
        y,
        dys -> {
          Tensor dy = dys[0];
          Tensor da = null;
          Tensor db = null;
          if (a.requiresGrad()) {
            da = Tensor.result(a.shape());
            if (transposeA) {
              multiply(transposeB, true, k, m, n, b, dy, da);
            } else {
              multiply(false, !transposeB, m, k, n, dy, b, da);
            }
          }
          if (b.requiresGrad()) {
            db = Tensor.result(b.shape());
            if (transposeB) {
              multiply(true, transposeA, n, k, m, dy, a, db);
            } else {
              multiply(!transposeA, false, k, n, m, a, dy, db);
            }
          }
          return new Tensor[] {da, db};
        },
        a,
        b);
  }

  static Shape shape(Shape a, Shape b, boolean transposeA, boolean transposeB) {
    if (a.rank() != 2 || b.rank() != 2) {
      throw new ShapeException("matmul", null, "two matrices", a + " and " + b, null);
    }
    int inner = a.dim(transposeA ? 0 : 1);
    if (inner != b.dim(transposeB ? 1 : 0)) {
      throw new ShapeException(
          "matmul",
          null,
          "inner sizes to agree",
          a + (transposeA ? " transposed" : "") + " and " + b + (transposeB ? " transposed" : ""),
          null);
    }
    return Shape.of(a.dim(transposeA ? 1 : 0), b.dim(transposeB ? 0 : 1));
  }

  private static void multiply(
      boolean ta, boolean tb, int m, int n, int k, Tensor a, Tensor b, Tensor y) {
    Kernels.current()
        .matmul()
        .matmul(ta, tb, m, n, k, a.data(), 0, b.data(), 0, y.data(), 0, false);
  }
}
