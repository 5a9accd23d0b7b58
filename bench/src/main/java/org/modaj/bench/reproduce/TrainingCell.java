package org.modaj.bench.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.experiment.TrainingRun.Trained;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.data.DataSplit;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.ProgressListener;
import org.modaj.nn.train.TrainingListener;

/**
 * One training. It is saved after every epoch and goes on from there after an interruption. The
 * trainings that are compared in time take turns, an epoch each, so that a machine that becomes
 * slower does so for all of them; on a cluster each is on its own.
 */
final class TrainingCell implements Cell {
  /** What such cells are. */
  static final String KIND = "training";

  private final TrainingSettings settings;
  private final Competitor competitor;
  private final Objectives objectives;
  private final String data;
  private final int batches;
  private final List<TrainingCell> turns = new ArrayList<>();

  /**
   * Names a training.
   *
   * @param settings those of the recipe; weights of objectives are in {@code objectives}
   * @param competitor trains in a way of its own
   * @param data the data set's name
   * @param batches steps of an epoch
   */
  TrainingCell(
      TrainingSettings settings,
      Competitor competitor,
      Objectives objectives,
      String data,
      int batches) {
    this.settings = settings;
    this.competitor = competitor;
    this.objectives = objectives;
    this.data = data;
    this.batches = batches;
    turns.add(this);
  }

  /** Makes some trainings take turns. */
  static void inTurns(List<TrainingCell> cells) {
    for (TrainingCell cell : cells) {
      cell.turns.clear();
      cell.turns.addAll(cells);
    }
  }

  TrainingSettings training() {
    return settings;
  }

  Competitor competitor() {
    return competitor;
  }

  Objectives objectives() {
    return objectives;
  }

  /** Steps of an epoch. */
  int batches() {
    return batches;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    boolean usual = competitor != Competitor.MODA || objectives.equals(Objectives.PAPER);
    return settings.model()
        + "-"
        + data
        + "-"
        + competitor
        + (usual ? "" : "-" + objectives)
        + "-e"
        + settings.epochs()
        + "-s"
        + settings.seed();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> map = settings.toMap();
    map.put("method", competitor.toString());
    map.put("data", data);
    return map;
  }

  @Override
  public String data() {
    return data;
  }

  @Override
  public List<Cell> needs() {
    return List.of();
  }

  @Override
  public Work work() {
    return new Work(
        settings.model(),
        settings.width(),
        Map.of(competitor, (long) settings.epochs() * batches),
        0);
  }

  @Override
  public CellResult compute(Workbench bench) throws IOException {
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      for (TrainingCell cell : bench.isShared() ? List.of(this) : turns) {
        if (!bench.isFinished(cell) && epoch > bench.epochsOf(cell)) {
          cell.advance(bench, epoch);
        }
      }
    }
    Trained trained = advance(bench, settings.epochs());
    return new CellResult(result(trained), times(trained));
  }

  /** What a record says of a training. */
  static Map<String, Object> result(Trained trained) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("test_accuracy", finite(trained.last().testAccuracy()));
    result.put("parameters", trained.network().parameterCount());
    result.put("weights_sha256", trained.network().sha256());
    result.put("estimated_memory_mib", trained.memory().mebibytes());
    result.put("epochs", trained.history().stream().map(TrainingCell::toMap).toList());
    return result;
  }

  /** What a record says of the training's time. */
  static Map<String, Object> times(Trained trained) {
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("training_seconds", trained.seconds());
    times.put("epoch_seconds", trained.history().stream().map(EpochResult::seconds).toList());
    return times;
  }

  private static Map<String, Object> toMap(EpochResult epoch) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("epoch", epoch.epoch() + 1);
    map.put("learning_rate", epoch.learningRate());
    epoch.terms().forEach((name, value) -> map.put(name, finite(value)));
    map.put("train_accuracy", epoch.trainAccuracy());
    map.put("test_accuracy", finite(epoch.testAccuracy()));
    return map;
  }

  private static @Nullable Object finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Trains up to an epoch, from 1; at once when it is there. */
  private Trained advance(Workbench bench, int epoch) throws IOException {
    DataSplit split = bench.data(data);
    Path folder = bench.folder(this);
    TrainingRun run = new TrainingRun(settings, split, folder).stopAfter(epoch);
    TrainingListener shown =
        new TurnListener(
            new ProgressListener(
                settings.model() + " " + competitor.label(),
                split.kind().toString(),
                bench.progress()),
            settings.epochs(),
            bench.epochsOf(this) == 0);
    Trained trained =
        Files.exists(folder.resolve(TrainingRun.CHECKPOINT)) ? run.resume(shown) : run.start(shown);
    bench.trained(this, trained.history().size());
    return trained;
  }

  /**
   * The trained network; trained again when its checkpoint is gone.
   *
   * @throws ExperimentException when it is not the network of the record
   */
  Network network(Workbench bench) throws IOException {
    String recorded = bench.record(this).result().at("weights_sha256").text();
    Path saved = bench.folder(this).resolve(TrainingRun.CHECKPOINT);
    if (Files.exists(saved)) { // read without a lock: several cells may need it at once
      Network network = Checkpoint.load(saved).network();
      if (network.sha256().equals(recorded)) {
        return network;
      }
    }
    Network network;
    try (Workbench.Claim _ = bench.claim(this)) {
      network = advance(bench, settings.epochs()).network();
    }
    if (!network.sha256().equals(recorded)) {
      throw new ExperimentException(
          "the network in "
              + bench.folder(this)
              + " has the weights "
              + network.sha256()
              + ", but the record of "
              + id()
              + " says "
              + recorded
              + "; delete the record and this folder to train again");
    }
    return network;
  }
}
