package org.modaj.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.FeatureSamples;
import org.modaj.data.ReadOptions;
import org.modaj.data.ReadOptions.TableColumns;
import org.modaj.engine.batch.Epoch;

class CsvTableTest {
  private static final String TRAIN =
      "length,colour,kind\n1,red,b\n2,\"blue, pale\",a\n3,red,b\n4,red,a\n";

  @TempDir private Path dir;

  private DataSplit load(TableColumns columns, Path place) {
    return new CsvTable().load(ReadOptions.of(place).with(columns));
  }

  private DataSplit load(String train, String test) throws IOException {
    Files.writeString(dir.resolve("train.csv"), train);
    Files.writeString(dir.resolve("test.csv"), test);
    return load(TableColumns.USUAL, dir);
  }

  @Test
  void reads_numbers_words_and_classes() throws IOException {
    DataSplit data = load("\uFEFF" + TRAIN, "length,colour,kind\r\n5,red,a\r\n");
    FeatureSamples train = (FeatureSamples) data.train().samples();
    float[] row = new float[3];

    train.copySample(1, row, 0);

    assertThat(row).containsExactly(2, 1, 0);
    assertThat(data.train().classNames()).containsExactly("a", "b");
    assertThat(new int[] {data.train().label(0), data.train().label(1), data.test().label(0)})
        .containsExactly(1, 0, 0);
    assertThat(train.scaling().mean()).containsExactly(2.5f, 0.25f, 0.75f);
    assertThat(data.test().scaling().mean()).isEqualTo(train.scaling().mean());
    try (Epoch epoch = data.test().batches(1).epoch(0)) {
      assertThat(epoch.next().inputs()[0]).isEqualTo((5 - 2.5f) / (float) Math.sqrt(1.25));
    }
  }

  @Test
  void learns_a_value_of_a_named_column_and_holds_out_rows() throws IOException {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      table.append(i * 2).append(';').append(i % 7).append('\n');
    }
    Path file = Files.writeString(dir.resolve("table.txt"), table);

    DataSplit data = load(new TableColumns("1", true, false, ';', 0.2), file);

    assertThat(data.train().size()).isEqualTo(40);
    assertThat(data.test().size()).isEqualTo(10);
    assertThat(data.train().classes()).isZero();
    assertThat(data.train().targets().getFirst().spec().name()).isEqualTo("column1");
    assertThat(data.train().sampleShape()).containsExactly(1);
  }

  @Test
  void learns_values_of_several_columns_beside_a_column_of_words() throws IOException {
    String rows = "a,colour,b,x\n1,red,10,5\n2,green,20,6\n3,blue,30,7\n";
    Files.writeString(dir.resolve("train.csv"), rows);
    Files.writeString(dir.resolve("test.csv"), rows);

    DataSplit data = load(new TableColumns("b,a", true, true, ',', 0.2), dir);
    FeatureSamples samples = (FeatureSamples) data.train().samples();
    float[] features = new float[3 * 4];
    for (int row = 0; row < 3; row++) {
      samples.copySample(row, features, row * 4);
    }

    assertThat(samples.names()).containsExactly("colour=blue", "colour=green", "colour=red", "x");
    assertThat(features).containsExactly(0, 0, 1, 5, 0, 1, 0, 6, 1, 0, 0, 7);
    assertThat(data.train().targets().getFirst().spec().name()).isEqualTo("b,a");
    try (Epoch epoch = data.test().batches(3).epoch(0)) {
      assertThat(epoch.next().target("b,a").values()).containsExactly(10, 1, 20, 2, 30, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "-inf", "Infinity"})
  void refuses_what_is_no_number_among_numbers(String value) throws IOException {
    String rows = "x,y,kind\n1,2,a\n2," + value + ",b\n3,4,a\n";
    Path file = Files.writeString(dir.resolve("train.csv"), rows);

    DataException e =
        catchThrowableOfType(
            DataException.class, () -> load(new TableColumns("kind", false, true, ',', 0.5), file));

    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e).hasMessageContaining("numbers in column \"y\"").hasMessageContaining("line 3");
  }

  @Test
  void words_may_look_like_numbers_that_are_missing() throws IOException {
    String rows = "bread,kind\nnan,a\npita,b\nnan,a\npita,b\n";
    Path file = Files.writeString(dir.resolve("train.csv"), rows);

    DataSplit data = load(new TableColumns("kind", false, true, ',', 0.5), file);

    assertThat(((FeatureSamples) data.train().samples()).names())
        .containsExactly("bread=nan", "bread=pita");
  }

  @Test
  void refuses_several_columns_of_classes_and_one_column_twice() throws IOException {
    Path file = Files.writeString(dir.resolve("train.csv"), "a,b,x\n1,2,3\n1,2,3\n");

    for (boolean values : new boolean[] {true, false}) {
      String wanted = values ? "a,a" : "a,b";
      DataException e =
          catchThrowableOfType(
              DataException.class,
              () -> load(new TableColumns(wanted, values, true, ',', 0.5), file));

      assertThat(e.problem()).isEqualTo(Problem.BAD_ARGUMENT);
      assertThat(e.expected()).contains(values ? "different columns" : "one column of classes");
      assertThat(e.actual()).isEqualTo("the columns " + wanted);
    }
  }

  @Test
  void sorts_classes_that_are_numbers_by_size() throws IOException {
    DataSplit data = load("x,y\n1,10\n1,9\n1,100\n", "x,y\n1,9\n");

    assertThat(data.train().classNames()).containsExactly("9", "10", "100");
  }

  @Test
  void names_the_line_and_the_column_of_what_is_wrong() throws IOException {
    assertThat(failure(TRAIN + "5,red\n").actual()).isEqualTo("2 in line 6");
    assertThat(failure(TRAIN + "5,,a\n").actual()).isEqualTo("none in column 2 of line 6");
    assertThat(failure("a,b\n").problem()).isEqualTo(Problem.EMPTY);
    assertThat(failure("").problem()).isEqualTo(Problem.EMPTY);
    assertThat(failure("a\n1\n").problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(failure("a,b\n1e39,x\n2,y\n").actual()).isEqualTo("\"1e39\" in line 2");
    assertThat(failure("a,b\n\"1\"x,y\n").problem()).isEqualTo(Problem.CORRUPT);
    assertThat(failure("a,b\n\"1,y\n").problem()).isEqualTo(Problem.CORRUPT);
    Files.write(dir.resolve("train.csv"), new byte[] {'a', ',', 'b', '\n', (byte) 0xFF});
    assertThat(
            catchThrowableOfType(DataException.class, () -> load(TableColumns.USUAL, dir)).actual())
        .isEqualTo("other bytes");
  }

  @Test
  void refuses_columns_and_words_that_the_training_file_does_not_have() throws IOException {
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> load(TRAIN, "length,size,kind\n1,red,a\n"))
                .expected())
        .startsWith("the same columns as in the training file");
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> load(TRAIN, "length,colour,kind\n1,green,a\n"))
                .actual())
        .isEqualTo("\"green\" in line 2");
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> load(TRAIN, "length,colour,kind\n1,red,c\n"))
                .problem())
        .isEqualTo(Problem.BAD_LABEL);
    DataException missing =
        catchThrowableOfType(
            DataException.class, () -> load(new TableColumns("width", false, true, ',', 0.2), dir));
    assertThat(missing.expected()).isEqualTo("the column \"width\"");
    assertThat(missing.actual()).isEqualTo("the columns length, colour, kind");
  }

  @Test
  void refuses_a_column_of_too_many_words() throws IOException {
    StringBuilder table = new StringBuilder("id,kind\n");
    for (int i = 0; i < 1200; i++) {
      table.append("name").append(i).append(',').append(i % 2).append('\n');
    }
    DataException e = failure(table.toString());

    assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED);
    assertThat(e.expected()).contains("column \"id\"");
  }

  @Test
  void columns_have_different_names() throws IOException {
    DataException e = failure("a, b,a\n1,2,3\n4,5,6\n");

    assertThat(e.expected()).isEqualTo("columns with different names");
    assertThat(e.actual()).isEqualTo("\"a\" twice");
    assertThat(
            load(new TableColumns("", false, false, ',', 0.5), table("1,1,x\n2,2,y\n".repeat(2)))
                .train())
        .isNotNull();
  }

  @Test
  void a_trained_network_reads_one_column_without_a_line_of_names() throws IOException {
    assertThat(FeatureRows.read(table("3\n4\n"), List.of("column1"), ';', false))
        .containsExactly(new float[] {3}, new float[] {4});
    assertThat(FeatureRows.read(table("b;a\n3;4\n"), List.of("a"), ';', true))
        .containsExactly(new float[] {4});
    assertThat(
            catchThrowableOfType(
                    DataException.class,
                    () -> FeatureRows.read(table("3\n"), List.of("column2"), ';', false))
                .expected())
        .isEqualTo("a column for the feature \"column2\"");
  }

  private Path table(String content) throws IOException {
    return Files.writeString(dir.resolve("table.csv"), content);
  }

  private DataException failure(String train) throws IOException {
    Files.write(dir.resolve("train.csv"), train.getBytes(StandardCharsets.UTF_8));
    return catchThrowableOfType(DataException.class, () -> load(TableColumns.USUAL, dir));
  }
}
