package org.modaj.bench.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.bench.experiment.Latency;
import org.modaj.bench.experiment.SplitSamples;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.ClassModules;
import org.modaj.moda.baseline.ModuleStatistics;
import org.modaj.moda.baseline.ModuleStatistics.Shares;
import org.modaj.nn.Network;
import org.modaj.nn.train.Evaluation;

/** The modules of one trained network by one method: sizes, overlap, units, and their reuse. */
final class ModulesCell extends CellOfTraining {
  /** What such cells are. */
  static final String KIND = "modules";

  /** The paper's threshold. */
  static final double THRESHOLD = 0.9;

  private static final int LATENCY_BATCH = 32;

  /** What is asked of modules. */
  enum Purpose {
    /** How methods compare: also latency, and offsets of composed networks. */
    COMPARISON,
    /** What the weights of the objectives do. */
    OBJECTIVES
  }

  private final Competitor competitor;
  private final Scale scale;
  private final int classes;
  private final int testSamples;
  private final Purpose purpose;

  /**
   * Names the work.
   *
   * @param training whose network is modularized
   * @param classes of the data set
   * @param testSamples of the data set
   * @param purpose what is asked of the modules
   */
  ModulesCell(
      TrainingCell training,
      Competitor competitor,
      Scale scale,
      int classes,
      int testSamples,
      Purpose purpose) {
    super(KIND, training);
    this.competitor = competitor;
    this.scale = scale;
    this.classes = classes;
    this.testSamples = testSamples;
    this.purpose = purpose;
  }

  @Override
  public String name() {
    String trained = training().name();
    return competitor == training().competitor() ? trained : competitor + "-of-" + trained;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> map = super.settings();
    map.put("method", competitor.toString());
    map.put("trained_as", training().competitor().toString());
    map.put("threshold", THRESHOLD);
    map.put("starved", "largest");
    map.put("sub_tasks", tasks().size());
    competitor.schedule(training().training().epochs()).forEach(map::put);
    return map;
  }

  private List<int[]> tasks() {
    boolean few = purpose == Purpose.OBJECTIVES && scale.fewSetsForObjectives();
    return competitor.reuse() == Competitor.Reuse.TUNED
        ? ReuseTasks.tuned(classes, scale)
        : few ? ReuseTasks.few(classes) : ReuseTasks.all(classes, scale);
  }

  @Override
  public Work work() {
    List<int[]> tasks = tasks();
    long inTasks = tasks.stream().mapToLong(task -> task.length).sum() * testSamples / classes;
    long samples = competitor.reuse() == Competitor.Reuse.UNION ? inTasks / 2 : 2L * testSamples;
    long steps = competitor.stepsAfterTraining(training(), tasks, classes);
    return work(steps == 0 ? Map.of() : Map.of(Competitor.ST, steps), samples);
  }

  @Override
  public CellResult compute(Workbench bench) throws IOException {
    DataSplit data = bench.data(data());
    Network trained = training().network(bench);
    ClassModules modules =
        competitor
            .method(training().objectives(), Recognition.at(THRESHOLD), training().training())
            .modularize(trained, new SplitSamples(data), bench.progress());
    Evaluation full =
        Evaluation.of(
            trained,
            new WatchedBatches(data.testBatches(), "evaluating the full model", bench.progress()));
    long begin = System.nanoTime();
    ReuseMeasurement reuse =
        new ReuseTrial(modules, full, data, bench.progress())
            .measure(competitor.reuse(), tasks(), calibrationSamples());
    double seconds = (System.nanoTime() - begin) * 1e-9;
    Map<String, Object> result = result(modules, full.accuracy(), reuse);
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("reuse_seconds", seconds);
    if (purpose == Purpose.COMPARISON) {
      times.put("latency", latency(modules));
    }
    return new CellResult(result, times);
  }

  /** Training samples of a class that offsets are fitted on; 0 for no offsets. */
  private int calibrationSamples() {
    return purpose == Purpose.COMPARISON ? scale.extras().calibrationSamples() : 0;
  }

  /**
   * What a record says of modules.
   *
   * @param accuracy of the whole network
   */
  static Map<String, Object> result(ClassModules modules, double accuracy, ReuseMeasurement reuse) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("full_accuracy", accuracy);
    result.put("parameters", modules.whole().parameterCount());
    result.put("flops", modules.whole().flops());
    result.putAll(statistics(modules.statistics()));
    result.put("layers", layers(modules));
    result.put("reuse", reuse.toMap());
    return result;
  }

  private static Map<String, Object> statistics(ModuleStatistics statistics) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module_flops", statistics.flops());
    map.put("mean_module_flops", statistics.meanFlops());
    map.put("all", shares(statistics.all()));
    map.put("without_dense", shares(statistics.withoutDense()));
    return map;
  }

  private static Map<String, Object> shares(Shares shares) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sizes", shares.sizes());
    map.put("mean_size", shares.meanSize());
    map.put("mean_overlap", shares.meanOverlap());
    map.put("overlaps", shares.overlaps());
    return map;
  }

  /** Tracked layers: units, and which of them each class keeps. */
  private static List<Map<String, Object>> layers(ClassModules modules) {
    ModuleSet units = modules.units();
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int l = 0; l < units.layers().size(); l++) {
      int layer = l;
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("layer", units.layers().get(l));
      map.put("units", units.units(l));
      map.put(
          "kept",
          IntStream.range(0, units.classes())
              .mapToObj(c -> runs(units.kept(layer, c).stream().toArray()))
              .toList());
      layers.add(map);
    }
    return layers;
  }

  /** Ascending numbers as text, such as {@code 0-3,7}. */
  static String runs(int... numbers) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < numbers.length; ) {
      int last = i;
      while (last + 1 < numbers.length && numbers[last + 1] == numbers[last] + 1) {
        last++;
      }
      runs.add(last == i ? "" + numbers[i] : numbers[i] + "-" + numbers[last]);
      i = last + 1;
    }
    return runs.stream().collect(Collectors.joining(","));
  }

  /** Milliseconds of the whole network and of networks for the first classes. */
  private List<Map<String, Object>> latency(ClassModules modules) {
    List<Integer> counts =
        IntStream.of(2, Math.max(2, classes / 2), classes).distinct().boxed().toList();
    List<Network> networks = new ArrayList<>(List.of(modules.whole()));
    if (competitor.reuse() == Competitor.Reuse.TUNED) {
      counts = counts.subList(0, 1);
    }
    for (int count : counts) {
      networks.add(modules.compose(IntStream.range(0, count).toArray()).network());
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    Latency one = Latency.of(1, networks);
    Latency batch = Latency.of(LATENCY_BATCH, networks);
    for (int i = 0; i < networks.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("classes", i == 0 ? "whole" : counts.get(i - 1));
      row.put("parameters", parameters(networks.get(i)));
      row.put("ms_of_one", one.milliseconds().get(i));
      row.put("ms_of_" + LATENCY_BATCH, batch.milliseconds().get(i));
      rows.add(row);
    }
    return rows;
  }

  private static long parameters(Network network) {
    return network.parameters().values().stream().mapToLong(Tensor::elements).sum();
  }
}
