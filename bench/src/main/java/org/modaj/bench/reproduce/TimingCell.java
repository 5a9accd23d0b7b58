package org.modaj.bench.reproduce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.data.DataSplit;

/** Seconds of a training step of several methods, step by step in turns in one run. */
final class TimingCell implements Cell {
  /** What such cells are. */
  static final String KIND = "timing";

  private static final int WARM_UP = 12;
  private static final int COUNTED = 30;

  private final TrainingSettings settings;
  private final List<Competitor> methods;
  private final String data;

  /**
   * Names the work.
   *
   * @param settings of the recipe
   * @param turns the trainings that take turns; those that are alike in time are timed once
   */
  TimingCell(TrainingSettings settings, List<TrainingCell> turns) {
    this.settings = settings;
    this.methods =
        turns.stream().map(TrainingCell::competitor).filter(Competitor::isTimed).toList();
    this.data = turns.get(0).data();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return settings.model()
        + "-"
        + data
        + "-"
        + methods.stream().map(Competitor::toString).collect(Collectors.joining("-"));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> map = settings.toMap();
    map.remove("method");
    map.put("methods", methods.stream().map(Competitor::toString).toList());
    map.put("data", data);
    map.put("warm_up", WARM_UP);
    map.put("steps", COUNTED);
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
        methods.stream()
            .collect(Collectors.toMap(method -> method, method -> (long) WARM_UP + COUNTED)),
        0);
  }

  @Override
  public CellResult compute(Workbench bench) {
    DataSplit split = bench.data(data);
    bench.progress().say("timing steps of " + settings.model() + ", methods in turns");
    Map<Competitor, List<Double>> seconds =
        new InterleavedSteps(settings, methods, split).run(WARM_UP, COUNTED);
    Map<String, Object> medians = new LinkedHashMap<>();
    Map<String, Object> all = new LinkedHashMap<>();
    seconds.forEach((method, times) -> {
      medians.put(method.toString(), InterleavedSteps.median(times));
      all.put(method.toString(), times);
    });
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("median_step_seconds", medians);
    times.put("step_seconds", all);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rounds", COUNTED);
    result.put("batch", settings.batchSize());
    return new CellResult(result, times);
  }
}
