package org.modaj.engine.ops.parts;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/**
 * The softmax of rows of logits before anything is divided: what losses over classes have in
 * common. With {@code s = (x - max x)·factor}: {@code exp(s)} in float, and in double each row's
 * sum of it, by {@link FourSums}. The maximum is subtracted first, so nothing overflows.
 */
public final class SoftmaxRows {
  private final int classes;
  private final float[] shifted;
  private final float[] exponentials;
  private final double[] sums;

  /**
   * Computes them.
   *
   * @param logits whole rows of {@code classes} elements
   * @param classes at least 1
   * @param factor of the logits, 1/temperature
   */
  public SoftmaxRows(Tensor logits, int classes, float factor) {
    this.classes = classes;
    shifted = Tensor.result(logits.shape()).data();
    exponentials = Tensor.result(logits.shape()).data();
    sums = new double[shifted.length / classes];
    float[] x = logits.data();
    forEachRow(row -> shift(x, row * classes, factor));
    Kernels.current().elementary().exp(shifted.length, shifted, exponentials);
    forEachRow(row -> {
      FourSums sum = new FourSums();
      sum.add(exponentials, row * classes, (row + 1) * classes);
      sums[row] = sum.total();
    });
  }

  private void shift(float[] x, int from, float factor) {
    float max = x[from];
    for (int i = from + 1; i < from + classes; i++) {
      max = Math.max(max, x[i]);
    }
    for (int i = from; i < from + classes; i++) {
      shifted[i] = (x[i] - max) * factor;
    }
  }

  /** Work on one row. */
  @FunctionalInterface
  public interface Row {
    void accept(int row);
  }

  /** Calls {@code body} for every row, on several threads. */
  public void forEachRow(Row body) {
    Parallel.ranges(
        sums.length,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / classes),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            body.accept(row);
          }
        });
  }

  /** Number of rows. */
  public int rows() {
    return sums.length;
  }

  /** {@code exp(s)} of all rows; not to be modified. */
  public float[] exponentials() {
    return exponentials;
  }

  /** The sum of a row's {@code exp(s)}. */
  public double sum(int row) {
    return sums[row];
  }

  /** Logarithm of the sum of a row. */
  public double logSum(int row) {
    return StrictMath.log(sums[row]);
  }

  /** {@code s} of one element, row-major; its log-probability is this less {@link #logSum}. */
  public double shifted(int element) {
    return shifted[element];
  }

  /** The sum of a row's {@code weight[c]·s}, or of its {@code s} where there are no weights. */
  public double shiftedSum(int row, float[] weights) {
    FourSums sum = new FourSums();
    if (weights.length == 0) {
      sum.add(shifted, row * classes, (row + 1) * classes);
    } else {
      sum.addProducts(shifted, row * classes, weights, classes);
    }
    return sum.total();
  }
}
