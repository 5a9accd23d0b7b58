package org.modaj.nn.train;

import java.util.List;
import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.TrackedOutput;

/**
 * What training minimizes: it says which targets it reads, and by which metrics a network is to be
 * judged.
 */
public interface TrainingObjective {

  /** Whether the mean activations of tracked units are needed. */
  boolean tracksUnits();

  /**
   * Computes the objective of one batch of a classifier.
   *
   * @param output logits {@code [batch, classes]}, and the unit means when {@link #tracksUnits()}
   * @param labels one for each sample
   */
  Value compute(TrackedOutput output, int[] labels);

  /**
   * Computes the objective of one batch; by default from the main output and the labels.
   *
   * @throws EngineException when outputs and targets do not fit
   */
  default Value compute(HeadOutputs outputs, Batch batch) {
    return compute(outputs.main(), batch.labels());
  }

  /** How a network is judged, the main metric first; by default the accuracy of a classifier. */
  default List<Metric> metrics() {
    return List.of(Metric.accuracy());
  }

  /**
   * The objective of one batch.
   *
   * @param total the scalar that is minimized
   * @param terms its parts by name, unweighted, in a fixed order; NaN where a part is undefined for
   *     the batch
   */
  record Value(Tensor total, Map<String, Double> terms) {}

  /** Name of the classification term. */
  String CROSS_ENTROPY = "cross_entropy";

  /** Standard training: the mean cross-entropy. */
  static TrainingObjective crossEntropy() {
    return crossEntropy(CrossEntropy.Options.DEFAULT);
  }

  /**
   * The mean cross-entropy of a classifier. Where samples are mixed (a target named {@code class}
   * has the share of each class), it is against these shares.
   *
   * @param options label smoothing, class weights
   */
  static TrainingObjective crossEntropy(CrossEntropy.Options options) {
    return new ClassObjective(options);
  }

  /**
   * The mean cross-entropy of a class at each step or pixel; -1 is no class and does not count.
   *
   * <p>Outputs are {@code [batch, ..., classes]}, the target {@code [batch, ...]}.
   *
   * @param target name of a target of class numbers
   */
  static TrainingObjective labels(String target) {
    return new LabelsObjective(target);
  }

  /**
   * Regression: the mean squared error of outputs against a target's values, judged by mean
   * absolute error and root mean squared error.
   *
   * @param target name of a target of real values, with one for each output
   */
  static TrainingObjective meanSquaredError(String target) {
    return ValueObjective.squared(target);
  }

  /**
   * The same with values that are divided by deviations before they are compared, so that values of
   * any size are learned alike; the metrics are of the values themselves.
   *
   * @param deviations one for each output, positive
   */
  static TrainingObjective meanSquaredError(String target, float[] deviations) {
    return ValueObjective.squared(target, deviations);
  }

  /** The same with the mean absolute error. */
  static TrainingObjective meanAbsoluteError(String target) {
    return ValueObjective.absolute(target);
  }

  /** The same with the Huber loss; {@code delta} is where it becomes linear, positive. */
  static TrainingObjective huber(String target, double delta) {
    return ValueObjective.huber(target, delta);
  }

  /**
   * Several yes-or-no answers for each sample: binary cross-entropy of logits, judged by the share
   * of right answers and of samples with right answers only.
   *
   * @param target name of a target of values in [0, 1], one for each output
   */
  static TrainingObjective multiLabel(String target) {
    return ValueObjective.binary(target);
  }

  /**
   * Several heads, each with an objective of its own; the sum of all is minimized, and each head is
   * judged by its objective's metrics, {@code head.metric}.
   *
   * @param heads objectives by the name of the head, in the order of importance; none tracks units
   */
  static TrainingObjective byHead(Map<String, TrainingObjective> heads) {
    return new HeadsObjective(heads);
  }
}
