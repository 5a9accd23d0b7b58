package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.cli.SubtasksCommand.Opened;
import org.modaj.bench.cluster.FakeCluster;
import org.modaj.bench.reproduce.DataChecksums;
import org.modaj.cluster.Place;
import org.modaj.engine.kernel.Parallel;
import org.modaj.moda.reuse.SubTasks;
import org.modaj.nn.progress.Progress;

/** Sets of classes that several processes measure have the values of one process. */
class SubtasksOnClusterTest {
  private static final int CLASSES = 4;

  @TempDir private static Path dir;
  private static SentCommand sent;
  private final int threads = Parallel.threads();

  @BeforeAll
  static void train() throws IOException {
    StringBuilder table = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 160; i++) {
      int kind = i % CLASSES;
      table.append((kind & 1) + i % 7 / 8.0).append(',').append((kind >> 1) + i % 5 / 8.0);
      table.append(",k").append(kind).append('\n');
    }
    Path file = dir.resolve("table.csv");
    Files.writeString(file, table);
    String data = file.toString();
    String out = dir.resolve("run").toString();
    CliRun run =
        CliRun.of(
            "train",
            "--model=mlp",
            "--width=0.125",
            "--data=csv",
            "--data-dir",
            data,
            "--epochs=2",
            "--method=moda",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isEqualTo(Cli.OK);
    sent =
        new SentCommand(
            List.of(
                "subtasks", Path.of(out, "checkpoint.safetensors").toString(), "--data-dir", data),
            dir.toString());
  }

  @AfterEach
  void threadsAsBefore() {
    Parallel.setThreads(threads);
  }

  private static Opened opened() {
    return sent.command(SubtasksCommand.class).open(Progress.none());
  }

  @Test
  void inPartsTheValuesAreThoseOfOneProcess() {
    Opened opened = opened();
    List<int[]> tasks = SubTasks.all(CLASSES, 1, CLASSES);
    SubtasksRun here = opened.measure(tasks, Progress.none());
    FakeCluster cluster = new FakeCluster(2, "");
    try (cluster) {
      SubtasksRun there = SubtasksRun.on(cluster, sent, opened, tasks, Progress.none());

      assertThat(there.tasks()).isEqualTo(here.tasks()).hasSize(15);
      assertThat(there.steps()).isEqualTo(here.steps());
    }
    int parts = cluster.begun().size();
    assertThat(parts).isBetween(2, 2 * cluster.slots());
    assertThat(cluster.begun())
        .isEqualTo(
            IntStream.rangeClosed(1, parts)
                .mapToObj(i -> "subtasks, part " + i + " of " + parts)
                .toList());
  }

  @Test
  void anotherNetworkThanTheDriversIsRefused() {
    Opened opened = opened();
    SubtasksWork work =
        new SubtasksWork(
            sent, List.of(new int[] {0, 1}), DataChecksums.of(opened.data()), "0123456789abcdef");

    assertThatThrownBy(() -> work.run(new Place("elsewhere", "7", 0, 1)))
        .hasMessageContainingAll(
            "elsewhere, process 7", "0123456789abcdef", "give all machines the same file");
  }
}
