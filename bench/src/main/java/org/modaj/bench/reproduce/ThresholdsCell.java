package org.modaj.bench.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.reuse.ReuseSummary;
import org.modaj.nn.Network;
import org.modaj.nn.train.Evaluation;

/** One network cut at several thresholds: what smaller modules cost. */
final class ThresholdsCell extends CellOfTraining {
  /** What such cells are. */
  static final String KIND = "thresholds";

  /** The paper's, and two between. */
  private static final double[] THRESHOLDS = {0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95};

  private final Scale scale;
  private final int classes;
  private final int testSamples;

  /**
   * Names the work.
   *
   * @param training whose network is cut
   * @param classes of the data set
   * @param testSamples of the data set
   */
  ThresholdsCell(TrainingCell training, Scale scale, int classes, int testSamples) {
    super(KIND, training);
    this.scale = scale;
    this.classes = classes;
    this.testSamples = testSamples;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> map = super.settings();
    map.put("thresholds", THRESHOLDS);
    map.put("starved", "largest");
    map.put("sub_tasks", tasks().size());
    return map;
  }

  private List<int[]> tasks() {
    return ReuseTasks.tuned(classes, scale);
  }

  @Override
  public Work work() {
    long inTasks = tasks().stream().mapToLong(task -> task.length).sum() * testSamples / classes;
    return work(Map.of(), THRESHOLDS.length * inTasks);
  }

  @Override
  public CellResult compute(Workbench bench) throws IOException {
    DataSplit data = bench.data(data());
    Network network = training().network(bench);
    ActivityRates rates =
        ActivityRates.measure(
            network,
            new WatchedBatches(data.plainTraining(), "measuring activity", bench.progress()));
    Evaluation full =
        Evaluation.of(
            network,
            new WatchedBatches(data.testBatches(), "evaluating the full model", bench.progress()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (double threshold : THRESHOLDS) {
      Composer composer =
          new Composer(network, ModuleSet.recognize(rates, Recognition.at(threshold)));
      ModuleMetrics metrics = ModuleMetrics.of(network, composer);
      ReuseSummary reuse =
          ReuseSummary.of(
              ReuseTrial.evaluation(composer, full, data, bench.progress()).measure(tasks()));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("threshold", threshold);
      row.put("mean_size", metrics.meanSize());
      row.put("mean_overlap", metrics.meanOverlap());
      row.put("composed_accuracy", reuse.overSizes().composed());
      row.put("full_accuracy", reuse.overSizes().full());
      row.put("composed_size", reuse.overSizes().size());
      rows.add(row);
    }
    return new CellResult(Map.of("thresholds", rows), Map.of());
  }
}
