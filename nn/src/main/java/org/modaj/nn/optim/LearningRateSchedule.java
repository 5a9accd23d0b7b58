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
   * cos(π·epoch/epochs))/2}.
   *
   * @param base rate of epoch 0
   * @param least rate of epoch {@code epochs}, the one behind the last
   * @param epochs number of epochs, at least 1
   */
  static LearningRateSchedule cosine(double base, double least, int epochs) {
    return epoch -> least + (base - least) * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
  }
}
