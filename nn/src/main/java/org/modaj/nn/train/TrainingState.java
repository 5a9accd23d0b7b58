package org.modaj.nn.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/**
 * Where a training is, as the entries {@value #HISTORY} and {@value #PROGRESS} of a checkpoint's
 * metadata: the results of the epochs that are done, and how far the one after them has come.
 *
 * @param history results of the epochs that are done
 * @param progress of the next epoch
 * @param startLoss of the first step; NaN when not known
 * @param batchesPerEpoch 0 when not known
 */
record TrainingState(
    List<EpochResult> history, EpochProgress progress, double startLoss, int batchesPerEpoch) {
  static final String HISTORY = "history";
  static final String PROGRESS = "progress";

  private static final Gson GSON =
      new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

  static TrainingState start() {
    return new TrainingState(List.of(), new EpochProgress(), Double.NaN, 0);
  }

  Map<String, String> toMetadata() {
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (EpochResult result : history) {
      Map<String, Object> epoch = new LinkedHashMap<>();
      epoch.put("epoch", result.epoch());
      epoch.put("epochs", result.epochs());
      epoch.put("learningRate", result.learningRate());
      epoch.put("terms", result.terms());
      epoch.put("trainMetrics", result.trainMetrics());
      epoch.put("testMetrics", result.testMetrics());
      epoch.put("seconds", result.seconds());
      epoch.put("samples", result.samples());
      epochs.add(epoch);
    }
    Map<String, Object> next = new LinkedHashMap<>();
    next.put("epoch", history.size());
    next.put("batch", progress.batches);
    next.put("batches", batchesPerEpoch);
    next.put("samples", progress.samples);
    next.put("seconds", progress.seconds);
    next.put("start_loss", startLoss);
    next.put("terms", progress.terms());
    next.put("metrics", progress.metrics());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(HISTORY, GSON.toJson(epochs));
    metadata.put(PROGRESS, GSON.toJson(next));
    return metadata;
  }

  /**
   * Reads a state; empty when the metadata has none.
   *
   * @throws EngineException when it cannot be read or contradicts itself
   */
  static Optional<TrainingState> of(Map<String, String> metadata) {
    String done = metadata.get(HISTORY);
    if (done == null) {
      return Optional.empty();
    }
    try {
      List<EpochResult> history = new ArrayList<>();
      for (JsonValue epoch : JsonValue.parse(done).items()) {
        history.add(result(epoch));
      }
      String next = metadata.get(PROGRESS);
      if (next == null) { // earlier files are of whole epochs
        if (history.isEmpty()) {
          throw new EngineException("restore training", null, "its history has no epoch");
        }
        return Optional.of(new TrainingState(history, new EpochProgress(), Double.NaN, 0));
      }
      return Optional.of(progress(history, JsonValue.parse(next)));
    } catch (JsonFormatException e) {
      throw new EngineException("restore training", null, "its history: " + e.getMessage());
    }
  }

  private static EpochResult result(JsonValue epoch) throws JsonFormatException {
    JsonValue train = epoch.find("trainMetrics");
    JsonValue test = epoch.find("testMetrics");
    int number = epoch.get("epoch").integer();
    int epochs = epoch.get("epochs").integer();
    double rate = epoch.get("learningRate").number();
    Map<String, Double> terms = numbers(epoch.get("terms"));
    double seconds = epoch.get("seconds").number();
    int samples = epoch.get("samples").integer();
    if (train != null && test != null) {
      return new EpochResult(
          number, epochs, rate, terms, numbers(train), numbers(test), seconds, samples);
    }
    return new EpochResult(
        number,
        epochs,
        rate,
        terms,
        epoch.get("trainAccuracy").number(),
        epoch.get("testAccuracy").number(),
        seconds,
        samples);
  }

  private static TrainingState progress(List<EpochResult> history, JsonValue next)
      throws JsonFormatException {
    EpochProgress progress = new EpochProgress();
    progress.batches = next.get("batch").integer();
    progress.samples = next.get("samples").integer();
    progress.seconds = next.get("seconds").number();
    int batches = next.get("batches").integer();
    if (next.get("epoch").integer() != history.size()
        || progress.batches < 0
        || progress.batches > batches
        || progress.samples < 0) {
      throw new EngineException(
          "restore training",
          null,
          "its history has "
              + history.size()
              + " epochs, but it says that it is in epoch "
              + (next.get("epoch").integer() + 1)
              + " after batch "
              + progress.batches
              + " of "
              + batches);
    }
    sums(next.get("terms"), progress.terms());
    sums(next.get("metrics"), progress.metrics());
    return new TrainingState(history, progress, next.get("start_loss").number(), batches);
  }

  private static Map<String, Double> numbers(JsonValue map) throws JsonFormatException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (String name : map.names()) {
      numbers.put(name, map.get(name).number());
    }
    return numbers;
  }

  private static void sums(JsonValue map, Map<String, double[]> to) throws JsonFormatException {
    for (String name : map.names()) {
      List<JsonValue> pair = map.get(name).items();
      if (pair.size() != 2) {
        throw new EngineException(
            "restore training",
            null,
            "\"" + name + "\" has " + pair.size() + " numbers; expected a sum and a count");
      }
      to.put(name, new double[] {pair.get(0).number(), pair.get(1).number()});
    }
  }

  /** The best value so far of a metric on samples that are only measured; null without one. */
  static @Nullable Double best(List<EpochResult> history, Metric metric) {
    Double best = null;
    for (EpochResult result : history) {
      Double value = result.testMetrics().get(metric.name());
      if (value != null && (best == null || isBetter(metric, value, best))) {
        best = value;
      }
    }
    return best;
  }

  /** Whether a value of a metric is better than another. */
  static boolean isBetter(Metric metric, double value, double than) {
    return metric.higherIsBetter() ? value > than : value < than;
  }
}
