package org.modaj.nn.train;

import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.nn.HeadOutputs;

/** Metrics of outputs of which the largest tells a class. */
final class ClassMetrics {
  private static final int NO_CLASS = -1;

  private ClassMetrics() {}

  /** A share, of which more is better. */
  private abstract static class Share implements Metric {
    private final String name;

    Share(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  static Metric accuracy() {
    return new Share(Metric.ACCURACY) {
      @Override
      public Sum measure(HeadOutputs outputs, Batch batch) {
        Tensor y = outputs.output();
        if (y.shape().rank() != 2) {
          throw new EngineException(
              ACCURACY,
              null,
              "the accuracy of a classifier needs outputs [batch, classes], but they are "
                  + y.shape()
                  + "; take an objective for such outputs, such as TrainingObjective.labels for a"
                  + " class at each step or pixel, or meanSquaredError for values");
        }
        int[] labels = batch.labels();
        for (int i = 0; i < labels.length; i++) {
          Labels.require(ACCURACY, labels[i], y.dim(1), i, batch);
        }
        return right(y, labels);
      }
    };
  }

  static Metric accuracyOf(String name) {
    return new Share(Metric.ACCURACY) {
      @Override
      public Sum measure(HeadOutputs outputs, Batch batch) {
        Tensor y = outputs.output();
        Target target = batch.target(name);
        int[] labels = target.labels();
        if (y.elements() != (long) labels.length * y.dim(-1)) {
          throw new EngineException(
              ACCURACY,
              name,
              "outputs are "
                  + y.shape()
                  + ", but there are "
                  + labels.length
                  + " labels; expected one label for each row of classes");
        }
        for (int i = 0; i < labels.length; i++) {
          if (labels[i] != NO_CLASS) {
            Labels.require(ACCURACY, labels[i], y.dim(-1), i / target.spec().elements(), batch);
          }
        }
        return right(y, labels);
      }
    };
  }

  /** Rows whose largest output, the first of equals, is that of the label. */
  private static Metric.Sum right(Tensor y, int[] labels) {
    int classes = y.dim(-1);
    float[] values = y.data();
    int right = 0;
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == NO_CLASS) {
        continue;
      }
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (values[i * classes + c] > values[i * classes + best]) {
          best = c;
        }
      }
      count++;
      right += best == labels[i] ? 1 : 0;
    }
    return new Metric.Sum(right, count);
  }
}
