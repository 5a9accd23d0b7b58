package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.engine.io.Printable;

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
   * @throws ExperimentException when it is of a command without tables
   * @throws JsonFormatException when it lacks what its command prints, or that has another type
   */
  public static String of(JsonValue result) throws JsonFormatException {
    String command = result.get("command").text();
    return switch (command) {
      case "train" -> table(EPOCHS, result.get("history").items());
      case "modularize" -> table(MODULES, List.of(result));
      case "compose" -> table(COMPOSED, List.of(result));
      case "subtasks" -> {
        List<List<String>> rows = new ArrayList<>();
        for (JsonValue means : result.get("by_size").items()) {
          rows.add(cells(MEANS, means));
        }
        rows.add(named("all tasks", result.get("mean_over_tasks")));
        rows.add(named("all sizes", result.get("mean_over_sizes")));
        yield lines(MEANS, rows);
      }
      default ->
          throw new ExperimentException(
              "there are tables for results of train, modularize, compose and subtasks, not of "
                  + Printable.quoted(command));
    };
  }

  private static String table(List<Column> columns, List<JsonValue> rows)
      throws JsonFormatException {
    List<List<String>> cells = new ArrayList<>();
    for (JsonValue row : rows) {
      cells.add(cells(columns, row));
    }
    return lines(columns, cells);
  }

  private static List<String> named(String name, JsonValue means) throws JsonFormatException {
    List<String> cells = cells(MEANS, means);
    cells.set(0, name);
    return cells;
  }

  /** What a row has in each column; empty where it has nothing. */
  private static List<String> cells(List<Column> columns, JsonValue row)
      throws JsonFormatException {
    List<String> cells = new ArrayList<>();
    for (Column column : columns) {
      JsonValue value = row.find(column.key());
      cells.add(value == null ? "" : cell(value, column.form()));
    }
    return cells;
  }

  /** Columns that no row has are left out. */
  private static String lines(List<Column> columns, List<List<String>> rows) {
    int[] shown =
        IntStream.range(0, columns.size())
            .filter(i -> rows.stream().anyMatch(row -> !row.get(i).isEmpty()))
            .toArray();
    StringBuilder table = new StringBuilder();
    table.append(line(shown, i -> columns.get(i).title())).append(line(shown, i -> "---"));
    rows.forEach(row -> table.append(line(shown, row::get)));
    return table.toString();
  }

  private static String line(int[] shown, IntFunction<String> cell) {
    return "| " + Arrays.stream(shown).mapToObj(cell).collect(Collectors.joining(" | ")) + " |\n";
  }

  private static String cell(JsonValue value, Form form) throws JsonFormatException {
    return switch (form) {
      case AS_IS -> Printable.line(text(value));
      case FOUR_DIGITS -> String.format(Locale.ROOT, "%.4f", value.number());
      case PERCENT -> String.format(Locale.ROOT, "%.2f", 100 * value.number());
      case POINTS -> String.format(Locale.ROOT, "%+.2f", 100 * value.number());
    };
  }

  private static String text(JsonValue value) throws JsonFormatException {
    return value.isPlain() ? value.asWritten() : String.join(", ", value.texts());
  }
}
