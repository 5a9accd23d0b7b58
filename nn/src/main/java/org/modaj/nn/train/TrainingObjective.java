package org.modaj.nn.train;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.TrackedOutput;

/** What training minimizes. */
public interface TrainingObjective {

  /** Whether the mean activations of tracked units are needed. */
  boolean tracksUnits();

  /**
   * Computes what {@link #compute} reads, in training mode: the output, with unit means when {@link
   * #tracksUnits()}. An objective over something else of the network, such as its other heads, has
   * its own way.
   */
  default TrackedOutput forward(Network network, NetworkInput x) {
    return tracksUnits()
        ? network.forwardTracked(x, Mode.TRAIN)
        : new TrackedOutput(network.forward(x, Mode.TRAIN), List.of());
  }

  /**
   * Computes the objective of one batch.
   *
   * @param output logits {@code [batch, classes]}, and the unit means when {@link #tracksUnits()}
   * @param labels one for each sample
   */
  Value compute(TrackedOutput output, int[] labels);

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
    return new TrainingObjective() {
      @Override
      public boolean tracksUnits() {
        return false;
      }

      @Override
      public Value compute(TrackedOutput output, int[] labels) {
        Tensor loss = CrossEntropy.apply(output.output(), labels);
        return new Value(loss, Map.of(CROSS_ENTROPY, (double) loss.item()));
      }
    };
  }
}
