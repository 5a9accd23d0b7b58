package org.modaj.bench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.modaj.bench.experiment.ExperimentException;

/**
 * The tables of one result as {@code --json} prints it, in Markdown: objectives and accuracies by
 * epoch of {@code train}, modules of {@code modularize}, means by number of classes of {@code
 * subtasks}, one line of {@code compose}.
 */
public final class MarkdownTables {
  /** How a column shows its number. */
  private enum Form {
    AS_IS,
    FOUR_DIGITS,
    PERCENT,
    POINTS
  }

  private record Column(String key, String title, Form form) {}

  private static final List<Column> EPOCHS =
      List.of(
          new Column("epoch", "epoch", Form.AS_IS),
          new Column("cross_entropy", "cross-entropy", Form.FOUR_DIGITS),
          new Column("affinity", "affinity", Form.FOUR_DIGITS),
          new Column("dispersion", "dispersion", Form.FOUR_DIGITS),
          new Column("compactness", "compactness", Form.FOUR_DIGITS),
          new Column("train_accuracy", "training accuracy, %", Form.PERCENT),
          new Column("test_accuracy", "test accuracy, %", Form.PERCENT));

  private static final List<Column> MEANS =
      List.of(
          new Column("classes", "classes", Form.AS_IS),
          new Column("tasks", "tasks", Form.AS_IS),
          new Column("composed_accuracy", "composed, %", Form.PERCENT),
          new Column("full_accuracy", "full, %", Form.PERCENT),
          new Column("gap", "gap, points", Form.POINTS),
          new Column("size", "size, %", Form.PERCENT),
          new Column("flops_share", "FLOPs, %", Form.PERCENT));

  private static final List<Column> MODULES =
      List.of(
          new Column("threshold", "threshold", Form.AS_IS),
          new Column("starved", "starved rule", Form.AS_IS),
          new Column("mean_module_size", "mean size, %", Form.PERCENT),
          new Column("mean_module_flops", "mean FLOPs, %", Form.PERCENT),
          new Column("mean_overlap", "mean overlap, %", Form.PERCENT),
          new Column("mean_overlap_artifact_count", "as the artifact counts, %", Form.PERCENT));

  private static final List<Column> COMPOSED =
      List.of(
          new Column("class_names", "classes", Form.AS_IS),
          new Column("composed_accuracy", "composed, %", Form.PERCENT),
          new Column("full_accuracy", "full, %", Form.PERCENT),
          new Column("size", "size, %", Form.PERCENT),
          new Column("flops_share", "FLOPs, %", Form.PERCENT));

  private MarkdownTables() {}

  /**
   * The tables of one result.
   *
   * @throws ExperimentException when it is of another command or lacks what its command prints
   */
  public static String of(JsonObject result) {
    String command = result.has("command") ? result.get("command").getAsString() : "";
    return switch (command) {
      case "train" -> table(EPOCHS, objects(result, "history"));
      case "modularize" -> table(MODULES, List.of(result));
      case "compose" -> table(COMPOSED, List.of(result));
      case "subtasks" -> {
        List<JsonObject> rows = objects(result, "by_size");
        rows.add(named("all tasks", result.getAsJsonObject("mean_over_tasks")));
        rows.add(named("all sizes", result.getAsJsonObject("mean_over_sizes")));
        yield table(MEANS, rows);
      }
      default ->
          throw new ExperimentException(
              "there are tables for results of train, modularize, compose and subtasks, not of \""
                  + command + "\"");
    };
  }

  private static List<JsonObject> objects(JsonObject result, String key) {
    if (!(result.get(key) instanceof JsonArray array)) {
      throw new ExperimentException("the result has no list \"" + key + "\"");
    }
    return new ArrayList<>(
        StreamSupport.stream(array.spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .toList());
  }

  private static JsonObject named(String name, JsonObject means) {
    JsonObject row = means.deepCopy();
    row.addProperty("classes", name);
    return row;
  }

  /** Columns that no row has are left out. */
  private static String table(List<Column> columns, List<JsonObject> rows) {
    List<Column> shown =
        columns.stream().filter(c -> rows.stream().anyMatch(row -> row.has(c.key()))).toList();
    String rule = IntStream.range(0, shown.size()).mapToObj(i -> "---").collect(joined());
    return line(shown.stream().map(Column::title).collect(joined()))
        + line(rule)
        + rows.stream()
            .map(row -> line(shown.stream().map(c -> cell(row, c)).collect(joined())))
            .collect(Collectors.joining());
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" | ");
  }

  private static String line(String cells) {
    return "| " + cells + " |\n";
  }

  private static String cell(JsonObject row, Column column) {
    JsonElement value = row.get(column.key());
    if (value == null || value.isJsonNull()) {
      return "";
    }
    return switch (column.form()) {
      case AS_IS -> text(value);
      case FOUR_DIGITS -> String.format(Locale.ROOT, "%.4f", value.getAsDouble());
      case PERCENT -> String.format(Locale.ROOT, "%.2f", 100 * value.getAsDouble());
      case POINTS -> String.format(Locale.ROOT, "%+.2f", 100 * value.getAsDouble());
    };
  }

  private static String text(JsonElement value) {
    return value instanceof JsonArray list
        ? list.asList().stream().map(JsonElement::getAsString).collect(Collectors.joining(", "))
        : value.getAsString();
  }
}
