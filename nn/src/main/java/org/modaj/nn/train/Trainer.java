package org.modaj.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Optimizer;

/**
 * Trains a classifier epoch by epoch. The state after an epoch depends on the network's initial
 * state, the data and the settings only: a training that is resumed from the state after an epoch
 * ends with the same bits as one that was never interrupted.
 */
public final class Trainer {
  private final Network network;
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final TrainingObjective objective;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final List<EpochResult> history = new ArrayList<>();
  private @Nullable String lastCheckpoint;
  private long seed;

  /** Samples of the last step; memory of steps of one size is not used for another. */
  private int stepSize;

  /**
   * Creates a trainer.
   *
   * @param network trained in place
   * @param optimizer of the network's parameters
   * @param schedule the learning rates
   * @param objective what is minimized
   */
  public Trainer(
      Network network,
      Optimizer optimizer,
      LearningRateSchedule schedule,
      TrainingObjective objective) {
    this.network = network;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.objective = objective;
  }

  /** Adds a listener; returns this. */
  public Trainer listen(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Sets the seed of chance in the network's layers, as in dropout; returns this. By default 0. */
  public Trainer seed(long value) {
    seed = value;
    return this;
  }

  /** The trained network. */
  public Network network() {
    return network;
  }

  /** The optimizer with its state. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** The epochs so far, those before a resume included when they were given. */
  public List<EpochResult> history() {
    return List.copyOf(history);
  }

  /** Names the file that a failure message should point to. */
  public void savedTo(String checkpoint) {
    lastCheckpoint = checkpoint;
  }

  /** Trains all epochs from the first. */
  public List<EpochResult> fit(BatchSource train, BatchSource test, int epochs) {
    return fit(train, test, epochs, List.of());
  }

  /**
   * Trains the epochs that are left.
   *
   * @param train training batches; each epoch is drawn anew
   * @param test measured after every epoch, or null
   * @param epochs number of epochs in all
   * @param before results of the epochs already done; training goes on after them
   * @return results of all epochs
   * @throws NonFiniteLossException when the loss is not finite
   */
  public List<EpochResult> fit(
      BatchSource train, BatchSource test, int epochs, List<EpochResult> before) {
    history.clear();
    history.addAll(before);
    try {
      for (int epoch = before.size(); epoch < epochs; epoch++) {
        EpochResult result = trainEpoch(train, test, epoch, epochs);
        history.add(result);
        for (TrainingListener listener : listeners) {
          listener.epochEnded(result, this);
        }
      }
    } finally {
      listeners.forEach(TrainingListener::close);
    }
    return history();
  }

  private EpochResult trainEpoch(BatchSource train, BatchSource test, int epoch, int epochs) {
    listeners.forEach(l -> l.epochStarted(epoch, epochs, train.batchesPerEpoch(), train.samples()));
    Means means = new Means();
    double rate = schedule.rate(epoch, 0, train.batchesPerEpoch());
    long start = System.nanoTime();
    int right = 0;
    int samples = 0;
    try (Epoch batches = train.epoch(epoch)) {
      for (int b = 0; batches.hasNext(); b++) {
        Batch batch = batches.next();
        right +=
            step(batch, schedule.rate(epoch, b, train.batchesPerEpoch()), means, epoch, b);
        samples += batch.size();
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    double testAccuracy = test == null ? Double.NaN : evaluate(test);
    return new EpochResult(
        epoch,
        epochs,
        rate,
        means.values(),
        (double) right / samples,
        testAccuracy,
        seconds,
        samples);
  }

  /** Evaluates in the memory that training gives back for it. */
  private double evaluate(BatchSource test) {
    Workspace.trim();
    double accuracy = Evaluation.of(network, test).accuracy();
    Workspace.trim();
    return accuracy;
  }

  /** Trains on one batch; returns how many samples were recognized before the step. */
  private int step(Batch batch, double rate, Means means, int epoch, int number) {
    if (batch.size() != stepSize) {
      Workspace.trim();
      stepSize = batch.size();
    }
    try (Workspace _ = Workspace.open()) {
      NetworkInput x = NetworkInput.of(batch, seed, epoch);
      TrackedOutput output = objective.forward(network, x);
      TrainingObjective.Value value = objective.compute(output, batch.labels());
      double loss = value.total().item();
      if (!Double.isFinite(loss)) {
        throw new NonFiniteLossException(loss, epoch, number, firstNonFinite(x), lastCheckpoint);
      }
      optimizer.zeroGrad();
      value.total().backward();
      optimizer.step(rate);
      means.add(value.terms());
      listeners.forEach(l -> l.batchEnded(batch.size(), loss));
      return recognized(output.output(), batch.labels());
    }
  }

  private static int recognized(Tensor logits, int[] labels) {
    int classes = logits.dim(1);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (logits.data()[i * classes + c] > logits.data()[i * classes + best]) {
          best = c;
        }
      }
      right += best == labels[i] ? 1 : 0;
    }
    return right;
  }

  /** Name of the first layer whose output on {@code x} is not finite, or null. */
  private String firstNonFinite(NetworkInput x) {
    String[] found = new String[1];
    try (Autograd.Scope _ = Autograd.noGrad()) {
      network.copy().observe(x, Mode.TRAIN, (node, y) -> found[0] = firstOf(found[0], node, y));
    }
    return found[0];
  }

  private static String firstOf(String found, NetworkNode node, Tensor y) {
    if (found == null) {
      for (float value : y.data()) {
        if (!Float.isFinite(value)) {
          return node.name();
        }
      }
    }
    return found;
  }

  /** Means of the objective terms over the batches where they were defined. */
  private static final class Means {
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    void add(Map<String, Double> terms) {
      terms.forEach((name, value) -> {
        double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
        if (!value.isNaN()) {
          sum[0] += value;
          sum[1]++;
        }
      });
    }

    Map<String, Double> values() {
      Map<String, Double> means = new LinkedHashMap<>();
      sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
      return means;
    }
  }
}
