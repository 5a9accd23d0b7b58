package org.modaj.bench.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.cluster.FakeCluster;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.cluster.Place;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.kernel.Parallel;
import org.modaj.nn.progress.Progress;

/** Cells that many processes compute, some of them twice, become the records of one machine. */
class ClusterGridRunTest {
  private static final String FAILING = "training/lenet5-embedded-moda-e8-s1";

  @TempDir private Path dir;
  private final int threads = Parallel.threads();

  @AfterEach
  void threadsAsBefore() {
    Parallel.setThreads(threads);
  }

  /** The tiny grid in a folder; one of its trainings fails. */
  private record Tiny(String out, String failing) implements GridSource {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public Opened open(Progress progress) {
      return new Opened(TinyGrid.bench(Path.of(out), progress), cells(failing), Scale.SMOKE);
    }
  }

  private static List<Cell> cells(String failing) {
    return TinyGrid.cells(Question.RQ2, Question.RQ3).stream()
        .map(cell -> cell.id().equals(failing) ? new FailingCell(cell) : cell)
        .toList();
  }

  private static GridOutcome run(FakeCluster cluster, Path out, String failing) throws IOException {
    try (cluster) {
      return new ClusterGridRun(
              cluster,
              TinyGrid.bench(out, Progress.none()),
              new Tiny(out.toString(), failing),
              Scale.SMOKE)
          .run(cells(failing));
    }
  }

  @Test
  void cellsThatAreComputedTwiceAtATimeAreTheRecordsOfOneMachine() throws IOException {
    Path whole = dir.resolve("whole");
    Path shared = dir.resolve("shared");
    int cells = TinyGrid.run(whole, Progress.none(), Question.RQ2, Question.RQ3);
    FakeCluster cluster = new FakeCluster(2, "");

    GridOutcome outcome = run(cluster, shared, "");

    assertThat(outcome).isEqualTo(new GridOutcome(cells, Map.of()));
    assertThat(GridRunTest.records(shared)).isEqualTo(GridRunTest.records(whole)).hasSize(cells);
    assertThat(run(new FakeCluster(1, ""), shared, "").computed()).isZero();
  }

  @Test
  void aCellThatFailsIsOneRecordAndTheOthersAreFinished() throws IOException {
    int all = cells("").size();
    int needing =
        (int)
            cells("").stream()
                .flatMap(c -> c.needs().stream())
                .filter(c -> c.id().equals(FAILING))
                .count();
    FakeCluster cluster = new FakeCluster(1, "");

    GridOutcome outcome = run(cluster, dir, FAILING);

    assertThat(outcome.computed()).isEqualTo(all - 1 - needing);
    assertThat(outcome.failed()).hasSize(1 + needing);
    assertThat(outcome.failed().get(FAILING)).contains("OutOfMemoryError", "no room for the test");
    assertThat(cluster.begun()).doesNotHaveDuplicates().hasSize(all - needing);
    Path file = dir.resolve("failed").resolve(FAILING + ".json");
    JsonObject failure = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertThat(failure.get("cell").getAsString()).isEqualTo(FAILING);
    assertThat(failure.getAsJsonObject("error").get("type").getAsString())
        .isEqualTo("java.lang.OutOfMemoryError");
    assertThat(failure.getAsJsonObject("measured_here").get("place").getAsString())
        .isEqualTo("here, process 1");
    assertThatThrownBy(() -> outcome.requireAll(dir))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining(FAILING)
        .hasMessageContaining("no room for the test")
        .hasMessageContaining(dir.resolve("failed").toString());

    assertThat(run(new FakeCluster(1, ""), dir, "").computed()).isEqualTo(1 + needing);
    assertThat(file).doesNotExist();
  }

  @Test
  void aCellWhoseProcessesAreAllLostIsOneRecordToo() throws IOException {
    GridOutcome outcome = run(new FakeCluster(1, FAILING), dir, "");

    assertThat(outcome.failed()).containsEntry(FAILING, "lost four times");
    assertThat(dir.resolve("failed").resolve(FAILING + ".json")).exists();
    assertThat(outcome.computed()).isPositive();
  }

  @Test
  void aRecordIsNotReplacedAndOneWithAnotherResultIsAnError() throws IOException {
    Workbench bench = TinyGrid.bench(dir, Progress.none());
    Cell cell = cells("").getFirst();
    Map<String, Object> record = GridRun.record(cell, bench, Scale.SMOKE);
    CellStore store = bench.store();

    assertThat(store.commit(cell, record)).isTrue();
    String written = Files.readString(store.file(cell));
    record.put(CellRecord.MEASURED_HERE, Map.of("seconds", 7));
    assertThat(store.commit(cell, record)).isFalse();
    assertThat(store.file(cell)).hasContent(written);
    record.put("result", Map.of("test_accuracy", 1));
    assertThatThrownBy(() -> store.commit(cell, record))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("has another result");
  }

  @Test
  void otherSamplesThanTheDriversAreRefused() {
    DataChecksums sent = DataChecksums.of(EmbeddedImages.generate(7, 20, 10));

    sent.require(EmbeddedImages.generate(7, 20, 10), new Place("a", "1", 0, 1));
    assertThatThrownBy(
            () -> sent.require(EmbeddedImages.generate(8, 20, 10), new Place("b", "2", 0, 1)))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("on b, process 2")
        .hasMessageContaining(sent.train())
        .hasMessageContaining("--data-dir");
  }
}
