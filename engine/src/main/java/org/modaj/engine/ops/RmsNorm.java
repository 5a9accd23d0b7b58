package org.modaj.engine.ops;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.FourSums;

/**
 * Normalization by the root mean square of the last axis, {@code y = x/√(mean(x²) + ε)·γ} (Zhang
 * and Sennrich 2019), with double-precision sums.
 *
 * <p>Gradients, with {@code x̂ = x/√(mean(x²) + ε)} and {@code g = dy·γ}: {@code dx = (g -
 * x̂·mean(g·x̂)) /√(mean(x²) + ε)}; {@code dγ = Σ dy·x̂} over the rows.
 *
 * <p>Shapes: {@code x [..., width]}; γ {@code [width]} or null.
 */
public final class RmsNorm {
  private RmsNorm() {}

  /**
   * Normalizes.
   *
   * @param gamma factors, or null for 1
   * @param epsilon added to the mean square, positive
   * @throws ShapeException when the input has no axis or the factors do not fit
   */
  public static Tensor apply(Tensor x, @Nullable Tensor gamma, double epsilon) {
    Shape shape = x.shape();
    if (shape.rank() < 1) {
      throw new ShapeException("rms norm", null, "[..., width]", "input " + shape, null);
    }
    int width = shape.dim(-1);
    LayerNorm.checkParameter("rms norm", gamma, Shape.of(width));
    int rows = Axes.product(shape, 0, shape.rank() - 1);
    float[] in = x.data();
    float @Nullable [] scale = gamma == null ? null : gamma.data();
    Tensor y = Tensor.result(shape);
    float[] out = y.data();
    double[] inverses = new double[rows];
    forEachRow(
        rows,
        width,
        row -> {
          inverses[row] = inverse(in, row * width, width, epsilon);
          for (int c = 0; c < width; c++) {
            double normal = in[row * width + c] * inverses[row];
            out[row * width + c] = (float) (scale == null ? normal : normal * scale[c]);
          }
        });
    Tensor[] operands = gamma == null ? new Tensor[] {x} : new Tensor[] {x, gamma};
    return Autograd.record(
        "rms norm",
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Tensor.result(shape);
          Tensor products = Tensor.result(shape);
          forEachRow(
              rows,
              width,
              row ->
                  backward(
                      row * width,
                      width,
                      in,
                      scale,
                      inverses[row],
                      dy,
                      products.data(),
                      dx.data()));
          if (gamma == null) {
            return new Tensor[] {dx};
          }
          Tensor dgamma = Tensor.result(gamma.shape());
          Kernels.current().reduction().sum(1, rows, width, 1, products.data(), dgamma.data());
          return new Tensor[] {dx, dgamma};
        },
        operands);
  }

  private static double inverse(float[] x, int start, int width, double epsilon) {
    FourSums squares = new FourSums();
    squares.addSquares(x, 0, start, start + width);
    return 1 / Math.sqrt(squares.total() / width + epsilon);
  }

  /** Computes the input's gradient, and {@code products = dy·x̂} whose sums are γ's. */
  private static void backward(
      int start,
      int width,
      float[] x,
      float @Nullable [] scale,
      double inverse,
      float[] dy,
      float[] products,
      float[] dx) {
    for (int c = 0; c < width; c++) {
      products[start + c] = scale == null ? dy[start + c] : dy[start + c] * scale[c];
    }
    FourSums sums = new FourSums();
    sums.addProducts(products, x, 0, start, start + width);
    double mean = sums.total() * inverse / width;
    for (int i = start; i < start + width; i++) {
      double normal = x[i] * inverse;
      dx[i] = (float) (inverse * (products[i] - normal * mean));
      products[i] = (float) (dy[i] * normal);
    }
  }

  private static void forEachRow(int rows, int width, IntConsumer body) {
    Parallel.ranges(
        rows,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, width)),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            body.accept(row);
          }
        });
  }
}
