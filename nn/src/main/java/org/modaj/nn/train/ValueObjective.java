package org.modaj.nn.train;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.engine.ops.BceWithLogits;
import org.modaj.engine.ops.HuberLoss;
import org.modaj.engine.ops.L1Loss;
import org.modaj.engine.ops.LossReduction;
import org.modaj.engine.ops.MseLoss;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.TrackedOutput;

/**
 * A loss of outputs against the values of a target.
 *
 * @param term name of the loss in results
 */
record ValueObjective(String target, String term, BinaryOperator<Tensor> loss, List<Metric> metrics)
    implements TrainingObjective {

  private static List<Metric> errors(String target) {
    return List.of(Metric.meanAbsoluteError(target), Metric.rootMeanSquaredError(target));
  }

  static ValueObjective squared(String target) {
    return new ValueObjective(target, "mse", MseLoss::apply, errors(target));
  }

  /** The same of values that are divided by these deviations first, one for each output. */
  static ValueObjective squared(String target, float[] deviations) {
    float[] factors = new float[deviations.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = 1 / deviations[i];
    }
    Tensor scale = Tensor.of(Shape.of(factors.length), factors);
    return new ValueObjective(
        target,
        "mse",
        (y, t) -> MseLoss.apply(Mul.apply(by(y, factors), scale), Mul.apply(by(t, factors), scale)),
        errors(target));
  }

  private static Tensor by(Tensor values, float[] factors) {
    Shape rows = Shape.of(values.elements() / factors.length, factors.length);
    return values.shape().equals(rows) ? values : Reshape.apply(values, rows);
  }

  static ValueObjective absolute(String target) {
    return new ValueObjective(
        target, "l1", (y, t) -> L1Loss.apply(y, t, LossReduction.MEAN), errors(target));
  }

  static ValueObjective huber(String target, double delta) {
    return new ValueObjective(
        target,
        "huber",
        (y, t) -> HuberLoss.apply(y, t, delta, LossReduction.MEAN),
        errors(target));
  }

  static ValueObjective binary(String target) {
    return new ValueObjective(
        target,
        "binary_cross_entropy",
        BceWithLogits::apply,
        List.of(Metric.answersRight(target), Metric.allAnswersRight(target)));
  }

  @Override
  public boolean tracksUnits() {
    return false;
  }

  /**
   * Refused: there are no labels to learn.
   *
   * @throws EngineException always
   */
  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    throw new EngineException(
        term, target, "this objective reads the values of a target, not labels; give it a batch");
  }

  @Override
  public Value compute(HeadOutputs outputs, Batch batch) {
    Target values = batch.target(target);
    Tensor y = outputs.output();
    Shape shape = Shape.of(values.shape());
    if (y.elements() != shape.elements()) {
      throw new ShapeException(
          term,
          null,
          "one output for each value of the target \"" + target + "\" " + shape,
          "outputs " + y.shape(),
          null);
    }
    Tensor fitting = y.shape().equals(shape) ? y : Reshape.apply(y, shape);
    Tensor total = loss.apply(fitting, Tensor.of(shape, values.values()));
    return new Value(total, Map.of(term, (double) total.item()));
  }
}
