package org.modaj.bench.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.file.TextFile;
import org.modaj.data.predict.Prediction;
import org.modaj.data.predict.Predictor;
import org.modaj.data.table.FeatureRows;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;

/** What a network says of the rows of tables or the lines of texts: classes, values or answers. */
record RowPredictions(RunRecord record, List<Map<String, Object>> rows) implements Result {
  private static final int MOST_BYTES = 64 << 20;

  /**
   * Files of tables.
   *
   * @param separator between columns
   * @param header whether the first lines have names
   */
  record Tables(List<Path> files, char separator, boolean header) {}

  /** Whether a network was trained on a table. */
  static boolean isOfTable(Checkpoint saved) {
    return saved.metadata().containsKey(SavedModel.FEATURES);
  }

  /**
   * Predicts every row.
   *
   * @param top the likeliest classes of a classifier
   * @throws org.modaj.data.DataException when a file has not the columns of the network
   */
  static RowPredictions of(
      RunRecord record, Checkpoint saved, Predictor predictor, Tables files, int top) {
    List<String> features;
    try {
      features = JsonValue.parse(requireNonNull(saved.metadata().get(SavedModel.FEATURES))).texts();
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          "the checkpoint's names of features cannot be read (" + e.getMessage() + ")");
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Path file : files.files()) {
      int number = 0;
      for (float[] row : FeatureRows.read(file, features, files.separator(), files.header())) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", file.toString());
        entry.put("row", ++number);
        ModelInfo.Task task = saved.info().task();
        switch (task) {
          case REGRESSION, MULTI_LABEL ->
              entry.put("values", values(saved.info(), predictor.predict(row).data()));
          default -> entry.put("classes", classes(predictor.classify(row, top)));
        }
        all.add(entry);
      }
    }
    return new RowPredictions(record, all);
  }

  /**
   * Classifies every line of text files, without the blank ones.
   *
   * @param top the likeliest classes
   * @throws org.modaj.data.DataException when a file cannot be read
   */
  static RowPredictions ofTexts(RunRecord record, Predictor predictor, List<Path> files, int top) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Path file : files) {
      List<String> lines = TextFile.lines(file, MOST_BYTES);
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("file", file.toString());
          entry.put("row", i + 1);
          entry.put("classes", classes(predictor.classify(lines.get(i).strip(), top)));
          all.add(entry);
        }
      }
    }
    if (all.isEmpty()) {
      throw new ExperimentException("there is no text in " + files + "; give a text in each line");
    }
    return new RowPredictions(record, all);
  }

  /** Values by name; of answers their probability. */
  private static Map<String, Object> values(ModelInfo info, float[] outputs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < outputs.length; i++) {
      double value =
          info.task() == ModelInfo.Task.MULTI_LABEL
              ? 1 / (1 + StrictMath.exp(-outputs[i]))
              : outputs[i];
      values.put(info.classNames().get(i), value);
    }
    return values;
  }

  private static List<Map<String, Object>> classes(List<Prediction> predictions) {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (Prediction prediction : predictions) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", prediction.name());
      map.put("probability", prediction.probability());
      classes.add(map);
    }
    return classes;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(record.toMap());
    map.put("predictions", rows);
    return map;
  }

  @Override
  public void writeText(PrintWriter text) {
    for (Map<String, Object> row : rows) {
      List<String> parts = new ArrayList<>();
      if (row.get("values") instanceof Map<?, ?> values) {
        values.forEach((name, value) ->
            parts.add(String.format(Locale.ROOT, "%s %.6g", name, (Double) value)));
      } else if (row.get("classes") instanceof List<?> classes) {
        for (Object one : classes) {
          if (one instanceof Map<?, ?> map && map.get("probability") instanceof Number share) {
            parts.add(
                String.format(
                    Locale.ROOT, "%s %.2f %%", map.get("name"), 100 * share.doubleValue()));
          }
        }
      }
      text.println(row.get("file") + " row " + row.get("row") + ": " + String.join(", ", parts));
    }
  }
}
