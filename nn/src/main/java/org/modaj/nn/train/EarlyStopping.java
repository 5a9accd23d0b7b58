package org.modaj.nn.train;

import java.util.List;
import org.modaj.engine.EngineException;

/**
 * Ends a training when the main metric on the samples that are only measured has not become better
 * for some epochs. It looks at the results alone, so a resumed training ends where an uninterrupted
 * one does.
 *
 * @param patience epochs without a better value that are allowed, at least 1
 * @param leastChange by how much a value must be better to count, at least 0
 */
public record EarlyStopping(int patience, double leastChange) {
  /** Checks the ranges. */
  public EarlyStopping {
    if (patience < 1 || !(leastChange >= 0 && leastChange < Double.POSITIVE_INFINITY)) {
      throw new EngineException(
          "early stopping",
          null,
          "expected a patience of at least 1 epoch and a least change of at least 0, but got "
              + patience
              + " and "
              + leastChange);
    }
  }

  /** Any better value counts. */
  public static EarlyStopping afterEpochs(int patience) {
    return new EarlyStopping(patience, 0);
  }

  /** Whether a training with these results is over. */
  boolean isOver(List<EpochResult> history, Metric metric) {
    double best = Double.NaN;
    int since = 0;
    for (EpochResult result : history) {
      double value = result.testMetrics().getOrDefault(metric.name(), Double.NaN);
      double change = metric.higherIsBetter() ? value - best : best - value;
      if (Double.isNaN(best) || change > leastChange) {
        best = value;
        since = 0;
      } else {
        since++;
      }
    }
    return since >= patience;
  }
}
