package org.modaj.bench.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.nn.progress.Progress;

/** A grid that is stopped and started again ends with the same records. */
class GridRunTest {
  @TempDir private Path dir;

  /** The text of each record without what is measured on the machine. */
  static TreeMap<String, String> records(Path out) throws IOException {
    TreeMap<String, String> records = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out.resolve(CellStore.CELLS))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        JsonObject record = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(record.remove(CellRecord.MEASURED_HERE)).isNotNull();
        records.put(out.relativize(file).toString(), record.toString());
      }
    }
    return records;
  }

  /** Fails after some remarks, as a process does that is killed then. */
  private static final class Stopping implements Progress {
    private int left;

    Stopping(int left) {
      this.left = left;
    }

    @Override
    public Meter start(String what, int total) {
      return Progress.none().start(what, total);
    }

    @Override
    public void say(String remark) {
      if (left-- == 0) {
        throw new UncheckedIOException(new IOException("stopped"));
      }
    }
  }

  @Test
  void stoppedAnywhereAndStartedAgainItEndsWithTheSameRecords() throws IOException {
    Path whole = dir.resolve("whole");
    Path stopped = dir.resolve("stopped");
    int cells = TinyGrid.run(whole, Progress.none(), Question.RQ2, Question.RQ3);
    int stops = 0;
    for (int remarks : new int[] {3, 9, 14, 5}) {
      try {
        TinyGrid.run(stopped, new Stopping(remarks), Question.RQ2, Question.RQ3);
      } catch (IOException e) {
        stops++;
      }
    }

    int rest = TinyGrid.run(stopped, Progress.none(), Question.RQ2, Question.RQ3);

    assertThat(stops).isEqualTo(4);
    assertThat(rest).isPositive().isLessThan(cells);
    assertThat(records(stopped)).isEqualTo(records(whole)).hasSize(cells);
  }

  @Test
  void aCellThatFailsIsARecordOfItsFailureAndAllThatDoNotNeedItAreComputed() throws IOException {
    String failing = "training/lenet5-embedded-moda-e8-s1";
    List<Cell> cells = TinyGrid.cells(Question.RQ2);
    List<Cell> needing =
        cells.stream()
            .filter(cell -> cell.needs().stream().anyMatch(c -> c.id().equals(failing)))
            .toList();
    Workbench bench = TinyGrid.bench(dir, Progress.none());

    GridOutcome outcome =
        new GridRun(bench, Scale.SMOKE)
            .run(
                cells.stream()
                    .map(cell -> cell.id().equals(failing) ? new FailingCell(cell) : cell)
                    .toList());

    assertThat(outcome.failed()).hasSize(1 + needing.size());
    assertThat(outcome.failed().get(failing)).isEqualTo("OutOfMemoryError: no room for the test");
    assertThat(outcome.computed()).isEqualTo(cells.size() - 1 - needing.size());
    Path file = dir.resolve("failed").resolve(failing + ".json");
    assertThat(file).content().contains("java.lang.OutOfMemoryError", "no room for the test");
    assertThat(bench.store().failures())
        .singleElement()
        .extracting(CellFailure::cell, CellFailure::scale, CellFailure::error)
        .containsExactly(failing, "smoke", "OutOfMemoryError: no room for the test");
    assertThat(new GridRun(bench, Scale.SMOKE).run(cells))
        .isEqualTo(new GridOutcome(1 + needing.size(), Map.of()));
    assertThat(file).doesNotExist();
  }

  @Test
  void whatIsFinishedIsNotComputedAgain() throws IOException {
    int cells = TinyGrid.run(dir, Progress.none(), Question.RQ2);
    List<String> before = new CellStore(dir).all().stream().map(GridRunTest::started).toList();

    assertThat(TinyGrid.run(dir, Progress.none(), Question.RQ2)).isZero();
    assertThat(new CellStore(dir).all().stream().map(GridRunTest::started).toList())
        .isEqualTo(before)
        .hasSize(cells);
  }

  private static String started(CellRecord record) {
    return record.measuredHere().at("started").text() + record.measuredHere().at("seconds").text();
  }

  @Test
  void aTrainingWhoseCheckpointIsGoneIsRepeatedForTheCellsThatNeedIt() throws IOException {
    Path whole = dir.resolve("whole");
    Path again = dir.resolve("again");
    TinyGrid.run(whole, Progress.none(), Question.RQ2, Question.RQ3);
    TinyGrid.run(again, Progress.none(), Question.RQ2);
    try (Stream<Path> files = Files.walk(again.resolve("work"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    TinyGrid.run(again, Progress.none(), Question.RQ2, Question.RQ3);

    assertThat(records(again)).isEqualTo(records(whole));
  }

  @Test
  void recordsOfOtherSettingsAreRefusedBeforeAnythingIsComputed() throws IOException {
    List<Cell> cells = TinyGrid.cells(Question.RQ2);
    TinyGrid.run(dir, Progress.none(), Question.RQ2);
    Path file = new CellStore(dir).file(cells.get(1));
    Files.writeString(file, Files.readString(file).replace("\"batch\": 64", "\"batch\": 32"));

    assertThatThrownBy(() -> TinyGrid.run(dir, Progress.none(), Question.RQ2))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("batch was 32.0 and is now 64.0")
        .hasMessageContaining("--out");
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    Path file = new CellStore(dir).file(TinyGrid.cells(Question.RQ2).get(0));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"kind\": ");

    assertThatThrownBy(() -> TinyGrid.run(dir, Progress.none(), Question.RQ2))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Delete it");
  }

  @Test
  void aPlanSaysWhatIsDoneAndWhatIsLeft() throws IOException {
    List<Cell> cells = TinyGrid.cells();
    Workbench bench = TinyGrid.bench(dir, Progress.none());
    new GridRun(bench, Scale.SMOKE).run(cells.subList(0, 2));

    GridPlan plan = GridPlan.of(cells, bench, Scale.SMOKE.batch());

    assertThat(plan.cells())
        .extracting(GridPlan.Line::id)
        .containsExactlyElementsOf(cells.stream().map(Cell::id).toList());
    assertThat(plan.done()).isEqualTo(2);
    assertThat(plan.hoursLeft()).isPositive();
    assertThat(plan.memoryMib()).isPositive();
  }
}
