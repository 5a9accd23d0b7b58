package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.modaj.bench.cli.SubtasksCommand.Opened;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.progress.LineProgress;
import org.modaj.bench.reproduce.DataChecksums;
import org.modaj.bench.reproduce.TaskThreads;
import org.modaj.cluster.Place;
import org.modaj.cluster.Work;
import org.modaj.nn.progress.Progress;

/** Measures some of the sets of classes of a command, in a process of a cluster. */
final class SubtasksWork implements Work<SubtasksAnswer> {
  @Serial private static final long serialVersionUID = 1;

  /** What this process has read. */
  private static final Map<SentCommand, Opened> OPENED = new ConcurrentHashMap<>();

  private final SentCommand sent;
  private final int[][] tasks;
  private final DataChecksums data;
  private final String network;

  /**
   * Names the work.
   *
   * @param sent the command
   * @param tasks sets of classes
   * @param data which samples its data set has
   * @param network SHA-256 of the network
   */
  SubtasksWork(SentCommand sent, List<int[]> tasks, DataChecksums data, String network) {
    this.sent = sent;
    this.tasks = tasks.toArray(int[][]::new);
    this.data = data;
    this.network = network;
  }

  @Override
  public SubtasksAnswer run(Place place) throws Exception {
    return TaskThreads.run(place, () -> measure(place));
  }

  private SubtasksAnswer measure(Place place) {
    long begin = System.nanoTime();
    Progress progress = new LineProgress(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    Opened opened =
        OPENED.computeIfAbsent(sent, s -> s.command(SubtasksCommand.class).open(progress));
    data.require(opened.data(), place);
    String read = opened.recognized().network().sha256();
    if (!read.equals(network)) {
      throw new ExperimentException(
          "the checkpoint as read on "
              + place
              + " has the weights "
              + read
              + ", but "
              + network
              + " where the command was started; give all machines the same file");
    }
    SubtasksRun measured = opened.measure(List.of(tasks), progress);
    double seconds = Math.rint((System.nanoTime() - begin) / 1e6) / 1e3;
    return SubtasksAnswer.of(measured, place.toString(), seconds);
  }
}
