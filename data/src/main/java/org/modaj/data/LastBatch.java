package org.modaj.data;

/** What becomes of the samples that are left when an epoch's full batches are made. */
public enum LastBatch {
  /** They are a smaller batch. */
  KEEP,
  /** They are left out; with shuffling, others in each epoch. */
  DROP,
  /**
   * They are a smaller batch, but a single sample is left out: batch normalization cannot learn
   * from one sample that has one position.
   */
  DROP_SINGLE;

  /**
   * Returns the number of samples in an epoch.
   *
   * @throws DataException if nothing would be left
   */
  int samples(String name, int size, int batchSize) {
    int rest = size % batchSize;
    boolean drop = this == DROP || this == DROP_SINGLE && rest == 1;
    int samples = drop ? size - rest : size;
    if (samples == 0) {
      throw new DataException(
          name,
          DataException.Problem.BAD_ARGUMENT,
          "at least one full batch of " + batchSize,
          size + " in all",
          "Take smaller batches, or keep the incomplete last batch.");
    }
    return samples;
  }
}
