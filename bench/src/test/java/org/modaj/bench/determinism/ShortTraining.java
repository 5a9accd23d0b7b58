package org.modaj.bench.determinism;

import java.util.Arrays;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.embedded.EmbeddedSequences;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.kernel.Parallel;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.optim.Adam;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Optimizer;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingObjective;

/**
 * Trains {@link EveryLayer}'s networks for a few steps with each of the given numbers of threads,
 * and prints the hashes of the weights, a line for each number. The last step of an epoch has fewer
 * samples than the others.
 */
public final class ShortTraining {
  private static final int EPOCHS = 2;

  private ShortTraining() {}

  /** Trains; the arguments are numbers of threads. */
  public static void main(String[] threads) {
    for (int count : Arrays.stream(threads).mapToInt(Integer::parseInt).toArray()) {
      Parallel.setThreads(count);
      System.out.println(images() + " " + sequences());
    }
  }

  private static String images() {
    Network network = EveryLayer.images();
    Sgd optimizer = new Sgd(network.parameters(), 0.9, true, 5e-4);
    BatchSource images = EmbeddedImages.generate(3, 11, 1).train().trainingBatches(4, 5);
    return train(network, optimizer, 0.05, ModularObjective.paper(), images);
  }

  private static String sequences() {
    Network network = EveryLayer.sequences();
    Adam optimizer = new Adam(network.parameters(), Adam.Settings.DEFAULT);
    BatchSource sequences = EmbeddedSequences.generate(3, 28, 1).train().trainingBatches(12, 5);
    return train(network, optimizer, 0.003, TrainingObjective.crossEntropy(), sequences);
  }

  private static String train(
      Network network,
      Optimizer optimizer,
      double rate,
      TrainingObjective objective,
      BatchSource samples) {
    String before = network.sha256();
    new Trainer(network, optimizer, LearningRateSchedule.cosine(rate, EPOCHS), objective)
        .fit(samples, samples, EPOCHS);
    if (network.sha256().equals(before)) {
      throw new IllegalStateException("nothing was trained");
    }
    return network.sha256();
  }
}
