package org.modaj.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.TrackedOutput;

/** The sum of objectives of several heads. */
final class HeadsObjective implements TrainingObjective {
  private static final String NAME = "objective by head";

  private final Map<String, TrainingObjective> heads;

  HeadsObjective(Map<String, TrainingObjective> heads) {
    this.heads = new LinkedHashMap<>(heads);
    if (heads.isEmpty()) {
      throw new EngineException(NAME, null, "expected at least one head, but got none");
    }
    heads.forEach((head, objective) -> {
      if (objective.tracksUnits()) {
        throw new EngineException(
            NAME,
            head,
            "its objective regulates activations, which are the whole network's; only objectives of"
                + " outputs can be given to a head");
      }
    });
  }

  @Override
  public boolean tracksUnits() {
    return false;
  }

  /**
   * Refused: labels alone do not tell which head they are for.
   *
   * @throws EngineException always
   */
  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    throw new EngineException(NAME, null, "expected the outputs of all heads and a batch");
  }

  @Override
  public Value compute(HeadOutputs outputs, Batch batch) {
    List<Tensor> totals = new ArrayList<>();
    Map<String, Double> terms = new LinkedHashMap<>();
    heads.forEach((head, objective) -> {
      Value value = objective.compute(outputs.head(head), batch);
      totals.add(value.total());
      value.terms().forEach((term, loss) -> terms.put(head + "." + term, loss));
    });
    double[] weights = new double[totals.size()];
    Arrays.fill(weights, 1);
    return new Value(WeightedSum.apply(totals.toArray(Tensor[]::new), weights), terms);
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    heads.forEach(
        (head, objective) -> objective.metrics().forEach(m -> metrics.add(m.ofHead(head))));
    return metrics;
  }
}
