package org.modaj.bench.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.data.DataSplit;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.ModularizationMethod.Training;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.TrainingObjective;

/**
 * Seconds of training steps of several methods, a step of each in turn on the same batch, so that a
 * machine that becomes slower does so for all of them.
 */
final class InterleavedSteps {
  private final Map<Competitor, Stepper> steppers = new EnumMap<>(Competitor.class);
  private final BatchSource batches;

  /**
   * Builds the networks.
   *
   * @param settings of the recipe
   * @param methods that train in a way of their own
   */
  InterleavedSteps(TrainingSettings settings, List<Competitor> methods, DataSplit data) {
    batches = data.trainingBatches(settings.batchSize(), settings.seed());
    for (Competitor method : methods) {
      Network fresh =
          Models.named(settings.model())
              .build(
                  data.inputShape(), data.train().classes(), settings.width(), settings.seed());
      Training training =
          method
              .method(Objectives.PAPER, Recognition.at(ModulesCell.THRESHOLD), settings)
              .prepare(fresh, settings.seed());
      steppers.put(method, new Stepper(training, settings));
    }
  }

  /**
   * Runs rounds of one step of each method.
   *
   * @param warmUp rounds that do not count
   * @param counted rounds that count
   * @return seconds of each counted step
   */
  Map<Competitor, List<Double>> run(int warmUp, int counted) {
    Map<Competitor, List<Double>> seconds = new EnumMap<>(Competitor.class);
    steppers.keySet().forEach(method -> seconds.put(method, new ArrayList<>()));
    int done = 0;
    for (int epoch = 0; done < warmUp + counted; epoch++) {
      try (Epoch read = batches.epoch(epoch)) {
        while (read.hasNext() && done < warmUp + counted) {
          Batch batch = read.next();
          if (batch.size() == Math.min(batches.batchSize(), batches.samples())) {
            for (Map.Entry<Competitor, Stepper> entry : steppers.entrySet()) {
              double time = entry.getValue().step(batch, epoch);
              if (done >= warmUp) {
                seconds.get(entry.getKey()).add(time);
              }
            }
            done++;
          }
        }
      }
    }
    Workspace.trim();
    return seconds;
  }

  /** The middle of some numbers. */
  static double median(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** One method's network and optimizer. */
  private static final class Stepper {
    private final Network network;
    private final TrainingObjective objective;
    private final Sgd optimizer;
    private final TrainingSettings settings;

    Stepper(Training training, TrainingSettings settings) {
      this.network = training.network();
      this.objective = training.objective();
      this.settings = settings;
      this.optimizer =
          new Sgd(network.parameters(), TrainingSettings.MOMENTUM, true, 0);
    }

    double step(Batch batch, int epoch) {
      long start = System.nanoTime();
      try (Workspace _ = Workspace.open()) {
        NetworkInput x = NetworkInput.of(batch, settings.seed(), epoch);
        TrackedOutput output =
            objective.tracksUnits()
                ? network.forwardTracked(x, Mode.TRAIN)
                : new TrackedOutput(network.forward(x, Mode.TRAIN), List.of());
        TrainingObjective.Value value = objective.compute(output, batch.labels());
        optimizer.zeroGrad();
        value.total().backward();
        optimizer.step(settings.learningRate());
      }
      return (System.nanoTime() - start) * 1e-9;
    }
  }
}
