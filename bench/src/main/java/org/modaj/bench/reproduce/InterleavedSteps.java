package org.modaj.bench.reproduce;

import static java.util.Objects.requireNonNull;

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
import org.modaj.nn.Network;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.TrainingStep;

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
              .build(data.inputShape(), data.train().classes(), settings.width(), settings.seed());
      steppers.put(method, new Stepper(fresh, method, settings));
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
                requireNonNull(seconds.get(entry.getKey())).add(time);
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

  /** One method's training. */
  private static final class Stepper {
    private final TrainingStep step;
    private final double rate;

    Stepper(Network fresh, Competitor method, TrainingSettings recipe) {
      TrainingSettings settings =
          new TrainingSettings(
              recipe.model(),
              method.training(),
              recipe.width(),
              recipe.epochs(),
              recipe.batchSize(),
              recipe.learningRate(),
              Objectives.PAPER.alpha(),
              Objectives.PAPER.beta(),
              Objectives.PAPER.gamma(),
              recipe.seed());
      Network network = settings.prepare(fresh);
      step =
          new TrainingStep(
                  network,
                  new Sgd(network.parameters(), TrainingSettings.MOMENTUM, true, 0),
                  settings.objective())
              .seed(settings.seed());
      rate = settings.learningRate();
    }

    double step(Batch batch, int epoch) {
      long start = System.nanoTime();
      step.run(batch, rate, epoch);
      return (System.nanoTime() - start) * 1e-9;
    }
  }
}
