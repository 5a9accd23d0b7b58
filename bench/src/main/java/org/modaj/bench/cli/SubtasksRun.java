package org.modaj.bench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.modaj.bench.cli.SubtasksCommand.Opened;
import org.modaj.bench.reproduce.DataChecksums;
import org.modaj.cluster.Cluster;
import org.modaj.moda.reuse.ReuseEvaluation;
import org.modaj.moda.reuse.SubTask;
import org.modaj.nn.progress.Progress;

/**
 * Measured sets of classes.
 *
 * @param tasks in the order in which they were given
 * @param steps layers of all networks
 * @param reused those that did not have to be computed
 */
record SubtasksRun(List<SubTask> tasks, long steps, long reused) {
  /** Parts for each that can run at a time: some are done sooner than others. */
  private static final int PARTS = 2;

  /**
   * Measures on a cluster.
   *
   * @param sent the command, for other processes
   * @param opened the same in this one
   * @throws org.modaj.cluster.ClusterException when a part cannot be measured there
   */
  static SubtasksRun on(
      Cluster cluster, SentCommand sent, Opened opened, List<int[]> tasks, Progress progress) {
    DataChecksums data = DataChecksums.of(opened.data());
    String network = opened.recognized().network().sha256();
    List<int[]> parts =
        ReuseEvaluation.parts(
            opened.recognized().composer(), tasks, Math.multiplyExact(PARTS, cluster.slots()));
    List<CompletableFuture<SubtasksAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<int[]> part = Arrays.stream(parts.get(i)).mapToObj(tasks::get).toList();
      String name = "subtasks, part " + (i + 1) + " of " + parts.size();
      answers.add(
          cluster
              .submit(name, new SubtasksWork(sent, part, data, network))
              .thenApply(answer -> {
                progress.say(
                    String.format(
                        Locale.ROOT,
                        "%s: %d networks in %.1f s on %s",
                        name,
                        part.size(),
                        answer.seconds(),
                        answer.place()));
                return answer;
              }));
    }
    SubTask[] measured = new SubTask[tasks.size()];
    long steps = 0;
    long reused = 0;
    for (int i = 0; i < parts.size(); i++) {
      SubtasksAnswer answer = join(answers.get(i));
      int[] numbers = parts.get(i);
      for (int j = 0; j < numbers.length; j++) {
        measured[numbers[j]] = answer.task(j, tasks.get(numbers[j]));
      }
      steps += answer.steps();
      reused += answer.reused();
    }
    return new SubtasksRun(List.of(measured), steps, reused);
  }

  private static SubtasksAnswer join(CompletableFuture<SubtasksAnswer> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
