package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.nn.train.Metric;

/** Results of several trainings that differ in their seed. */
record TrainReports(List<TrainReport> all) implements Result {
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    double mean = mean();
    map.put("runs", all.stream().map(TrainReport::toMap).toList());
    map.put("mean_test_" + name(), mean);
    map.put("standard_deviation", deviation(mean));
    return map;
  }

  private double mean() {
    return all.stream().mapToDouble(r -> r.result().getValue()).average().orElse(0);
  }

  /** Of a sample: divided by one less than the number of runs. */
  private double deviation(double mean) {
    double squares = all.stream().mapToDouble(r -> Math.pow(r.result().getValue() - mean, 2)).sum();
    return Math.sqrt(squares / Math.max(1, all.size() - 1));
  }

  @Override
  public void writeText(PrintWriter text) {
    all.forEach(report -> report.writeText(text));
    double mean = mean();
    boolean share = name().equals(Metric.ACCURACY);
    text.printf(
        Locale.ROOT,
        share ? "%s of %d seeds: %.2f %% +- %.2f%n" : "%s of %d seeds: %.6g +- %.2g%n",
        name(),
        all.size(),
        share ? 100 * mean : mean,
        share ? 100 * deviation(mean) : deviation(mean));
  }

  private String name() {
    return all.getFirst().result().getKey();
  }
}
