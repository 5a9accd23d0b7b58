package org.modaj.nn.train;

/** Told about the progress of a training; every method may be left out. */
public interface TrainingListener extends AutoCloseable {

  /** The training is about to begin and will need this memory; whoever knows it tells. */
  default void memoryEstimated(MemoryEstimate estimate) {}

  /** Something worth knowing about the training, in one line; whoever knows it tells. */
  default void remark(String line) {}

  /** The training begins, or goes on after the epochs in the trainer's history. */
  default void started(Trainer trainer) {}

  /** An epoch of {@code batches} batches and {@code samples} samples begins. */
  default void epochStarted(int epoch, int epochs, int batches, int samples) {}

  /** The epoch goes on after this many batches and samples, which an interrupted run has done. */
  default void epochResumed(int batches, int samples) {}

  /**
   * A batch was trained on.
   *
   * @param samples its size
   * @param loss its total objective
   */
  default void batchEnded(int samples, double loss) {}

  /** An epoch ended, its evaluation included. */
  default void epochEnded(EpochResult result, Trainer trainer) {}

  /** The training ended, well or not. */
  @Override
  default void close() {}
}
