package org.modaj.bench.cli;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.modaj.moda.reuse.SubTask;

/**
 * What a process of a cluster measured.
 *
 * @param values of each set of classes: accuracies of the composed and the whole network, shares of
 *     size and operations
 * @param steps layers of all networks
 * @param reused those that did not have to be computed
 * @param place where
 * @param seconds how long it took there
 */
record SubtasksAnswer(double[][] values, long steps, long reused, String place, double seconds)
    implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  static SubtasksAnswer of(SubtasksRun run, String place, double seconds) {
    double[][] values =
        run.tasks().stream()
            .map(t -> new double[] {t.composedAccuracy(), t.fullAccuracy(), t.size(), t.flops()})
            .toArray(double[][]::new);
    return new SubtasksAnswer(values, run.steps(), run.reused(), place, seconds);
  }

  /**
   * A set's result.
   *
   * @param classes of the set, ascending
   */
  SubTask task(int number, int[] classes) {
    double[] of = values[number];
    List<Integer> boxed = Arrays.stream(classes).boxed().toList();
    return new SubTask(boxed, of[0], of[1], of[2], of[3]);
  }
}
