package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose columns are values or answers: {@code train}, {@code evaluate}, {@code predict}. */
class ValuesTest {
  @TempDir Path dir;

  @BeforeEach
  void writeTables() throws IOException {
    StringBuilder table = new StringBuilder("area,town,price,rent,dear,large\n");
    for (int i = 0; i < 400; i++) {
      int area = 20 + i * 37 % 180;
      boolean north = i % 3 == 0;
      int price = 1000 * area + (north ? 50_000 : 0);
      table.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%d,%.3f,%d,%d%n",
              area,
              north ? "north" : "south",
              price,
              price / 3e5,
              price > 150_000 ? 1 : 0,
              area > 110 ? 1 : 0));
    }
    Files.writeString(dir.resolve("table.csv"), table);
    Files.writeString(dir.resolve("new.csv"), "town,area\nnorth,100\nsouth,60\n");
  }

  private CliRun train(String columns, String task, String... more) {
    Path csv = dir.resolve("train.csv");
    try {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(dir.resolve("table.csv"))) {
        String[] cells = line.split(",");
        lines.add(
            cells[0]
                + ","
                + cells[1]
                + ","
                + (columns.contains("price")
                    ? cells[2] + "," + cells[3]
                    : cells[4] + "," + cells[5]));
      }
      Files.write(csv, lines);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<String> all =
        new ArrayList<>(List.of("train", "--json", "--model=mlp", "--width=0.125", "--data=csv"));
    all.addAll(List.of("--data-dir=" + csv, "--target=" + columns, "--task=" + task));
    all.addAll(List.of("--batch=16", "--epochs=20", "--lr=0.02", "--out=" + dir.resolve("out")));
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  private CliRun run(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--json"));
    all.add(dir.resolve("out/checkpoint.safetensors").toString());
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  @Test
  void values_of_different_size_are_learned_together_and_are_in_their_own_unit() {
    JsonObject result = train("price,rent", "regression").json();

    assertThat(result.get("task").getAsString()).isEqualTo("regression");
    assertThat(result.get("method").getAsString()).isEqualTo("st");
    assertThat(result.has("test_accuracy")).isFalse();
    assertThat(result.get("test_mae").getAsDouble()).isBetween(1.0, 5_000.0);
    assertThat(result.get("history").getAsJsonArray().get(0).getAsJsonObject().keySet())
        .contains("mse", "train_mae", "train_rmse", "test_mae", "test_rmse");
    JsonObject measured = run("evaluate", "--data-dir=" + dir.resolve("train.csv")).json();
    assertThat(measured.get("mae")).isEqualTo(result.get("test_mae"));
    assertThat(measured.get("targets").getAsJsonArray()).hasSize(2);
    JsonObject first =
        run("predict", dir.resolve("new.csv").toString())
            .json()
            .get("predictions")
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertThat(first.get("values").getAsJsonObject().get("price").getAsDouble())
        .isBetween(135_000.0, 165_000.0);
    assertThat(first.get("values").getAsJsonObject().get("rent").getAsDouble()).isBetween(0.4, 0.6);
    run("modularize").assertFailed("gives the values [price, rent], not classes");
    JsonObject shown =
        CliRun.of("runs", "list", "--json", dir.resolve("out").toString())
            .json()
            .get("runs")
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertThat(shown.get("metric").getAsString()).isEqualTo("test_mae");
    assertThat(shown.get("state").getAsString()).isEqualTo("done");
    train("price,rent", "regression", "--resume").json();
  }

  @Test
  void a_network_of_values_that_was_exported_comes_back_with_what_it_learned() {
    assertThat(train("price,rent", "regression").code()).isZero();
    String onnx = dir.resolve("values.onnx").toString();
    String again = dir.resolve("again.safetensors").toString();
    String named = dir.resolve("named.safetensors").toString();
    String data = "--data-dir=" + dir.resolve("train.csv");
    assertThat(run("export", "--to=onnx", "--out=" + onnx).code()).isZero();

    assertThat(CliRun.of("import", "--from=" + onnx, "--out=" + again).code()).isZero();
    CliRun.of("import", "--from=" + onnx, "--classes=a,b", "--out=" + named);

    JsonObject measured = CliRun.of("evaluate", again, data, "--json").json();
    assertThat(measured.get("targets").toString()).isEqualTo("[\"price\",\"rent\"]");
    assertThat(measured.get("mae").getAsDouble())
        .isCloseTo(run("evaluate", data).json().get("mae").getAsDouble(), withinPercentage(0.01));
    CliRun.of("evaluate", named)
        .assertFailed("imported without the data set", "import it again with --data", "predict");
  }

  @Test
  void answers_of_yes_and_no_are_learned_together() {
    JsonObject result = train("dear,large", "multi-label").json();

    assertThat(result.get("test_label_accuracy").getAsDouble()).isGreaterThan(0.9);
    assertThat(run("evaluate", "--data-dir=" + dir.resolve("train.csv")).json().keySet())
        .contains("label_accuracy", "exact_match");
    String text =
        CliRun.of(
                "predict",
                dir.resolve("out/checkpoint.safetensors").toString(),
                dir.resolve("new.csv").toString())
            .out();
    assertThat(text.lines())
        .hasSize(2)
        .allMatch(line -> line.matches(".* row \\d: dear \\S+, large \\S+"));
  }

  @Test
  void rows_of_a_table_get_classes() throws IOException {
    JsonObject result = train("dear", "classification", "--method=st").json();
    assertThat(result.get("test_accuracy").getAsDouble()).isGreaterThan(0.8);

    Files.writeString(dir.resolve("new.csv"), "large,town,area\n0,north,30\n");
    JsonObject row =
        run("predict", "--top=1", dir.resolve("new.csv").toString())
            .json()
            .get("predictions")
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();

    assertThat(row.get("row").getAsInt()).isEqualTo(1);
    assertThat(
            row.get("classes").getAsJsonArray().get(0).getAsJsonObject().get("name").getAsString())
        .isEqualTo("0");
    Files.writeString(dir.resolve("tabs.csv"), "large\ttown\tarea\n0\tnorth\t30\n");
    assertThat(
            run("predict", "--top=1", "--separator=tab", dir.resolve("tabs.csv").toString())
                .json()
                .get("predictions")
                .toString())
        .isEqualTo("[" + row.toString().replace("new.csv", "tabs.csv") + "]");
    run("predict", dir.resolve("tabs.csv").toString()).assertFailed("large");
    run("predict", "--no-header", dir.resolve("new.csv").toString()).assertFailed("column1");
    run("predict", "--separator=::", dir.resolve("new.csv").toString())
        .assertRefused("predict", "--separator must be one character");
    Files.writeString(dir.resolve("new.csv"), "large,town,area\n0,west,30\n");
    run("predict", dir.resolve("new.csv").toString())
        .assertFailed("a word that the network knows in column \"town\"", "\"west\" in line 2");
    Files.writeString(dir.resolve("new.csv"), "town,area\nnorth,30\n");
    run("predict", dir.resolve("new.csv").toString())
        .assertFailed("a column for the feature \"large\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          price,rent | classification | --method=st     | one column of classes, or columns of values
          price      | multi-label    | --drop-last     | answers are 0 and 1, but sample 0 has
          price,price| regression     | --drop-last     | different columns to be learned
          price,x    | regression     | --drop-last     | the column "x"
          """)
  void what_cannot_be_learned_fails(String columns, String task, String more, String message) {
    train(columns, task, more).assertFailed(message);
  }

  @Test
  void options_about_classes_are_refused() {
    train("price", "regression", "--method=moda").assertRefused("train", "compare classes");
    train("price", "regression", "--classes=0,1").assertRefused("train", "--classes chooses");
    train("dear", "multi-label", "--label-smoothing=0.1")
        .assertRefused("train", "--label-smoothing changes the shares of classes");
    CliRun.of("train", "--task=regression", "--model=lenet5")
        .assertRefused("train", "--task regression is for tables (--data csv)");
  }
}
