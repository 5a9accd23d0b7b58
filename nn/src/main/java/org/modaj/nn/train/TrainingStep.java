package org.modaj.nn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.optim.Optimizer;

/**
 * One step of training: forward, objective, backward, update. What {@link Trainer} repeats, for
 * those who write a loop of their own.
 *
 * <p>
 *
 * {@snippet :
 * TrainingStep step = new TrainingStep(network, optimizer, TrainingObjective.crossEntropy());
 * try (Epoch batches = source.epoch(0)) {
 *   while (batches.hasNext()) {
 *     double loss = step.run(batches.next(), 0.05, 0).loss();
 *   }
 * }
 * }
 */
public final class TrainingStep {
  private static final String OPERATION = "train";

  private final Network network;
  private final Optimizer optimizer;
  private final TrainingObjective objective;
  private long seed;
  private int steps;

  /** Samples of the last step; memory of steps of one size is not used for another. */
  private int stepSize;

  /**
   * Creates the step.
   *
   * @param network trained in place
   * @param optimizer of the network's parameters
   * @param objective what is minimized
   */
  public TrainingStep(Network network, Optimizer optimizer, TrainingObjective objective) {
    this.network = network;
    this.optimizer = optimizer;
    this.objective = objective;
  }

  /**
   * What a step found before it changed the parameters.
   *
   * @param loss the total objective
   * @param terms its parts by name
   * @param metrics of the objective by name, as sums
   */
  public record Result(double loss, Map<String, Double> terms, Map<String, Metric.Sum> metrics) {}

  /** Sets the seed of chance in the network's layers, as in dropout; returns this. By default 0. */
  public TrainingStep seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Trains on one batch.
   *
   * @param learningRate of this step
   * @param epoch from 0: what chance depends on, besides the seed and the samples
   * @throws NonFiniteLossException when the loss is not finite; nothing was changed but running
   *     statistics
   * @throws NonFiniteValueException when the reason is a sample with a value that is not finite
   */
  public Result run(Batch batch, double learningRate, int epoch) {
    return run(batch, learningRate, epoch, steps, null);
  }

  /**
   * As the other one.
   *
   * @param number of the batch in the epoch, for messages
   * @param checkpoint the last saved state, for messages
   */
  Result run(Batch batch, double learningRate, int epoch, int number, @Nullable String checkpoint) {
    if (batch.size() != stepSize) {
      Workspace.trim();
      stepSize = batch.size();
    }
    try (Workspace _ = Workspace.open()) {
      NetworkInput x = NetworkInput.of(batch, seed, epoch);
      HeadOutputs outputs = network.forwardHeads(x, Mode.TRAIN, objective.tracksUnits());
      TrainingObjective.Value value = objective.compute(outputs, batch);
      double loss = value.total().item();
      if (!Double.isFinite(loss)) {
        requireFinite(batch);
        throw new NonFiniteLossException(loss, epoch, number, firstNonFinite(x), checkpoint);
      }
      optimizer.zeroGrad();
      value.total().backward();
      optimizer.step(learningRate);
      steps++;
      Map<String, Metric.Sum> metrics = new LinkedHashMap<>();
      for (Metric metric : objective.metrics()) {
        metrics.put(metric.name(), metric.measure(outputs, batch));
      }
      return new Result(loss, value.terms(), metrics);
    }
  }

  /**
   * The loss that the network has now on a batch, in training mode; nothing is changed, not even
   * running statistics.
   */
  double loss(Batch batch, int epoch) {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      NetworkInput x = NetworkInput.of(batch, seed, epoch);
      HeadOutputs outputs = network.copy().forwardHeads(x, Mode.TRAIN, objective.tracksUnits());
      return objective.compute(outputs, batch).total().item();
    }
  }

  /** Fails when what is not finite came with the batch. */
  private static void requireFinite(Batch batch) {
    float[] inputs = batch.inputs();
    int each = inputs.length / batch.size();
    int features = batch.inputShape()[batch.inputShape().length - 1];
    for (int i = 0; i < inputs.length; i++) {
      int sample = i / each;
      int[] lengths = batch.lengths();
      boolean counts = lengths == null || i % each < lengths[sample] * (each / steps(batch));
      if (counts && !Float.isFinite(inputs[i])) {
        throw NonFiniteValueException.ofInput(
            OPERATION,
            Labels.sample(batch, sample),
            batch.samples()[sample],
            i % features,
            inputs[i]);
      }
    }
    for (Target target : batch.targets()) {
      float[] values = target.spec().isClasses() ? new float[0] : target.values();
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new EngineException(
              OPERATION,
              null,
              Labels.sample(batch, i / target.spec().elements())
                  + ": the target \""
                  + target.spec().name()
                  + "\" is "
                  + values[i]
                  + "; correct the sample or leave it out");
        }
      }
    }
  }

  private static int steps(Batch batch) {
    return batch.inputShape()[1];
  }

  /** Name of the first layer whose output on {@code x} is not finite, or null. */
  private @Nullable String firstNonFinite(NetworkInput x) {
    String[] found = new String[1];
    try (Autograd.Scope _ = Autograd.noGrad()) {
      network.copy().observe(x, Mode.TRAIN, (node, y) -> found[0] = firstOf(found[0], node, y));
    }
    return found[0];
  }

  private static @Nullable String firstOf(@Nullable String found, NetworkNode node, Tensor y) {
    if (found == null) {
      for (float value : y.data()) {
        if (!Float.isFinite(value)) {
          return node.name();
        }
      }
    }
    return found;
  }
}
