package org.modaj.engine.ops;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.SoftmaxRows;

/**
 * Cross-entropy of softmax probabilities {@code p = softmax(logits)} against labels, over the last
 * axis: {@code loss[n] = -Σ_c q[n,c]·log p[n,c]} with the target {@code q[n,c] = w[c]·((1-ε)·[c =
 * label] + ε/classes)} (ε is the label smoothing, w the class weights, 1 by default); gradient
 * {@code dlogits = (p·Σ_c q - q)·dloss}.
 *
 * <p>The mean divides the sum by {@code Σ_n w[label]}, the number of rows without weights. Rows
 * with the ignored label have loss and gradient 0 and do not count.
 *
 * <p>Shapes: {@code logits [..., classes]}, one label for each row in row-major order, loss {@code
 * []}, or the rows' shape {@code [...]} without a reduction. Exponentials are floats, their sums
 * doubles in one fixed order; a row is done by one thread.
 */
public final class CrossEntropy {
  private static final String NAME = "cross-entropy";

  private CrossEntropy() {}

  /**
   * What the loss takes into account.
   *
   * @param labelSmoothing ε in [0, 1]
   * @param classWeights one for each class, finite and at least 0, or null for 1; not copied
   * @param ignoredLabel rows with this label do not count, or null; may lie outside the classes
   * @param reduction what becomes of the rows' losses
   */
  public record Options(
      double labelSmoothing,
      float @Nullable [] classWeights,
      @Nullable Integer ignoredLabel,
      LossReduction reduction) {
    /** The mean of all rows, all classes alike, no smoothing. */
    public static final Options DEFAULT = new Options(0, null, null, LossReduction.MEAN);

    /** Checks the ranges. */
    public Options {
      if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
        throw new EngineException(
            NAME, null, "label smoothing must be in [0, 1], but is " + labelSmoothing);
      }
      for (int c = 0; classWeights != null && c < classWeights.length; c++) {
        if (!(classWeights[c] >= 0 && classWeights[c] < Float.POSITIVE_INFINITY)) {
          throw new EngineException(
              NAME,
              null,
              "class weights must be finite and at least 0, but that of class "
                  + c
                  + " is "
                  + classWeights[c]);
        }
      }
    }

    /** The same with another label smoothing. */
    public Options withLabelSmoothing(double smoothing) {
      return new Options(smoothing, classWeights, ignoredLabel, reduction);
    }

    /** The same with class weights. */
    public Options withClassWeights(float... weights) {
      return new Options(labelSmoothing, weights, ignoredLabel, reduction);
    }

    /** The same with a label whose rows do not count. */
    public Options withIgnoredLabel(int label) {
      return new Options(labelSmoothing, classWeights, label, reduction);
    }

    /** The same with another reduction. */
    public Options withReduction(LossReduction other) {
      return new Options(labelSmoothing, classWeights, ignoredLabel, other);
    }

    private boolean ignores(int label) {
      return ignoredLabel != null && ignoredLabel == label;
    }
  }

  /** The mean loss without label smoothing. */
  public static Tensor apply(Tensor logits, int[] labels) {
    return apply(logits, labels, Options.DEFAULT);
  }

  /** The mean loss with label smoothing in [0, 1]. */
  public static Tensor apply(Tensor logits, int[] labels, double labelSmoothing) {
    return apply(logits, labels, Options.DEFAULT.withLabelSmoothing(labelSmoothing));
  }

  /**
   * The loss.
   *
   * @param labels one in [0, classes) for each row, or the ignored label
   * @throws ShapeException when the rows are not one a label, or the weights not one a class
   * @throws IndexException when a label is out of range
   * @throws EngineException when there is nothing to take the mean of
   */
  public static Tensor apply(Tensor logits, int[] labels, Options options) {
    check(logits, labels, options);
    int[] own = labels.clone();
    int classes = logits.dim(-1);
    SoftmaxRows rows = new SoftmaxRows(logits, classes, 1);
    Target target = new Target(options, classes);
    double[] losses = new double[own.length];
    rows.forEachRow(
        row -> losses[row] = options.ignores(own[row]) ? 0 : target.loss(rows, row, own[row]));
    boolean single = options.reduction() == LossReduction.NONE;
    double divisor = options.reduction() == LossReduction.MEAN ? target.total(own, options) : 1;
    if (divisor == 0) {
      throw new EngineException(
          NAME, null, "the class weights of all labels are 0, so there is no mean");
    }
    Tensor loss;
    if (single) {
      int[] sizes = logits.shape().toArray();
      loss = Tensor.result(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)));
      for (int row = 0; row < losses.length; row++) {
        loss.data()[row] = (float) losses[row];
      }
    } else {
      double sum = 0;
      for (double one : losses) {
        sum += one;
      }
      loss = Tensor.scalar((float) (sum / divisor));
    }
    return Autograd.record(
        NAME,
        loss,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Tensor.result(logits.shape());
          float[] to = dx.data();
          rows.forEachRow(row -> {
            if (options.ignores(own[row])) {
              Arrays.fill(to, row * classes, (row + 1) * classes, 0f);
            } else {
              target.gradient(rows, row, own[row], dy[single ? row : 0] / divisor, to);
            }
          });
          return new Tensor[] {dx};
        },
        logits);
  }

  /** The target distribution, {@code q}, of any label. */
  private static final class Target {
    private static final float[] NONE = {};

    private final int classes;
    private final float[] weights;
    private final double own;
    private final double others;
    private final double weightSum;

    Target(Options options, int classes) {
      this.classes = classes;
      float[] given = options.classWeights();
      weights = given == null ? NONE : given;
      own = 1 - options.labelSmoothing();
      others = options.labelSmoothing() / classes;
      double sum = 0;
      for (float weight : weights) {
        sum += weight;
      }
      weightSum = given == null ? classes : sum;
    }

    double weight(int label) {
      return weights.length == 0 ? 1 : weights[label];
    }

    /** What the mean divides by; {@code labels} may hold ignored ones. */
    double total(int[] labels, Options options) {
      double total = 0;
      for (int label : labels) {
        total += options.ignores(label) ? 0 : weight(label);
      }
      return total;
    }

    double loss(SoftmaxRows rows, int row, int label) {
      double logSum = rows.logSum(row);
      double loss = own * weight(label) * (logSum - rows.shifted(row * classes + label));
      if (others > 0) {
        loss += others * (weightSum * logSum - rows.shiftedSum(row, weights));
      }
      return loss;
    }

    /** Writes one row of the gradient, {@code (p·Σq - q)·g}. */
    void gradient(SoftmaxRows rows, int row, int label, double g, float[] dx) {
      float[] exponentials = rows.exponentials();
      double ownTarget = own * weight(label);
      double scale = (ownTarget + others * weightSum) * g / rows.sum(row);
      int from = row * classes;
      float factor = (float) scale;
      float rest = (float) (others * g);
      for (int c = 0; c < classes; c++) {
        float q = weights.length == 0 ? rest : rest * weights[c];
        dx[from + c] = exponentials[from + c] * factor - q;
      }
      double q = ownTarget + others * weight(label);
      dx[from + label] = (float) (exponentials[from + label] * scale - q * g);
    }
  }

  private static void check(Tensor logits, int[] labels, Options options) {
    Shape shape = logits.shape();
    int classes = shape.rank() == 0 ? 0 : shape.dim(-1);
    if (shape.rank() < 2 || classes == 0 || shape.elements() / classes != labels.length) {
      throw new ShapeException(
          NAME,
          null,
          "logits [..., classes] of " + labels.length + " rows, one a label",
          "logits " + shape,
          null);
    }
    float[] weights = options.classWeights();
    if (weights != null && weights.length != classes) {
      throw new ShapeException(
          NAME, null, classes + " class weights", weights.length + " class weights", null);
    }
    int counted = 0;
    for (int i = 0; i < labels.length; i++) {
      if (!options.ignores(labels[i])) {
        counted++;
        if (labels[i] < 0 || labels[i] >= classes) {
          throw new IndexException(NAME, i, labels[i], classes);
        }
      }
    }
    if (counted == 0 && options.reduction() == LossReduction.MEAN) {
      throw new EngineException(
          NAME,
          null,
          labels.length == 0
              ? "there is no row to take the mean of"
              : "all " + labels.length + " rows have the ignored label, so there is no mean");
    }
  }
}
