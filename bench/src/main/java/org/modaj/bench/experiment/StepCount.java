package org.modaj.bench.experiment;

import java.util.Locale;

/**
 * When enough steps were run: after {@code most}, or after at least {@code least} that took at
 * least {@code seconds} together.
 *
 * @param least number of steps
 * @param seconds that they take at least
 * @param most number of steps, however fast they are
 */
public record StepCount(int least, double seconds, int most) {
  /** Makes steady times: the compiler is done with small networks after about this long. */
  public static final StepCount WARM_UP = new StepCount(10, 5, Integer.MAX_VALUE);

  /** Enough for a median. */
  public static final StepCount COUNTED = new StepCount(5, 2, 200);

  /** Checks the numbers. */
  public StepCount {
    if (least < 0 || most < least || !(seconds >= 0)) {
      throw new ExperimentException(
          "no number of steps: at least " + least + " and " + seconds + " s, at most " + most);
    }
  }

  /** Exactly this many steps, at least 0. */
  public static StepCount exactly(int steps) {
    return new StepCount(steps, 0, steps);
  }

  /** Whether this many steps, which took this long, are enough. */
  boolean isReached(int steps, double seconds) {
    return steps >= most || (steps >= least && seconds >= this.seconds);
  }

  @Override
  public String toString() {
    return least == most
        ? least + " steps"
        : String.format(Locale.ROOT, "at least %d steps and %.0f s", least, seconds);
  }
}
