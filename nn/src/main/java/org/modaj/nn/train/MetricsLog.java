package org.modaj.nn.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.io.AtomicFile;

/**
 * Writes the results of a training while it runs, a line for each epoch: as JSON Lines in {@value
 * #JSON_LINES} and as comma-separated values in {@value #CSV}.
 *
 * <p>When a training goes on, the files have the epochs before it first, and nothing of an epoch
 * that is done again.
 */
public final class MetricsLog implements TrainingListener {
  /** Name of the file of JSON Lines. */
  public static final String JSON_LINES = "metrics.jsonl";

  /** Name of the file of comma-separated values. */
  public static final String CSV = "metrics.csv";

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final Path folder;
  private boolean hasHeader;

  /**
   * Creates the listener.
   *
   * @param folder where the files go; it exists
   */
  public MetricsLog(Path folder) {
    this.folder = folder;
  }

  /** An epoch's results by name: NaN and infinity are null. */
  public static Map<String, @Nullable Object> entries(EpochResult result) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    entries.put("epoch", result.epoch() + 1);
    result.terms().forEach((name, value) -> entries.put(name, finite(value)));
    result.trainMetrics().forEach((name, value) -> entries.put("train_" + name, finite(value)));
    result.testMetrics().forEach((name, value) -> entries.put("test_" + name, finite(value)));
    entries.put("learning_rate", finite(result.learningRate()));
    entries.put("samples", result.samples());
    entries.put("seconds", finite(result.seconds()));
    return entries;
  }

  private static @Nullable Object finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  @Override
  public void started(Trainer trainer) {
    List<String> json = new ArrayList<>();
    List<String> csv = new ArrayList<>();
    hasHeader = false;
    trainer.history().forEach(result -> add(result, json, csv));
    try {
      AtomicFile.write(folder.resolve(JSON_LINES), out -> out.write(bytes(json)));
      AtomicFile.write(folder.resolve(CSV), out -> out.write(bytes(csv)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void epochEnded(EpochResult result, Trainer trainer) {
    List<String> json = new ArrayList<>();
    List<String> csv = new ArrayList<>();
    add(result, json, csv);
    try {
      Files.write(folder.resolve(JSON_LINES), bytes(json), StandardOpenOption.APPEND);
      Files.write(folder.resolve(CSV), bytes(csv), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(EpochResult result, List<String> json, List<String> csv) {
    Map<String, @Nullable Object> entries = entries(result);
    json.add(GSON.toJson(entries));
    if (!hasHeader) {
      csv.add(String.join(",", entries.keySet()));
      hasHeader = true;
    }
    List<String> cells = new ArrayList<>();
    entries.values().forEach(value -> cells.add(value == null ? "" : value.toString()));
    csv.add(String.join(",", cells));
  }

  private static byte[] bytes(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
