package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Mean cross-entropy of softmax probabilities {@code p = softmax(logits)} against labels: {@code
 * loss = -mean_n Σ_c q[n,c]·log p[n,c]} with the target {@code q = (1-ε)·onehot(label) + ε/classes}
 * (ε is the label smoothing); gradient {@code dlogits = (p - q)·dloss/n}.
 *
 * <p>Computed in double precision with the maximum subtracted, rounded once. Shapes: {@code logits
 * [n, classes]}, labels {@code [n]}, loss {@code []}.
 */
public final class CrossEntropy {
  private CrossEntropy() {}

  /** The mean loss without label smoothing. */
  public static Tensor apply(Tensor logits, int[] labels) {
    return apply(logits, labels, 0);
  }

  /**
   * The mean loss.
   *
   * @param labels one in [0, classes) for each row
   * @param labelSmoothing ε in [0, 1]
   * @throws ShapeException when the logits are no matrix of one row a label
   * @throws EngineException when a label or the smoothing is out of range or there is no row
   */
  public static Tensor apply(Tensor logits, int[] labels, double labelSmoothing) {
    check(logits, labels, labelSmoothing);
    int n = logits.dim(0);
    int classes = logits.dim(1);
    float[] x = logits.data();
    float[] probabilities = new float[x.length];
    double[] row = new double[classes];
    double total = 0;
    for (int i = 0; i < n; i++) {
      double logSum = logProbabilities(x, i * classes, row);
      double all = 0;
      for (int c = 0; c < classes; c++) {
        all += row[c] - logSum;
        probabilities[i * classes + c] = (float) StrictMath.exp(row[c] - logSum);
      }
      double own = row[labels[i]] - logSum;
      total -= (1 - labelSmoothing) * own + (labelSmoothing == 0 ? 0 : labelSmoothing / classes * all);
    }
    return Autograd.record(
        "cross-entropy",
        Tensor.scalar((float) (total / n)),
        dys -> {
          double factor = (double) dys[0].item() / n;
          Tensor dx = Tensor.result(logits.shape());
          for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
              double q = (c == labels[i] ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
              int at = i * classes + c;
              dx.data()[at] = (float) ((probabilities[at] - q) * factor);
            }
          }
          return new Tensor[] {dx};
        },
        logits);
  }

  /** Fills {@code row} with logits minus their maximum; returns the log of the sum of exps. */
  private static double logProbabilities(float[] x, int from, double[] row) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < row.length; c++) {
      max = Math.max(max, x[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      row[c] = x[from + c] - max;
      sum += StrictMath.exp(row[c]);
    }
    return StrictMath.log(sum);
  }

  private static void check(Tensor logits, int[] labels, double labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new EngineException(
          "cross-entropy", null, "label smoothing must be in [0, 1], but is " + labelSmoothing);
    }
    Shape shape = logits.shape();
    if (shape.rank() != 2 || shape.dim(0) != labels.length) {
      throw new ShapeException(
          "cross-entropy",
          null,
          "logits [" + labels.length + ", classes], one row a label",
          "logits " + shape,
          null);
    }
    if (labels.length == 0) {
      throw new EngineException("cross-entropy", null, "there is no row to take the mean of");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= shape.dim(1)) {
        throw new EngineException(
            "cross-entropy",
            null,
            "label " + labels[i] + " of sample " + i + " is not in [0, " + shape.dim(1) + ")");
      }
    }
  }
}
