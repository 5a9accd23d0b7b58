package org.modaj.bench.experiment;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.io.AtomicFile;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileAccessException.Action;
import org.modaj.engine.io.FolderLock;
import org.modaj.moda.baseline.ModularizationMethod;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.MemoryEstimate;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;
import org.modaj.nn.train.TrainingObjective;

/**
 * One training by {@link TrainingSettings}, which can save its state after every epoch and go on
 * from there.
 */
public final class TrainingRun {
  /** Name of the checkpoint in the output folder. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  private static final String SETTINGS = "settings";
  private static final String HISTORY = "history";
  private static final String CHECKSUM = "data_checksum";
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  private final TrainingSettings settings;
  private final DataSplit data;
  private final @Nullable Path out;
  private boolean tested = true;
  private boolean overwriting;
  private int lastEpoch;
  private @Nullable ModularizationMethod method;

  /**
   * Prepares a training.
   *
   * @param out folder for the checkpoint, or null to save nothing
   */
  public TrainingRun(TrainingSettings settings, DataSplit data, @Nullable Path out) {
    this.settings = settings;
    this.data = data;
    this.out = out;
    this.lastEpoch = settings.epochs();
  }

  /** Measures no accuracy on the test samples after the epochs; returns this. */
  public TrainingRun withoutTests() {
    tested = false;
    return this;
  }

  /**
   * Trains what a method wants to be trained, with its objective in place of that of the settings;
   * returns this.
   */
  public TrainingRun by(ModularizationMethod other) {
    method = other;
    return this;
  }

  /** Begins again in place of a checkpoint that is there; returns this. */
  public TrainingRun overwriting() {
    overwriting = true;
    return this;
  }

  /** Ends the training after this epoch, from 1, of those in the settings; returns this. */
  public TrainingRun stopAfter(int epoch) {
    lastEpoch = Math.min(epoch, settings.epochs());
    return this;
  }

  /**
   * What a training gave.
   *
   * @param network the trained network
   * @param history results of all epochs
   * @param memory what it was estimated to need
   */
  public record Trained(Network network, List<EpochResult> history, MemoryEstimate memory) {
    /** Result of the last epoch. */
    public EpochResult last() {
      return history.get(history.size() - 1);
    }

    /** Seconds of all training batches. */
    public double seconds() {
      return history.stream().mapToDouble(EpochResult::seconds).sum();
    }
  }

  /**
   * Trains from the first epoch.
   *
   * @param listeners told about the progress
   * @throws IOException when the output folder cannot be written to, or another process writes in
   *     it; nothing was computed then
   * @throws ExperimentException when there is a checkpoint and this is not {@link #overwriting}
   */
  public Trained start(TrainingListener... listeners) throws IOException {
    if (out == null) {
      return begin(listeners);
    }
    prepare(out);
    try (FolderLock _ = FolderLock.take(out, "train")) {
      if (!overwriting) {
        requireNoCheckpoint(out);
      }
      return begin(listeners);
    }
  }

  /**
   * Fails when a folder has a checkpoint: hours of training may be in it.
   *
   * @throws ExperimentException saying what to do
   */
  public static void requireNoCheckpoint(Path folder) {
    Path file = folder.resolve(CHECKPOINT);
    if (Files.isRegularFile(file)) {
      throw new ExperimentException(
          file
              + " is there already; add --resume to go on from it, add --overwrite to begin"
              + " again in its place, or name another folder with --out");
    }
  }

  private Trained begin(TrainingListener... listeners) {
    Network network = method == null ? fresh() : method.prepare(fresh(), settings.seed()).network();
    return train(Checkpoint.of(network, Map.of()), List.of(), listeners);
  }

  private Network fresh() {
    return Models.named(settings.model())
        .build(data.inputShape(), data.train().classes(), settings.width(), settings.seed());
  }

  private TrainingObjective objective() {
    return method == null
        ? settings.objective()
        : method.prepare(fresh(), settings.seed()).objective();
  }

  /** The settings as a checkpoint has them. */
  private String written() {
    Map<String, Object> named = settings.toMap();
    if (method != null) {
      named.put("method", method.name());
    }
    return GSON.toJson(named);
  }

  /**
   * Goes on from the checkpoint in the output folder, to the same bits as without interruption.
   *
   * @throws IOException when the checkpoint cannot be read, or the folder cannot be written to
   * @throws ExperimentException when there is no checkpoint, or one of another training
   */
  public Trained resume(TrainingListener... listeners) throws IOException {
    if (out == null) {
      throw new ExperimentException("resuming needs --out DIR, the folder of the checkpoint");
    }
    Path file = out.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      throw new ExperimentException(
          "there is no training to resume: "
              + file
              + " does not exist; leave out --resume to begin one");
    }
    prepare(out);
    try (FolderLock _ = FolderLock.take(out, "train")) {
      return goOn(file, listeners);
    }
  }

  private Trained goOn(Path file, TrainingListener... listeners) throws IOException {
    Checkpoint saved = Checkpoint.load(file);
    String before = saved.metadata().get(SETTINGS);
    if (!written().equals(before)
        || !data.train().checksum().equals(saved.metadata().get(CHECKSUM))) {
      throw new ExperimentException(
          file
              + " is of another training ("
              + before
              + ", data "
              + saved.metadata().get(CHECKSUM)
              + "); give its settings, or another --out");
    }
    return train(saved, history(file, saved), listeners);
  }

  /**
   * Makes a folder and tries to write in it: better now than after hours of training.
   *
   * @throws FileAccessException when it cannot be written to
   */
  public static void prepare(Path folder) throws FileAccessException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new FileAccessException(
          folder, Action.WRITE, "it is a file", "Name a folder, which may be a new one", e);
    } catch (IOException e) {
      throw FileAccessException.of(folder, Action.WRITE, e);
    }
    AtomicFile.requireWritable(folder.resolve(CHECKPOINT));
  }

  private List<EpochResult> history(Path file, Checkpoint saved) {
    EpochResult[] history;
    try {
      history = GSON.fromJson(saved.metadata().get(HISTORY), EpochResult[].class);
    } catch (JsonParseException e) {
      history = null;
    }
    if (history == null
        || history.length < 1
        || history.length > settings.epochs()
        || Arrays.stream(history).anyMatch(e -> e == null || !isWhole(e.terms()))) {
      throw new ExperimentException(
          file
              + " has no history of 1 to "
              + settings.epochs()
              + " epochs, so it cannot be"
              + " resumed; restore it from a copy, or leave out --resume to begin again");
    }
    return List.of(history);
  }

  private static boolean isWhole(@Nullable Map<String, Double> terms) {
    return terms != null && !terms.containsValue(null);
  }

  private Trained train(Checkpoint from, List<EpochResult> before, TrainingListener... listeners) {
    Network network = from.network();
    if (settings.method() == TrainingSettings.Method.MODA && network.trackedNodes().isEmpty()) {
      throw new ExperimentException(
          "the method moda regulates activations, but "
              + settings.model()
              + " has no activation layer; use --method st");
    }
    BatchSource batches = data.trainingBatches(settings.batchSize(), settings.seed());
    @Nullable BatchSource test =
        tested
            ? data.testBatches(Math.min(settings.batchSize(), DataSplit.EVALUATION_BATCH))
            : null;
    MemoryEstimate memory =
        MemoryEstimate.of(network, batches, test, LabelledDataset.bytes(data.train(), data.test()));
    TooLittleMemoryException.check(memory, Runtime.getRuntime().maxMemory());
    Sgd optimizer = new Sgd(network.parameters(), TrainingSettings.MOMENTUM, true, 0);
    optimizer.restore(from.optimizerState());
    Trainer trainer =
        new Trainer(
                network,
                optimizer,
                LearningRateSchedule.cosine(settings.learningRate(), settings.epochs()),
                objective())
            .seed(settings.seed());
    if (out != null) {
      trainer.listen(new Saver(out.resolve(CHECKPOINT)));
    }
    for (TrainingListener listener : listeners) {
      listener.memoryEstimated(memory);
      trainer.listen(listener);
    }
    List<EpochResult> history = trainer.fit(batches, test, lastEpoch, before);
    return new Trained(network, history, memory);
  }

  /** Saves the state after every epoch. */
  private final class Saver implements TrainingListener {
    private final Path file;

    Saver(Path file) {
      this.file = file;
    }

    @Override
    public void epochEnded(EpochResult result, Trainer trainer) {
      Map<String, String> metadata = SavedModel.metadata(data);
      metadata.put(SETTINGS, written());
      metadata.put(HISTORY, GSON.toJson(trainer.history()));
      metadata.put(CHECKSUM, data.train().checksum());
      try {
        new Checkpoint(trainer.network(), trainer.optimizer().state(), metadata).save(file);
        trainer.savedTo(file.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
