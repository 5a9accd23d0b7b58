package org.modaj.nn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NonFiniteValueException;

/** The metrics of an objective on a data set, in evaluation mode. */
public final class Scores {
  private Scores() {}

  /**
   * Runs a network over a data set once.
   *
   * @param source read as epoch 0; use an unshuffled, un-augmented one
   * @return each of the objective's metrics by name, the main one first
   * @throws NonFiniteValueException when an output is not finite; names the layer and the sample
   * @throws EngineException when outputs and targets do not fit, or a label is no class
   */
  public static Map<String, Double> of(
      Network network, TrainingObjective objective, BatchSource source) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    int done = 0;
    try (Epoch epoch = source.epoch(0);
        Autograd.Scope _ = Autograd.noGrad()) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (Workspace _ = Workspace.open()) {
          HeadOutputs outputs = network.forwardHeads(NetworkInput.of(batch), Mode.EVALUATE, false);
          requireFinite(network, batch, done, outputs);
          for (Metric metric : objective.metrics()) {
            Metric.Sum measured = metric.measure(outputs, batch);
            double[] sum = sums.computeIfAbsent(metric.name(), n -> new double[2]);
            sum[0] += measured.sum();
            sum[1] += measured.count();
          }
        }
        done += batch.size();
      }
    }
    return EpochProgress.values(objective, sums);
  }

  private static void requireFinite(Network network, Batch batch, int done, HeadOutputs outputs) {
    network
        .heads()
        .forEach((head, node) ->
            NonFiniteValueException.requireFinite(
                "evaluate",
                network,
                batch,
                done,
                network.nodes().get(node).name(),
                Objects.requireNonNull(outputs.heads().get(head))));
  }
}
