package org.modaj.nn.train;

import java.util.Arrays;
import org.modaj.engine.EngineException;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.nn.HeadOutputs;

/** Metrics of outputs that are compared with values one by one. */
final class ErrorMetrics {
  private ErrorMetrics() {}

  /** What one sample adds: the outputs and the target's values from {@code at} on. */
  @FunctionalInterface
  private interface OfSample {
    double measure(float[] outputs, float[] values, int at, int count);
  }

  /**
   * A metric of the values of a target.
   *
   * @param ofSamples whether samples are counted, not values
   * @param root whether the root of the mean is the metric
   */
  private record ValueMetric(
      String name,
      boolean higherIsBetter,
      String target,
      boolean ofSamples,
      boolean root,
      OfSample measure)
      implements Metric {
    @Override
    public Sum measure(HeadOutputs outputs, Batch batch) {
      Target values = batch.target(target);
      if (outputs.output().elements() != values.values().length) {
        throw new EngineException(
            name,
            target,
            "outputs are "
                + outputs.output().shape()
                + ", but the target is "
                + Arrays.toString(values.shape())
                + "; expected one output for each value");
      }
      int each = values.spec().elements();
      double sum = 0;
      for (int i = 0; i < batch.size(); i++) {
        sum += measure.measure(outputs.output().data(), values.values(), i * each, each);
      }
      return new Sum(sum, ofSamples ? batch.size() : (double) batch.size() * each);
    }

    @Override
    public double value(double mean) {
      return root ? Math.sqrt(mean) : mean;
    }
  }

  static Metric meanAbsoluteError(String target) {
    return new ValueMetric(
        "mae",
        false,
        target,
        false,
        false,
        (y, t, at, n) -> {
          double sum = 0;
          for (int i = at; i < at + n; i++) {
            sum += Math.abs((double) y[i] - t[i]);
          }
          return sum;
        });
  }

  static Metric rootMeanSquaredError(String target) {
    return new ValueMetric(
        "rmse",
        false,
        target,
        false,
        true,
        (y, t, at, n) -> {
          double sum = 0;
          for (int i = at; i < at + n; i++) {
            double error = (double) y[i] - t[i];
            sum += error * error;
          }
          return sum;
        });
  }

  static Metric answersRight(String target) {
    return new ValueMetric("label_accuracy", true, target, false, false, ErrorMetrics::right);
  }

  static Metric allAnswersRight(String target) {
    return new ValueMetric(
        "exact_match", true, target, true, false, (y, t, at, n) -> right(y, t, at, n) == n ? 1 : 0);
  }

  private static double right(float[] outputs, float[] values, int at, int count) {
    int right = 0;
    for (int i = at; i < at + count; i++) {
      right += outputs[i] > 0 == values[i] > 0.5f ? 1 : 0;
    }
    return right;
  }
}
