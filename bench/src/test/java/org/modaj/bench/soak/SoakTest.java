package org.modaj.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.predict.Predictor;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Network;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.model.Mlp;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.TrainingObjective;
import org.modaj.nn.train.TrainingStep;

/**
 * Long work takes no more and more memory or threads, and its last answer has the bits of the
 * first. {@code -Dmoda.soak.steps=2000 -Dmoda.soak.predictions=1000000} for the long run, whose
 * figures are printed.
 */
class SoakTest {
  private static final int STEPS = Integer.getInteger("moda.soak.steps", 60);
  private static final int PREDICTIONS = Integer.getInteger("moda.soak.predictions", 4000);
  private static final int CLIENTS = 8;
  private static final int INPUTS = 64;
  private static final long MIB = 1 << 20;

  /** Names of the threads of a predictor, which end when they were idle for ten seconds. */
  private static final String PREDICTOR = "moda-predictor-";

  /**
   * Heap and threads after a collection; {@code predicting} is how many of them a predictor has.
   */
  private record Use(long bytes, int threads, long predicting) {
    static Use now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      Runtime runtime = Runtime.getRuntime();
      return new Use(
          runtime.totalMemory() - runtime.freeMemory(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith(PREDICTOR))
              .count());
    }

    void requireNoMoreThan(Use before) {
      assertThat(bytes).as("bytes of heap").isLessThan(before.bytes + 4 * MIB);
      assertThat(predicting).as("threads of the predictor").isLessThanOrEqualTo(CLIENTS);
      assertThat(threads - predicting)
          .as("other threads")
          .isLessThanOrEqualTo(before.threads - before.predicting + 2);
    }

    @Override
    public String toString() {
      return "%.1f MiB, %d threads, %d of them predicting"
          .formatted((double) bytes / MIB, threads, predicting);
    }
  }

  @Test
  void trainingStepsKeepNothing() {
    DataSplit data = EmbeddedImages.generate(1, 320, 20);
    Network network = LeNet5.build(data.inputShape(), 10, 1, 1);
    Sgd sgd = new Sgd(network.parameters(), 0.9, true, 0);
    TrainingStep step = new TrainingStep(network, sgd, TrainingObjective.crossEntropy());
    Use early = null;
    int done = 0;
    for (int epoch = 0; done < STEPS; epoch++) {
      try (Epoch batches = data.trainingBatches(16, 1).epoch(epoch)) {
        while (batches.hasNext() && done < STEPS) {
          step.run(batches.next(), 0.001, epoch);
          done++;
          if (done == STEPS / 4) {
            early = Use.now();
          }
        }
      }
    }
    Use late = Use.now();

    System.err.printf("%d steps: %s; after a quarter: %s%n", done, late, early);
    late.requireNoMoreThan(early);
  }

  @Test
  void predictionsOfManyThreadsKeepNothingAndHaveTheSameBits() throws Exception {
    Network network = Mlp.build(Shape.of(20), 5, 0.25, 3);
    ModelInfo info = ModelInfo.ofClasses(List.of("a", "b", "c", "d", "e"));
    try (Predictor predictor = Predictor.of(network, info, CLIENTS);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      float[][] inputs = new float[INPUTS][20];
      float[][] expected = new float[INPUTS][];
      for (int i = 0; i < INPUTS; i++) {
        CounterRandom.of(i, "soak").fillNormal(inputs[i], 1);
        expected[i] = predictor.predict(inputs[i]).data().clone();
      }
      int wrong = all(clients, predictor, inputs, expected, PREDICTIONS / 4);
      Use early = Use.now();
      wrong += all(clients, predictor, inputs, expected, PREDICTIONS - PREDICTIONS / 4);
      Use late = Use.now();

      System.err.printf(
          "%d predictions of %d threads, %d with other bits: %s; after a quarter: %s%n",
          PREDICTIONS, CLIENTS, wrong, late, early);
      assertThat(wrong).isZero();
      late.requireNoMoreThan(early);
    }
  }

  private static int all(
      ExecutorService clients, Predictor predictor, float[][] inputs, float[][] expected, int count)
      throws Exception {
    List<Future<Integer>> shares = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      int first = c;
      shares.add(
          clients.submit(() -> {
            int wrong = 0;
            for (int i = first; i < count; i += CLIENTS) {
              int at = i % INPUTS;
              boolean same = Arrays.equals(predictor.predict(inputs[at]).data(), expected[at]);
              wrong += same ? 0 : 1;
            }
            return wrong;
          }));
    }
    int wrong = 0;
    for (Future<Integer> share : shares) {
      wrong += share.get();
    }
    return wrong;
  }
}
