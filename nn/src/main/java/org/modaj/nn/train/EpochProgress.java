package org.modaj.nn.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an epoch has added up so far: where it is, and sums whose means are its results. */
final class EpochProgress {
  int batches;
  int samples;
  double seconds;
  private final Map<String, double[]> terms = new LinkedHashMap<>();
  private final Map<String, double[]> metrics = new LinkedHashMap<>();

  /** Adds a step; terms count where they are defined. */
  void add(TrainingStep.Result step, int stepSamples) {
    batches++;
    samples += stepSamples;
    step.terms().forEach((name, value) -> add(terms, name, value, value.isNaN() ? 0 : 1));
    step.metrics().forEach((name, sum) -> add(metrics, name, sum.sum(), sum.count()));
  }

  private static void add(Map<String, double[]> sums, String name, double value, double count) {
    double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
    if (count > 0) {
      sum[0] += value;
      sum[1] += count;
    }
  }

  /** Sums and counts of the terms, by name; modified by {@link #add}. */
  Map<String, double[]> terms() {
    return terms;
  }

  /** Sums and counts of the metrics, by name; modified by {@link #add}. */
  Map<String, double[]> metrics() {
    return metrics;
  }

  /** The means of the terms. */
  Map<String, Double> termMeans() {
    Map<String, Double> means = new LinkedHashMap<>();
    terms.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return means;
  }

  /** The metrics of all that was added. */
  static Map<String, Double> values(TrainingObjective objective, Map<String, double[]> sums) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Metric metric : objective.metrics()) {
      double[] sum = sums.get(metric.name());
      if (sum != null) {
        values.put(metric.name(), metric.value(sum[0] / sum[1]));
      }
    }
    return values;
  }
}
