package org.modaj.bench.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.experiment.replace.Repair;
import org.modaj.bench.experiment.replace.ReplacementExperiment;
import org.modaj.bench.experiment.replace.StrongNetwork;
import org.modaj.bench.experiment.replace.Variant;
import org.modaj.bench.experiment.replace.WeakSettings;
import org.modaj.data.DataSplit;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.replace.Calibration;
import org.modaj.nn.Network;
import org.modaj.nn.train.ProgressListener;

/**
 * Replacement: a strong network that knows the first classes, weak networks that know the next ones
 * and one of the first, and their repair by the strong network's module of that class.
 */
final class ReplacementCell implements Cell {
  /** What such cells are. */
  static final String KIND = "replacement";

  /** The paper's number of classes that each side knows. */
  private static final int MOST_CLASSES = 5;

  private final TrainingSettings strong;
  private final WeakSettings weak;
  private final String data;
  private final int known;
  private final long steps;

  /**
   * Names the work.
   *
   * @param strong training of the strong network
   * @param weak trainings of the weak ones
   * @param classes of the data set
   * @param batches steps of an epoch of all classes
   */
  ReplacementCell(
      TrainingSettings strong, WeakSettings weak, String data, int classes, int batches) {
    this.strong = strong;
    this.weak = weak;
    this.data = data;
    this.known = Math.min(MOST_CLASSES, classes / 2);
    this.steps = (long) strong.epochs() * batches * known / classes;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return strong.model() + "-" + data + "-e" + strong.epochs() + "-s" + strong.seed();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", strong.model());
    map.put("data", data);
    map.put("seed", strong.seed());
    map.put("width", strong.width());
    map.put("epochs", strong.epochs());
    map.put("strong", strong.toMap());
    map.put("strong_classes", known);
    map.put("threshold", ModulesCell.THRESHOLD);
    map.put("weak", weak.toMap());
    map.put("calibration_epochs", Calibration.paper(strong.seed()).epochs());
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
    return new Work(strong.model(), strong.width(), Map.of(Competitor.MODA, steps), 0);
  }

  @Override
  public CellResult compute(Workbench bench) throws IOException {
    DataSplit whole = bench.data(data);
    int[] first = IntStream.range(0, known).toArray();
    int[] others = IntStream.range(known, 2 * known).toArray();
    DataSplit half = whole.select(first);
    Path folder = bench.folder(this);
    Path strongFolder = folder.resolve("strong");
    TrainingRun run = new TrainingRun(strong, half, strongFolder);
    ProgressListener shown =
        new ProgressListener("strong " + strong.model(), half.kind().toString(), bench.progress());
    Network network =
        (Files.exists(strongFolder.resolve(TrainingRun.CHECKPOINT))
                ? run.resume(shown)
                : run.start(shown))
            .network();
    StrongNetwork modules =
        StrongNetwork.of(
            network, half, Recognition.at(ModulesCell.THRESHOLD), folder, bench.progress());
    ReplacementExperiment.Outcome outcome =
        new ReplacementExperiment(
                modules,
                whole,
                others,
                weak,
                Calibration.paper(strong.seed()),
                Arrays.asList(Variant.values()),
                folder,
                bench.progress())
            .run(first);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("strong_weights_sha256", network.sha256());
    result.put("module_sizes", modules.moduleSizes(first));
    result.put("repairs", outcome.repairs().stream().map(Repair::toMap).toList());
    result.put("means", outcome.means().stream().map(Repair.Mean::toMap).toList());
    return new CellResult(result, Map.of());
  }
}
