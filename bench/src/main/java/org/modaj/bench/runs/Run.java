package org.modaj.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.FolderLock;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.engine.io.SafeTensors;
import org.modaj.nn.train.MetricsLog;

/**
 * A training in its folder, as it is now: it may still be going on.
 *
 * @param name its folder, as results call it
 * @param state what it does
 * @param data name of its data set; null when unknown
 * @param settings by name, such as {@code model} and {@code epochs}; empty when unknown
 * @param epochs results of the epochs that are done, by name, as {@code metrics.jsonl} has them
 * @param part share of the next epoch that is done and saved, in [0, 1)
 * @param parameters of the network; null when unknown
 * @param bytes of its newest checkpoint; 0 without one
 * @param problem why it cannot be read; null when it can
 */
public record Run(
    String name,
    State state,
    @Nullable String data,
    Map<String, @Nullable Object> settings,
    List<Map<String, @Nullable Object>> epochs,
    double part,
    @Nullable Long parameters,
    long bytes,
    @Nullable String problem) {
  private static final int MOST_BYTES = 1 << 26;
  private static final String TEST = "test_";

  /** What a training does. */
  public enum State {
    /** A process trains it now. */
    RUNNING,
    /** It has all its epochs, or was stopped early by its own rule. */
    DONE,
    /** It was ended before, and can go on. */
    STOPPED,
    /** Its files are damaged. */
    UNREADABLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a folder has a training. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(TrainingRun.CHECKPOINT))
        || Files.isRegularFile(folder.resolve(MetricsLog.JSON_LINES));
  }

  /**
   * Reads what is in a folder; damaged files are a {@link #problem}.
   *
   * @throws IOException when the folder cannot be read
   */
  static Run read(Path folder, String name) throws IOException {
    Path file = folder.resolve(TrainingRun.CHECKPOINT);
    boolean locked = FolderLock.holder(folder).isPresent();
    boolean saved = Files.isRegularFile(file);
    long bytes = saved ? Files.size(file) : 0;
    try {
      Map<String, String> metadata = saved ? SafeTensors.readMetadata(file) : Map.of();
      String text = metadata.get("settings");
      Map<String, @Nullable Object> settings =
          text == null ? Map.of() : JsonValue.parse(text).members();
      List<Map<String, @Nullable Object>> epochs = epochs(folder, metadata.get("history"));
      String parameters = metadata.get("parameters");
      State state = locked ? State.RUNNING : isOver(settings, epochs) ? State.DONE : State.STOPPED;
      return new Run(
          name,
          state,
          metadata.get("data"),
          settings,
          epochs,
          part(metadata.get("progress"), epochs.size()),
          parameters == null || !parameters.matches("\\d{1,18}") ? null : Long.valueOf(parameters),
          bytes,
          null);
    } catch (FileFormatException | FileAccessException | JsonFormatException e) {
      return new Run(
          name,
          State.UNREADABLE,
          null,
          Map.of(),
          List.of(),
          0,
          null,
          bytes,
          String.valueOf(e.getMessage()));
    }
  }

  /** Of the two records the one that is longer: the file of metrics is written first. */
  private static List<Map<String, @Nullable Object>> epochs(Path folder, @Nullable String history)
      throws FileFormatException, FileAccessException, JsonFormatException {
    List<Map<String, @Nullable Object>> logged = new ArrayList<>();
    Path log = folder.resolve(MetricsLog.JSON_LINES);
    if (Files.isRegularFile(log)) {
      String text = InputFile.text(log, MOST_BYTES);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1); // the last may be half written
      for (String line : whole.lines().toList()) {
        logged.add(JsonValue.parse(line).members());
      }
    }
    List<Map<String, @Nullable Object>> stored = new ArrayList<>();
    if (history != null) {
      for (JsonValue epoch : JsonValue.parse(history).items()) {
        stored.add(entries(epoch));
      }
    }
    return stored.size() > logged.size() ? stored : logged;
  }

  /** An epoch of a checkpoint's history with the names of the file of metrics. */
  private static Map<String, @Nullable Object> entries(JsonValue epoch) throws JsonFormatException {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    entries.put("epoch", epoch.get("epoch").integer() + 1);
    entries.putAll(epoch.get("terms").members());
    add(entries, "train_", epoch.find("trainMetrics"));
    add(entries, TEST, epoch.find("testMetrics"));
    entries.put("learning_rate", epoch.get("learningRate").plain());
    entries.put("samples", epoch.get("samples").plain());
    entries.put("seconds", epoch.get("seconds").plain());
    return entries;
  }

  private static void add(
      Map<String, @Nullable Object> entries, String prefix, @Nullable JsonValue metrics)
      throws JsonFormatException {
    if (metrics != null) {
      metrics.members().forEach((name, value) -> entries.put(prefix + name, value));
    }
  }

  private static double part(@Nullable String progress, int epochs) throws JsonFormatException {
    if (progress == null) {
      return 0;
    }
    JsonValue next = JsonValue.parse(progress);
    int batches = next.get("batches").integer();
    boolean now = next.get("epoch").integer() == epochs && batches > 0;
    return now ? (double) next.get("batch").integer() / batches : 0;
  }

  private static boolean isOver(
      Map<String, @Nullable Object> settings, List<Map<String, @Nullable Object>> epochs) {
    if (!(settings.get("epochs") instanceof Number planned) || epochs.isEmpty()) {
      return false;
    }
    boolean early =
        settings.get("early_stopping") instanceof Number patience
            && epochs.size() - best(epochs) >= patience.intValue();
    return early || epochs.size() >= planned.intValue();
  }

  // ------------------------------------------------------------------------------ results

  /** Name of the main result on samples that are only measured; null without one. */
  public @Nullable String metric() {
    return epochs.isEmpty() ? null : metric(epochs.getFirst());
  }

  private static @Nullable String metric(Map<String, @Nullable Object> epoch) {
    return epoch.keySet().stream().filter(name -> name.startsWith(TEST)).findFirst().orElse(null);
  }

  /** Whether less of a result is better. */
  static boolean isError(@Nullable String metric) {
    return metric != null && (metric.endsWith("mae") || metric.endsWith("rmse"));
  }

  /** The epoch, from 1, with the best main result, the first of several; 0 without one. */
  public int bestEpoch() {
    return best(epochs);
  }

  private static int best(List<Map<String, @Nullable Object>> epochs) {
    int best = 0;
    double value = Double.NaN;
    for (int i = 0; i < epochs.size(); i++) {
      String metric = metric(epochs.get(i));
      double now = number(epochs.get(i), metric);
      if (now > value && !isError(metric)
          || now < value && isError(metric)
          || Double.isNaN(value) && !Double.isNaN(now)) {
        best = i + 1;
        value = now;
      }
    }
    return best;
  }

  /** A result of all epochs; NaN where there is none. */
  public double[] values(@Nullable String metric) {
    return epochs.stream().mapToDouble(epoch -> number(epoch, metric)).toArray();
  }

  /** The last value of a result; NaN without one. */
  public double last(@Nullable String metric) {
    return epochs.isEmpty() ? Double.NaN : number(epochs.getLast(), metric);
  }

  private static double number(Map<String, @Nullable Object> epoch, @Nullable String metric) {
    return metric != null && epoch.get(metric) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  /** Seconds of all training batches. */
  public double seconds() {
    double sum = 0;
    for (double seconds : values("seconds")) {
      sum += Double.isNaN(seconds) ? 0 : seconds;
    }
    return sum;
  }

  /** A setting as text; a dash when unknown. */
  public String setting(String setting) {
    Object value = settings.get(setting);
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return String.valueOf(d.longValue());
    }
    return value == null ? "-" : String.valueOf(value);
  }

  /** The run by name, without the results of each epoch. */
  public Map<String, @Nullable Object> summary() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("run", name);
    map.put("state", state.toString());
    map.put("model", settings.get("model"));
    map.put("data", data);
    map.put("method", settings.get("method"));
    map.put("epochs", epochs.size());
    map.put("planned_epochs", settings.get("epochs"));
    map.put("epoch_part", part);
    String metric = metric();
    map.put("metric", metric);
    map.put("accuracy", finite(last("test_accuracy")));
    map.put("result", finite(last(metric)));
    int best = bestEpoch();
    map.put("best_epoch", best == 0 ? null : best);
    map.put("best_result", best == 0 ? null : finite(number(epochs.get(best - 1), metric)));
    map.put("parameters", parameters);
    map.put("checkpoint_bytes", bytes);
    map.put("seconds", seconds());
    if (problem != null) {
      map.put("problem", problem);
    }
    return map;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
