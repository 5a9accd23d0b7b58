package org.modaj.moda.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.modaj.engine.batch.BatchSource;
import org.modaj.nn.Network;
import org.modaj.nn.train.Evaluation;

/**
 * A network for some classes.
 *
 * @param classes ascending, the network's outputs in this order
 * @param network what is used in the end; it names its classes ({@link Network#classes})
 * @param untuned the same before a fine-tuning that the method needs; empty when there is none
 * @param size parameters as a share of the whole network's; above 1 where modules share nothing
 * @param flops operations for one sample as a share of the whole network's
 */
public record Composed(
    List<Integer> classes, Network network, Optional<Network> untuned, double size, double flops) {
  /** Copies the classes. */
  public Composed {
    classes = List.copyOf(classes);
  }

  /** A network that needs no fine-tuning, or that had it. */
  static Composed of(Network whole, int[] classes, Network network, Optional<Network> untuned) {
    return new Composed(
        Arrays.stream(classes).boxed().toList(),
        network,
        untuned,
        (double) network.parameterCount() / whole.parameterCount(),
        (double) network.flops() / whole.flops());
  }

  /**
   * Share of the samples of these classes that are recognized, in [0, 1].
   *
   * @param test samples with their original labels; those of other classes do not count
   */
  public double accuracy(BatchSource test) {
    return Evaluation.of(network, test).accuracyOfComposed();
  }

  /** As {@link #accuracy}, before fine-tuning; the same when there is none. */
  public double accuracyBeforeTuning(BatchSource test) {
    return Evaluation.of(untuned.orElse(network), test).accuracyOfComposed();
  }
}
