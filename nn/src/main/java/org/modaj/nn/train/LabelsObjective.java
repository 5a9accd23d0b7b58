package org.modaj.nn.train;

import java.util.List;
import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.TrackedOutput;

/** Cross-entropy of a class at each step or pixel. */
record LabelsObjective(String target) implements TrainingObjective {
  private static final int NO_CLASS = -1;

  @Override
  public boolean tracksUnits() {
    return false;
  }

  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    Tensor loss =
        CrossEntropy.apply(
            output.output(), labels, CrossEntropy.Options.DEFAULT.withIgnoredLabel(NO_CLASS));
    return new Value(loss, Map.of(CROSS_ENTROPY, (double) loss.item()));
  }

  @Override
  public Value compute(HeadOutputs outputs, Batch batch) {
    int[] labels = batch.target(target).labels();
    if (outputs.output().elements() != (long) labels.length * outputs.output().dim(-1)) {
      throw new EngineException(
          CROSS_ENTROPY,
          target,
          "outputs are "
              + outputs.output().shape()
              + ", but there are "
              + labels.length
              + " labels; expected one label for each row of classes");
    }
    return compute(outputs.main(), labels);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(Metric.accuracyOf(target));
  }
}
