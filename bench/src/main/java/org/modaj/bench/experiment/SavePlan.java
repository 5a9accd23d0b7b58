package org.modaj.bench.experiment;

import java.nio.file.Path;
import java.time.Duration;
import org.modaj.nn.train.Checkpoints;

/**
 * When a training saves its state besides at the start and after every epoch, and what is kept.
 *
 * @param everySteps 0 for not by steps
 * @param everyTime zero for not by time
 * @param keepLast states that are kept, the newest included
 * @param keepBest whether the state with the best result is kept
 */
public record SavePlan(int everySteps, Duration everyTime, int keepLast, boolean keepBest) {
  /** After every epoch; the newest state is kept. */
  public static final SavePlan EPOCHS = new SavePlan(0, Duration.ZERO, 1, false);

  Checkpoints in(Path file) {
    Checkpoints all =
        Checkpoints.in(file).everySteps(everySteps).every(everyTime).keepingLast(keepLast);
    return keepBest ? all.keepingBest() : all;
  }
}
