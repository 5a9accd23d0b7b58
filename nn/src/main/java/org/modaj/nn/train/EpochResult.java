package org.modaj.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one epoch of training did.
 *
 * @param epoch from 0
 * @param epochs number of epochs of the whole training
 * @param learningRate of the epoch's first step
 * @param terms mean of each objective term over the batches where it was defined
 * @param trainMetrics the objective's metrics on the training batches, measured in training mode
 *     before each step; the main one first
 * @param testMetrics the same on the samples that are only measured; empty without them
 * @param seconds time of the training batches, evaluation excluded
 * @param samples samples trained on
 */
public record EpochResult(
    int epoch,
    int epochs,
    double learningRate,
    Map<String, Double> terms,
    Map<String, Double> trainMetrics,
    Map<String, Double> testMetrics,
    double seconds,
    int samples) {

  /** Keeps the maps as they are now. */
  public EpochResult {
    terms = kept(terms);
    trainMetrics = kept(trainMetrics);
    testMetrics = kept(testMetrics);
  }

  /**
   * The result of training a classifier.
   *
   * @param trainAccuracy in [0, 1]
   * @param testAccuracy in [0, 1]; NaN without a test set
   */
  public EpochResult(
      int epoch,
      int epochs,
      double learningRate,
      Map<String, Double> terms,
      double trainAccuracy,
      double testAccuracy,
      double seconds,
      int samples) {
    this(
        epoch,
        epochs,
        learningRate,
        terms,
        Map.of(Metric.ACCURACY, trainAccuracy),
        Double.isNaN(testAccuracy) ? Map.of() : Map.of(Metric.ACCURACY, testAccuracy),
        seconds,
        samples);
  }

  private static Map<String, Double> kept(Map<String, Double> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Share of training samples recognized, in training mode, in [0, 1]; NaN when the objective has
   * another metric.
   */
  public double trainAccuracy() {
    return trainMetrics.getOrDefault(Metric.ACCURACY, Double.NaN);
  }

  /**
   * Share of test samples recognized, in [0, 1]; NaN without a test set, and when the objective has
   * another metric.
   */
  public double testAccuracy() {
    return testMetrics.getOrDefault(Metric.ACCURACY, Double.NaN);
  }
}
