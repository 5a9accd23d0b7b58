package org.modaj.moda.baseline;

import org.modaj.engine.batch.BatchSource;

/** The training samples as methods need them. */
public interface TrainingSamples {

  /** Number of classes; labels are 0 to this - 1. */
  int classes();

  /** All samples as they are, in a fixed order. */
  BatchSource plain();

  /** All samples as the training reads them: shuffled, augmented where that is usual. */
  BatchSource shuffled(int batchSize, long seed);

  /**
   * The samples of some classes, otherwise as {@link #shuffled(int, long)}.
   *
   * @param classes label i stands for {@code classes[i]}
   */
  BatchSource shuffled(int batchSize, long seed, int... classes);

  /**
   * The samples of some classes as they are, in a fixed order.
   *
   * @param classes label i stands for {@code classes[i]}
   */
  BatchSource plain(int... classes);
}
