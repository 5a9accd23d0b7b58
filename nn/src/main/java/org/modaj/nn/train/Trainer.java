package org.modaj.nn.train;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Network;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.NonFiniteTensorException;
import org.modaj.nn.optim.ClippedOptimizer;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Optimizer;

/**
 * Trains a network epoch by epoch; the objective says on which targets, and by which metrics the
 * network is judged.
 *
 * <p>The state after a step depends on the network's initial state, the data and the settings only:
 * a training that was ended after any step, saved ({@link Checkpoints}) and restored ends with the
 * same bits as one that was never interrupted.
 *
 * <p>
 *
 * {@snippet :
 * Trainer trainer =
 *     new Trainer(network, optimizer, schedule, TrainingObjective.crossEntropy())
 *         .checkpoints(Checkpoints.in(file).everySteps(500).keepingBest())
 *         .earlyStopping(EarlyStopping.afterEpochs(5));
 * List<EpochResult> history = trainer.fit(train, validation, 50);
 * }
 */
public final class Trainer {
  /** A loss this many times the first one, or 1 if that was less, has exploded. */
  public static final double EXPLODED = 1000;

  private final Network network;
  private final LearningRateSchedule schedule;
  private final TrainingObjective objective;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final List<EpochResult> history = new ArrayList<>();
  private Optimizer optimizer;
  private EpochProgress progress = new EpochProgress();
  private double startLoss = Double.NaN;
  private double explodesAt = EXPLODED;
  private int restoredBatches;
  private boolean restored;
  private @Nullable Checkpoints checkpoints;
  private @Nullable CheckpointWriter writer;
  private @Nullable EarlyStopping earlyStopping;
  private @Nullable String lastCheckpoint;
  private long seed;
  private long dataBytes;
  private volatile boolean stopRequested;
  private boolean stopped;

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

  // ------------------------------------------------------------------------------ settings

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

  /** Saves the state at these times; returns this. */
  public Trainer checkpoints(Checkpoints when) {
    checkpoints = when;
    return this;
  }

  /**
   * Ends the training early by the main metric; returns this. It needs samples that are only
   * measured.
   */
  public Trainer earlyStopping(EarlyStopping rule) {
    earlyStopping = rule;
    return this;
  }

  /** Clips gradients by the norm of all of them together before each step; returns this. */
  public Trainer clipNorm(double most) {
    optimizer = ClippedOptimizer.byNorm(optimizer, network.parameters(), most);
    return this;
  }

  /** Clips every element of the gradients before each step; returns this. */
  public Trainer clipValue(double most) {
    optimizer = ClippedOptimizer.byValue(optimizer, network.parameters(), most);
    return this;
  }

  /**
   * Sets how many times the first loss, or 1 if that was less, a loss must reach to end the
   * training as exploded; returns this.
   *
   * @param factor positive; infinity for never
   */
  public Trainer explodesAt(double factor) {
    if (!(factor > 0)) {
      throw new EngineException("train", null, "the factor must be positive, but is " + factor);
    }
    explodesAt = factor;
    return this;
  }

  /** Says how many bytes the samples in memory have, for {@link #memory}; returns this. */
  public Trainer dataBytes(long bytes) {
    dataBytes = bytes;
    return this;
  }

  // ------------------------------------------------------------------------------ state

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

  /** Batches of the present epoch that are done; 0 between epochs. */
  public int batchesDone() {
    return progress.batches;
  }

  /** Whether the last {@link #fit} ended before its last epoch because of {@link #requestStop}. */
  public boolean isStopped() {
    return stopped;
  }

  /** Names the file that a failure message should point to. */
  public void savedTo(String checkpoint) {
    lastCheckpoint = checkpoint;
  }

  /**
   * Goes on from a saved state: that of the network and the optimizer, the results so far, and the
   * batches of the epoch that was interrupted.
   *
   * @param saved with the same parameters as this trainer's network
   * @return this
   * @throws EngineException when it does not fit the network or the optimizer, or its history
   *     cannot be read; nothing is changed then but perhaps weights
   */
  public Trainer restore(Checkpoint saved) {
    TrainingState state = TrainingState.of(saved.metadata()).orElseGet(TrainingState::start);
    if (saved.network() != network) {
      takeOver(saved.network().state());
    }
    optimizer.restore(saved.optimizerState());
    history.clear();
    history.addAll(state.history());
    progress = state.progress();
    startLoss = state.startLoss();
    restoredBatches = state.batchesPerEpoch();
    restored = true;
    return this;
  }

  private void takeOver(Map<String, Tensor> saved) {
    Map<String, Tensor> own = network.state();
    if (!own.keySet().equals(saved.keySet())) {
      throw new EngineException(
          "restore training",
          network.name(),
          "the saved network has the tensors " + saved.keySet() + ", this one " + own.keySet());
    }
    own.forEach((name, tensor) -> {
      Tensor value = requireNonNull(saved.get(name));
      if (!value.shape().equals(tensor.shape())) {
        throw new EngineException(
            "restore training",
            name,
            "the saved tensor is " + value.shape() + ", this one " + tensor.shape());
      }
      System.arraycopy(value.data(), 0, tensor.data(), 0, value.elements());
      tensor.markModified();
    });
  }

  /** The memory that {@link #fit} will need; the test source may be null. */
  public MemoryEstimate memory(BatchSource train, @Nullable BatchSource test) {
    return MemoryEstimate.of(network, train, test, dataBytes, optimizer.buffersPerParameter());
  }

  /**
   * Ends the training after the batch that is being computed, and saves its state. May be called by
   * any thread, also before {@link #fit}.
   */
  public void requestStop() {
    stopRequested = true;
  }

  // ------------------------------------------------------------------------------ training

  /** Trains all epochs, or those that are left of a restored training. */
  public List<EpochResult> fit(BatchSource train, @Nullable BatchSource test, int epochs) {
    stopped = false;
    check(train, test);
    try {
      begin(train);
      listeners.forEach(l -> l.started(this));
      while (history.size() < epochs && !stopped && !isOver()) {
        trainEpoch(train, test, epochs);
      }
    } finally {
      listeners.forEach(TrainingListener::close);
    }
    return history();
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
   * @throws ExplodedTrainingException when the loss or a weight has left all bounds
   * @throws NonFiniteValueException when a sample has a value that is not finite
   * @throws LastBatchException when the last batch has too few samples; nothing is trained then
   */
  public List<EpochResult> fit(
      BatchSource train, @Nullable BatchSource test, int epochs, List<EpochResult> before) {
    history.clear();
    history.addAll(before);
    progress = new EpochProgress();
    return fit(train, test, epochs);
  }

  private void check(BatchSource train, @Nullable BatchSource test) {
    int rest = train.samples() % train.batchSize();
    int last = rest == 0 ? train.batchSize() : rest;
    network
        .tooFewToLearnFrom(last)
        .ifPresent(few -> {
          throw new LastBatchException(
              few.layer(), few.least(), last, train.samples(), train.batchSize());
        });
    if (earlyStopping != null && test == null) {
      throw new EngineException(
          "early stopping", null, "it needs samples that are only measured, but there are none");
    }
    if (restoredBatches > 0 && progress.batches > 0 && restoredBatches != train.batchesPerEpoch()) {
      throw new EngineException(
          "restore training",
          null,
          "it was interrupted in an epoch of "
              + restoredBatches
              + " batches, but the data have "
              + train.batchesPerEpoch());
    }
  }

  private void begin(BatchSource train) {
    if (checkpoints == null) {
      return;
    }
    long step = step(train);
    writer = new CheckpointWriter(checkpoints, network, optimizer, restored, step);
    if (restored && Files.exists(checkpoints.file())) {
      lastCheckpoint = writer.file();
    } else {
      save(train, 0);
    }
  }

  private boolean isOver() {
    return earlyStopping != null && earlyStopping.isOver(history, objective.metrics().getFirst());
  }

  private long step(BatchSource train) {
    return (long) history.size() * train.batchesPerEpoch() + progress.batches;
  }

  private void trainEpoch(BatchSource train, @Nullable BatchSource test, int epochs) {
    int epoch = history.size();
    int batches = train.batchesPerEpoch();
    listeners.forEach(l -> l.epochStarted(epoch, epochs, batches, train.samples()));
    if (progress.batches > 0) {
      listeners.forEach(l -> l.epochResumed(progress.batches, progress.samples));
    }
    TrainingStep step = new TrainingStep(network, optimizer, objective).seed(seed);
    try (Epoch source = train.epoch(epoch, progress.batches)) {
      while (source.hasNext() && !stopped) {
        Batch batch = source.next();
        train(step, batch, epoch, batches);
        boolean last = progress.batches == batches;
        stopped = stopRequested && !last;
        if (writer != null && (writer.isDue() || stopped || last)) {
          requireGood(step, batch, epoch);
          if (!last) {
            save(train, epoch);
          }
        }
      }
    }
    if (!stopped) {
      endEpoch(train, test, epochs);
    }
  }

  private void train(TrainingStep step, Batch batch, int epoch, int batches) {
    long start = System.nanoTime();
    double rate = schedule.rate(epoch, progress.batches, batches);
    TrainingStep.Result result = step.run(batch, rate, epoch, progress.batches, lastCheckpoint);
    progress.seconds += (System.nanoTime() - start) * 1e-9;
    requireNotExploded(result.loss(), epoch, progress.batches);
    progress.add(result, batch.size());
    listeners.forEach(l -> l.batchEnded(batch.size(), result.loss()));
  }

  private void requireNotExploded(double loss, int epoch, int batch) {
    if (Double.isNaN(startLoss)) {
      startLoss = loss;
    }
    if (!(Math.abs(loss) <= explodesAt * Math.max(1, Math.abs(startLoss)))) {
      throw ExplodedTrainingException.ofLoss(loss, startLoss, epoch, batch, lastCheckpoint);
    }
  }

  /** Fails when the state after a step is not one to be saved. */
  private void requireGood(TrainingStep step, Batch batch, int epoch) {
    int number = progress.batches - 1;
    Map.Entry<String, Float> large = writer == null ? null : writer.tooLarge();
    if (large != null) {
      throw ExplodedTrainingException.ofState(
          large.getKey(), large.getValue(), epoch, number, lastCheckpoint);
    }
    requireNotExploded(step.loss(batch, epoch), epoch, number);
  }

  private void endEpoch(BatchSource train, @Nullable BatchSource test, int epochs) {
    int epoch = history.size();
    EpochResult result =
        new EpochResult(
            epoch,
            epochs,
            schedule.rate(epoch, 0, train.batchesPerEpoch()),
            progress.termMeans(),
            EpochProgress.values(objective, progress.metrics()),
            test == null ? Map.of() : evaluate(test, epoch),
            progress.seconds,
            progress.samples);
    boolean best = isBest(result);
    history.add(result);
    progress = new EpochProgress();
    for (TrainingListener listener : listeners) {
      listener.epochEnded(result, this);
    }
    if (writer != null) {
      if (best && writer.keepsBest()) {
        writer.saveBest(state(train));
      }
      save(train, epoch);
    }
    stopped = stopRequested && history.size() < epochs;
  }

  private boolean isBest(EpochResult result) {
    Metric main = objective.metrics().getFirst();
    Double value = result.testMetrics().get(main.name());
    Double before = TrainingState.best(history, main);
    return value != null && (before == null || TrainingState.isBetter(main, value, before));
  }

  private TrainingState state(BatchSource train) {
    return new TrainingState(history(), progress, startLoss, train.batchesPerEpoch());
  }

  private void save(BatchSource train, int epoch) {
    if (writer == null) {
      return;
    }
    try {
      writer.save(state(train), step(train));
    } catch (NonFiniteTensorException e) {
      throw ExplodedTrainingException.ofState(
          String.valueOf(e.where()), Double.NaN, epoch, progress.batches - 1, lastCheckpoint);
    }
    lastCheckpoint = writer.file();
  }

  /** Evaluates in the memory that training gives back for it. */
  private Map<String, Double> evaluate(BatchSource test, int epoch) {
    Workspace.trim();
    try {
      return Scores.of(network, objective, test);
    } catch (NonFiniteValueException e) {
      if (NonFiniteValueException.INPUT.equals(e.where())) {
        throw e;
      }
      throw ExplodedTrainingException.ofEvaluation(e, epoch, progress.batches - 1, lastCheckpoint);
    } finally {
      Workspace.trim();
    }
  }
}
