package org.modaj.nn.optim;

/** The learning rate of each epoch. */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * The learning rate during an epoch.
   *
   * @param epoch from 0
   */
  double rate(int epoch);

  /** The same rate always. */
  static LearningRateSchedule constant(double rate) {
    return epoch -> rate;
  }

  /**
   * Cosine annealing to 0 (Loshchilov and Hutter 2017): {@code base·(1 + cos(π·epoch/epochs))/2}.
   *
   * @param base rate of epoch 0
   * @param epochs number of epochs
   */
  static LearningRateSchedule cosine(double base, int epochs) {
    return epoch -> base * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
  }
}
