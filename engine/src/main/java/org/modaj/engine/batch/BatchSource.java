package org.modaj.engine.batch;

import java.util.List;

/**
 * Labelled samples of one shape, supplied in batches, epoch by epoch.
 *
 * <p>The batches of epoch {@code e} depend on the source and on {@code e} only, not on what was
 * read before: training that resumes at epoch 7 sees what uninterrupted training saw. Every epoch
 * visits every sample exactly once, unless the source is told to leave out an incomplete last
 * batch; the last batch may be smaller.
 *
 * <p><b>Reuse of buffers.</b> A source may fill the same arrays again and again. A {@link Batch} is
 * valid until the next call of {@link Epoch#next()} or {@link Epoch#close()} on its epoch; who
 * needs it longer copies it. Readers do not modify the arrays.
 */
public interface BatchSource {

  /** Returns the number of samples in an epoch, at least 1. */
  int samples();

  /** Returns the number of classes; labels are 0 .. classes - 1. 0 when there are no classes. */
  int classes();

  /** Returns the names of the classes, in label order. */
  List<String> classNames();

  /** Returns the shape of one sample: {@code [H, W, C]} or {@code [T, F]}; a fresh array. */
  int[] sampleShape();

  /** Returns what the targets of every batch are, beside the labels; none by default. */
  default List<TargetSpec> targets() {
    return List.of();
  }

  /** Returns the number of samples in every batch but the last. */
  int batchSize();

  /** Returns the number of batches in an epoch: samples / batchSize, rounded up. */
  default int batchesPerEpoch() {
    return Math.ceilDiv(samples(), batchSize());
  }

  /**
   * Begins to read an epoch.
   *
   * @param epoch its number, 0 for the first
   * @return the batches, to be closed by the caller
   * @throws RuntimeException a typed one of the source, if {@code epoch} is negative
   */
  Epoch epoch(int epoch);

  /**
   * Begins to read an epoch in its middle, with the same batches as if it had been read from its
   * beginning. By default the batches before are read and dropped.
   *
   * @param epoch its number, 0 for the first
   * @param fromBatch the number of the first batch to be read, 0 .. {@link #batchesPerEpoch()}
   * @return the batches, to be closed by the caller
   * @throws RuntimeException a typed one of the source, if a number is out of range
   */
  default Epoch epoch(int epoch, int fromBatch) {
    if (fromBatch < 0 || fromBatch > batchesPerEpoch()) {
      throw new BatchShapeException("fromBatch", "0 .. " + batchesPerEpoch(), fromBatch);
    }
    Epoch batches = epoch(epoch);
    try {
      for (int i = 0; i < fromBatch; i++) {
        batches.next();
      }
      return batches;
    } catch (RuntimeException | Error e) {
      batches.close();
      throw e;
    }
  }
}
