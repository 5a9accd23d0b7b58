package org.modaj.bench.experiment;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.LastBatch;
import org.modaj.engine.EngineException;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.io.AtomicFile;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileAccessException.Action;
import org.modaj.engine.io.FolderLock;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Optimizer;
import org.modaj.nn.train.Checkpoints;
import org.modaj.nn.train.EarlyStopping;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.MemoryEstimate;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;

/** One training by {@link TrainingSettings}, which can save its state and go on from there. */
public final class TrainingRun {
  /** Name of the checkpoint in the output folder. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** Entry of the settings in a checkpoint. */
  static final String SETTINGS = "settings";

  private static final String OPTIONS = "options";
  private static final String CHECKSUM = "data_checksum";
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  private final TrainingSettings settings;
  private final DataSplit data;
  private final @Nullable Path out;
  private boolean tested = true;
  private boolean overwriting;
  private int lastEpoch;
  private SavePlan plan = SavePlan.EPOCHS;
  private Set<String> changeable = Set.of();
  private Map<String, Object> options = Map.of();
  private @Nullable Network startFrom;
  private Map<String, Object> origin = Map.of();
  private @Nullable ValuesTask task;

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

  /** Begins again in place of a checkpoint that is there; returns this. */
  public TrainingRun overwriting() {
    overwriting = true;
    return this;
  }

  /** Saves the state as planned; returns this. By default after every epoch. */
  public TrainingRun saving(SavePlan when) {
    plan = when;
    return this;
  }

  /** Lets these settings differ from those of a training that goes on; returns this. */
  public TrainingRun changing(String... settingNames) {
    changeable = Set.of(settingNames);
    return this;
  }

  /** Records in checkpoints what the command line was; returns this. */
  public TrainingRun recording(Map<String, Object> given) {
    options = given;
    return this;
  }

  /**
   * Begins with a network in place of a new one; returns this.
   *
   * @param network trained in place
   * @param entries settings that say where it comes from
   */
  public TrainingRun startingFrom(Network network, Map<String, Object> entries) {
    startFrom = network;
    origin = entries;
    return this;
  }

  /** Learns values in place of classes; returns this. */
  public TrainingRun learning(ValuesTask values) {
    task = values;
    return this;
  }

  /**
   * Says where the network of a training that goes on comes from; returns this.
   *
   * @param entries some of those that it was begun with; others are as they were
   */
  public TrainingRun comingFrom(Map<String, Object> entries) {
    origin = entries;
    return this;
  }

  /** What is known of the network it begins with, and of what it learns when that is no class. */
  public Map<String, Object> origin() {
    Map<String, Object> all = new LinkedHashMap<>(origin);
    if (task != null) {
      all.putAll(task.settings());
    }
    return all;
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
   * @param stopped whether it was stopped before its end
   * @param batches batches of the epoch in which it was stopped
   */
  public record Trained(
      Network network,
      List<EpochResult> history,
      MemoryEstimate memory,
      boolean stopped,
      int batches) {
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
    Path state = folder.resolve(CHECKPOINT);
    Path best = folder.resolve(Checkpoints.BEST);
    Path file = Files.isRegularFile(state) ? state : best;
    if (Files.isRegularFile(file)) {
      throw new ExperimentException(
          file
              + " is there already; add --resume to go on from it, add --overwrite to begin"
              + " again in its place, or name another folder with --out");
    }
  }

  private Trained begin(TrainingListener... listeners) {
    Network network = startFrom != null ? startFrom : fresh();
    return train(settings.prepare(network), null, List.of(), listeners);
  }

  private Network fresh() {
    int outputs = task == null ? data.train().classes() : task.outputs();
    Network network =
        Models.named(settings.model())
            .build(data.inputShape(), outputs, settings.width(), settings.seed());
    return task == null ? network : task.finish(network);
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
    origin = SavedSettings.origin(saved.metadata().get(SETTINGS), origin);
    SavedSettings before = new SavedSettings(file, saved.metadata().get(SETTINGS), allSettings());
    before.require(
        file, changeable, String.valueOf(saved.metadata().get(CHECKSUM)), data.train().checksum());
    SavedModel.requireSameClasses(file, saved.metadata(), classes());
    return train(saved.network(), saved, before.changes(), listeners);
  }

  /**
   * The command line of a training that was saved, by option, without dashes; empty when the file
   * does not say.
   *
   * @throws IOException when it cannot be read
   */
  public static Map<String, @Nullable Object> savedOptions(Path folder) throws IOException {
    String options = Checkpoint.load(folder.resolve(CHECKPOINT)).metadata().get(OPTIONS);
    try {
      return options == null ? Map.of() : JsonValue.parse(options).members();
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          folder.resolve(CHECKPOINT)
              + " has unreadable options ("
              + e.getMessage()
              + "); restore it from a copy");
    }
  }

  private Map<String, Object> allSettings() {
    Map<String, Object> all = new LinkedHashMap<>(settings.toMap());
    all.putAll(origin());
    return all;
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
          folder,
          Action.WRITE,
          Files.isRegularFile(folder) ? "it is a file" : "it is a pipe, socket or device",
          "Name a folder, which may be a new one",
          e);
    } catch (IOException e) {
      throw FileAccessException.of(folder, Action.WRITE, e);
    }
    AtomicFile.requireWritable(folder.resolve(CHECKPOINT));
  }

  private Trained train(
      Network network,
      @Nullable Checkpoint from,
      List<String> changes,
      TrainingListener... listeners) {
    if (settings.method() == TrainingSettings.Method.MODA && network.trackedNodes().isEmpty()) {
      throw new ExperimentException(
          "the method moda regulates activations, but "
              + settings.model()
              + " has no activation layer; use --method st");
    }
    TrainingRecipe recipe = settings.recipe();
    BatchSource batches =
        data.trainingBatches(
            settings.batchSize(),
            settings.seed(),
            recipe.dropLast() ? LastBatch.DROP : LastBatch.KEEP);
    @Nullable BatchSource test =
        tested
            ? data.testBatches(Math.min(settings.batchSize(), DataSplit.EVALUATION_BATCH))
            : null;
    LearningRateSchedule rates =
        recipe.rates(settings.learningRate(), settings.epochs(), batches.batchesPerEpoch());
    Trainer trainer = trainer(network, rates);
    if (from != null) {
      restore(trainer, from);
    }
    MemoryEstimate memory = trainer.memory(batches, test);
    TooLittleMemoryException.check(memory, Runtime.getRuntime().maxMemory());
    for (TrainingListener listener : listeners) {
      listener.memoryEstimated(memory);
      remarks(changes, rates, trainer, batches.batchesPerEpoch()).forEach(listener::remark);
      trainer.listen(listener);
    }
    List<EpochResult> history = trainer.fit(batches, test, lastEpoch);
    return new Trained(network, history, memory, trainer.isStopped(), trainer.batchesDone());
  }

  private Trainer trainer(Network network, LearningRateSchedule rates) {
    TrainingRecipe recipe = settings.recipe();
    Optimizer optimizer = recipe.optimizer().create(network.parameters());
    Trainer trainer =
        new Trainer(
                network, optimizer, rates, task == null ? settings.objective() : task.objective())
            .seed(settings.seed())
            .dataBytes(LabelledDataset.bytes(data.train(), data.test()));
    if (recipe.clipNorm() > 0) {
      trainer.clipNorm(recipe.clipNorm());
    }
    if (recipe.clipValue() > 0) {
      trainer.clipValue(recipe.clipValue());
    }
    if (recipe.patience() > 0) {
      trainer.earlyStopping(EarlyStopping.afterEpochs(recipe.patience()));
    }
    if (out != null) {
      trainer.checkpoints(plan.in(out.resolve(CHECKPOINT)).with(() -> metadata(network)));
    }
    return trainer;
  }

  private Map<String, String> metadata(Network network) {
    Map<String, String> metadata = classes();
    metadata.put(SETTINGS, GSON.toJson(allSettings()));
    metadata.put(CHECKSUM, data.train().checksum());
    metadata.put("parameters", Long.toString(network.parameterCount()));
    if (origin.get(FirstNetwork.FROM) instanceof String from) {
      metadata.put(FirstNetwork.FROM, from);
    }
    if (!options.isEmpty()) {
      metadata.put(OPTIONS, GSON.toJson(options));
    }
    return metadata;
  }

  /** What checkpoints say of inputs and outputs. */
  private Map<String, String> classes() {
    return task == null ? SavedModel.metadata(data) : task.metadata(data);
  }

  private void restore(Trainer trainer, Checkpoint from) {
    String problem = null;
    try {
      trainer.restore(from);
      int epochs = trainer.history().size();
      problem = epochs > settings.epochs() ? "it has " + epochs : null;
    } catch (EngineException e) {
      problem = e.getMessage();
    }
    if (problem != null || !from.metadata().containsKey("history")) {
      throw new ExperimentException(
          (out == null ? "the checkpoint" : out.resolve(CHECKPOINT).toString())
              + " has no history of 1 to "
              + settings.epochs()
              + " epochs ("
              + problem
              + "), so it cannot be resumed; restore it from a copy, or leave out --resume to begin"
              + " again");
    }
  }

  /** What a training that goes on says of settings that are others now. */
  private static List<String> remarks(
      List<String> changes, LearningRateSchedule rates, Trainer trainer, int steps) {
    List<String> remarks = new ArrayList<>();
    if (changes.isEmpty()) {
      return remarks;
    }
    remarks.add("changed: " + String.join(", ", changes));
    List<EpochResult> done = trainer.history();
    if (!done.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "learning rate: %.6g in epoch %d, %.6g from epoch %d on",
              done.getLast().learningRate(),
              done.size(),
              rates.rate(done.size(), 0, steps),
              done.size() + 1));
    }
    return remarks;
  }
}
