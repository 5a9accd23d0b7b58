package org.modaj.nn.optim;

import org.modaj.engine.EngineException;

/**
 * The learning rate as a function of the number of the epoch, or of the training step after {@link
 * #everyStep}. It has no memory, so a training that is resumed goes on with the same rates. A
 * schedule with an end keeps its last rate from there on.
 */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * The learning rate during an epoch (or in a step).
   *
   * @param epoch from 0
   */
  double rate(int epoch);

  /** Whether the rate changes from step to step and {@link #rate} takes the number of the step. */
  default boolean isEveryStep() {
    return false;
  }

  /** The same rates, one a training step in place of one an epoch. */
  default LearningRateSchedule everyStep() {
    LearningRateSchedule rates = this;
    return new LearningRateSchedule() {
      @Override
      public double rate(int step) {
        return rates.rate(step);
      }

      @Override
      public boolean isEveryStep() {
        return true;
      }
    };
  }

  /**
   * The rate of a step of a training.
   *
   * @param epoch from 0
   * @param step of the epoch, from 0
   * @param steps of each epoch
   */
  default double rate(int epoch, int step, int steps) {
    return rate(isEveryStep() ? Math.addExact(Math.multiplyExact(epoch, steps), step) : epoch);
  }

  /** The same rate always. */
  static LearningRateSchedule constant(double rate) {
    return epoch -> rate;
  }

  /**
   * Cosine annealing to 0, see {@link #cosine(double, double, int)}.
   *
   * @param base rate of epoch 0
   * @param epochs number of epochs
   */
  static LearningRateSchedule cosine(double base, int epochs) {
    return cosine(base, 0, epochs);
  }

  /**
   * Cosine annealing (Loshchilov and Hutter 2017, equation 5): {@code least + (base - least)·(1 +
   * cos(π·epoch/epochs))/2}, then {@code least}.
   *
   * @param base rate of epoch 0
   * @param least rate of epoch {@code epochs}, the one after the last
   * @param epochs number of epochs
   */
  static LearningRateSchedule cosine(double base, double least, int epochs) {
    return epoch ->
        epoch >= epochs
            ? least
            : least + (base - least) * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
  }

  /**
   * Falls by a factor again and again: {@code base·factor^⌊epoch/every⌋}.
   *
   * @param every number of epochs between two falls, at least 1
   */
  static LearningRateSchedule step(double base, int every, double factor) {
    requireAtLeastOne("epochs between two steps", every);
    return epoch -> base * StrictMath.pow(factor, epoch / every);
  }

  /**
   * Falls by a factor at some epochs: {@code base·factor^n}, n the number of milestones reached.
   *
   * @param milestones first epochs with the next rate, in any order
   */
  static LearningRateSchedule multiStep(double base, double factor, int... milestones) {
    int[] own = milestones.clone();
    return epoch -> {
      int reached = 0;
      for (int milestone : own) {
        reached += epoch >= milestone ? 1 : 0;
      }
      return base * StrictMath.pow(factor, reached);
    };
  }

  /** Falls by a factor every epoch: {@code base·factor^epoch}. */
  static LearningRateSchedule exponential(double base, double factor) {
    return epoch -> base * StrictMath.pow(factor, epoch);
  }

  /**
   * One cycle (Smith and Topin 2018), in half cosines from {@code most/divisor} up to {@code most}
   * in the first {@code rising·total - 1} steps, then down to {@code most/(divisor·finalDivisor)}
   * in step {@code total - 1}, where it stays.
   *
   * @param most greatest rate
   * @param total number of steps, at least 2
   * @param rising share of the steps that rise, in [0, 1]
   * @param divisor positive
   * @param finalDivisor positive
   */
  static LearningRateSchedule oneCycle(
      double most, int total, double rising, double divisor, double finalDivisor) {
    if (total < 2 || !(rising >= 0 && rising <= 1) || !(divisor > 0 && finalDivisor > 0)) {
      throw new EngineException(
          "one-cycle schedule",
          null,
          "expected at least 2 steps, a rising share in [0, 1] and positive divisors, but got "
              + total
              + ", "
              + rising
              + ", "
              + divisor
              + " and "
              + finalDivisor);
    }
    double first = most / divisor;
    double last = first / finalDivisor;
    double top = Math.min(rising * total - 1, total - 1.0);
    return step -> {
      if (step >= total - 1) {
        return top < total - 1 ? last : most;
      }
      return step <= top && top > 0
          ? between(first, most, step / top)
          : between(most, last, (step - Math.max(0, top)) / (total - 1 - Math.max(0, top)));
    };
  }

  /** {@link #oneCycle(double, int, double, double, double)} with the usual 0.3, 25 and 10,000. */
  static LearningRateSchedule oneCycle(double most, int total) {
    return oneCycle(most, total, 0.3, 25, 1e4);
  }

  private static double between(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * share));
  }

  /**
   * Cosine annealing with warm restarts (Loshchilov and Hutter 2017): cycles of {@code first},
   * {@code first·growth}, {@code first·growth²}, … epochs, each from {@code base} to {@code least};
   * it has no end.
   *
   * @param first epochs of the first cycle, at least 1
   * @param growth at least 1
   */
  static LearningRateSchedule cosineRestarts(double base, double least, int first, int growth) {
    requireAtLeastOne("epochs of the first cycle", first);
    requireAtLeastOne("growth", growth);
    return epoch -> {
      long start = 0;
      long length = first;
      if (growth == 1) {
        start = epoch / first * (long) first;
      }
      while (growth > 1 && epoch >= start + length) {
        start += length;
        length *= growth;
      }
      return least + (base - least) * (1 + StrictMath.cos(Math.PI * (epoch - start) / length)) / 2;
    };
  }

  /**
   * A linear rise in front of this schedule: epoch {@code i < epochs} has {@code rate(0)·(from + (1
   * - from)·i/epochs)}, and this schedule begins at epoch {@code epochs}.
   *
   * @param epochs of the rise, at least 0
   * @param from factor of epoch 0, in [0, 1]
   */
  default LearningRateSchedule afterWarmUp(int epochs, double from) {
    if (epochs < 0 || !(from >= 0 && from <= 1)) {
      throw new EngineException(
          "warm-up",
          null,
          "expected at least 0 epochs and a factor in [0, 1], but got " + epochs + " and " + from);
    }
    LearningRateSchedule then = this;
    LearningRateSchedule both =
        epoch ->
            epoch < epochs
                ? then.rate(0) * (from + (1 - from) * epoch / epochs)
                : then.rate(epoch - epochs);
    return isEveryStep() ? both.everyStep() : both;
  }

  private static void requireAtLeastOne(String what, int number) {
    if (number < 1) {
      throw new EngineException(
          "learning-rate schedule", null, what + " must be at least 1, but is " + number);
    }
  }
}
