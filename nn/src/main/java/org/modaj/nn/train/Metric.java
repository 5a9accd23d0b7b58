package org.modaj.nn.train;

import org.modaj.engine.EngineException;
import org.modaj.engine.batch.Batch;
import org.modaj.nn.HeadOutputs;

/**
 * A measure of how well outputs fit their targets, added up over batches. It keeps nothing itself:
 * what it adds up are two numbers, which a checkpoint in the middle of an epoch can hold.
 */
public interface Metric {
  /** Name of the share of samples that a classifier recognizes. */
  String ACCURACY = "accuracy";

  /** What results call it. */
  String name();

  /** Whether more is better, as of an accuracy; less is better of an error. */
  boolean higherIsBetter();

  /**
   * Measures a batch.
   *
   * @return what is added up, and of how many: the metric is made of their ratio
   * @throws EngineException when outputs and targets do not fit, naming both
   */
  Sum measure(HeadOutputs outputs, Batch batch);

  /**
   * The metric of all that was measured.
   *
   * @param mean the ratio of what was added up
   */
  default double value(double mean) {
    return mean;
  }

  /**
   * Sum and number of what was measured.
   *
   * @param sum such as the samples recognized
   * @param count such as the samples
   */
  record Sum(double sum, double count) {}

  /**
   * Share of samples whose largest output is that of their label.
   *
   * <p>Outputs are {@code [batch, classes]}; others are refused.
   */
  static Metric accuracy() {
    return ClassMetrics.accuracy();
  }

  /**
   * Share of the labels of a target, such as one of each step or pixel, whose largest output is
   * theirs; -1 is no label and does not count.
   *
   * <p>Outputs are {@code [batch, ..., classes]}, the target {@code [batch, ...]}.
   *
   * @param target name of a target of class numbers
   */
  static Metric accuracyOf(String target) {
    return ClassMetrics.accuracyOf(target);
  }

  /** Share of a sample's yes-or-no answers that are right; an output above 0 is a yes. */
  static Metric answersRight(String target) {
    return ErrorMetrics.answersRight(target);
  }

  /** Share of samples all of whose yes-or-no answers are right. */
  static Metric allAnswersRight(String target) {
    return ErrorMetrics.allAnswersRight(target);
  }

  /** Mean absolute difference of outputs and a target's values. */
  static Metric meanAbsoluteError(String target) {
    return ErrorMetrics.meanAbsoluteError(target);
  }

  /** Root of the mean squared difference of outputs and a target's values. */
  static Metric rootMeanSquaredError(String target) {
    return ErrorMetrics.rootMeanSquaredError(target);
  }

  /** The same of one head; its name is {@code head.name}. */
  default Metric ofHead(String head) {
    Metric own = this;
    return new Metric() {
      @Override
      public String name() {
        return head + "." + own.name();
      }

      @Override
      public boolean higherIsBetter() {
        return own.higherIsBetter();
      }

      @Override
      public Sum measure(HeadOutputs outputs, Batch batch) {
        return own.measure(outputs.head(head), batch);
      }

      @Override
      public double value(double mean) {
        return own.value(mean);
      }
    };
  }
}
