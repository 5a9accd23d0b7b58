package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.PairLoss;
import org.modaj.engine.ops.parts.SoftmaxRows;

/**
 * Kullback-Leibler divergence of a student from a teacher, for distillation (Hinton, Vinyals and
 * Dean 2015): with {@code q = softmax(student/T)} and {@code p = softmax(teacher/T)} over the last
 * axis, {@code loss = T²/n·Σ p·(ln p - ln q)}, n the size of the first axis; gradient {@code
 * dstudent = T/n·(q - p)·dloss}. A class of probability 0 adds nothing. The teacher is a constant.
 *
 * <p>Shapes: both {@code [n, ..., classes]}, loss {@code []}.
 */
public final class KlDivergence {
  private static final String NAME = "kl divergence";

  private KlDivergence() {}

  /** The loss at temperature 1. */
  public static Tensor apply(Tensor student, Tensor teacher) {
    return apply(student, teacher, 1);
  }

  /**
   * The loss.
   *
   * @param student logits
   * @param teacher logits that require no gradient
   * @param temperature T, positive
   * @throws ShapeException when the shapes differ or there is no row
   * @throws EngineException when T is not positive, or the teacher requires a gradient
   */
  public static Tensor apply(Tensor student, Tensor teacher, double temperature) {
    PairLoss.check(NAME, student, teacher);
    Shape shape = student.shape();
    if (shape.rank() < 2 || shape.elements() == 0) {
      throw new ShapeException(
          NAME, null, "logits [n, ..., classes], none of them 0", "logits " + shape, null);
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new EngineException(NAME, null, "temperature must be positive: " + temperature);
    }
    if (teacher.requiresGrad()) {
      throw new EngineException(
          NAME, null, "the teacher requires a gradient, which this loss does not give; detach it");
    }
    int classes = shape.dim(-1);
    float factor = (float) (1 / temperature);
    SoftmaxRows q = new SoftmaxRows(student, classes, factor);
    SoftmaxRows p = new SoftmaxRows(teacher, classes, factor);
    double[] rows = new double[q.rows()];
    q.forEachRow(row -> rows[row] = divergence(p, q, row, classes));
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    int n = shape.dim(0);
    return Autograd.record(
        NAME,
        Tensor.scalar((float) (temperature * temperature * sum / n)),
        dys -> {
          double g = temperature * dys[0].item() / n;
          Tensor dx = Tensor.result(shape);
          float[] to = dx.data();
          float[] a = q.exponentials();
          float[] b = p.exponentials();
          q.forEachRow(row -> {
            double student1 = g / q.sum(row);
            double teacher1 = g / p.sum(row);
            for (int i = row * classes; i < (row + 1) * classes; i++) {
              to[i] = (float) (a[i] * student1 - b[i] * teacher1);
            }
          });
          return new Tensor[] {dx};
        },
        student);
  }

  private static double divergence(SoftmaxRows p, SoftmaxRows q, int row, int classes) {
    double logP = p.logSum(row);
    double logQ = q.logSum(row);
    double total = 0;
    for (int i = row * classes; i < (row + 1) * classes; i++) {
      float weight = p.exponentials()[i];
      if (weight != 0) {
        total += weight * ((p.shifted(i) - logP) - (q.shifted(i) - logQ));
      }
    }
    return total / p.sum(row);
  }
}
