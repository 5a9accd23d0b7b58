package org.modaj.data.loader;

import java.util.Arrays;
import org.modaj.data.SequenceDataset;
import org.modaj.engine.batch.Batch;

/**
 * Batches of a data set's sequences, standardized, on request shuffled, prepared ahead by a thread
 * of each epoch.
 *
 * <p>Inputs are {@code [N, T, F]} with the T of the longest sequence of the data set, so that all
 * batches have one shape; steps behind the end of a sequence are 0, and {@link Batch#lengths()} says
 * where it ends. The order of an epoch depends on (seed, epoch) only. Every epoch has every sequence
 * once; the last batch holds what is left.
 */
public final class SequenceLoader extends DatasetLoader<SequenceDataset> {
  private final int steps;

  private SequenceLoader(SequenceDataset dataset, int batchSize, boolean shuffle, long seed) {
    super(dataset, batchSize, shuffle, seed);
    this.steps = dataset.maxLength();
  }

  /**
   * Returns a loader that shuffles.
   *
   * @throws org.modaj.data.DataException if the batch size is not positive
   */
  public static SequenceLoader forTraining(SequenceDataset dataset, int batchSize, long seed) {
    return new SequenceLoader(dataset, batchSize, true, seed);
  }

  /**
   * Returns a loader that keeps the order: every epoch is the same.
   *
   * @throws org.modaj.data.DataException if the batch size is not positive
   */
  public static SequenceLoader inOrder(SequenceDataset dataset, int batchSize) {
    return new SequenceLoader(dataset, batchSize, false, 0);
  }

  @Override
  public int[] sampleShape() {
    return new int[] {steps, dataset().features()};
  }

  @Override
  Batch allocate(int size) {
    int features = dataset().features();
    int[] complete = new int[size];
    Arrays.fill(complete, steps);
    return new Batch(
        new float[Math.multiplyExact(size, steps * features)],
        new int[] {size, steps, features},
        new int[size],
        complete);
  }

  @Override
  SampleWriter writer(int epoch) {
    int size = steps * dataset().features();
    return (sample, place, target) -> {
      int at = place * size;
      int length = dataset().copySequence(sample, target.inputs(), at);
      dataset().standardization().apply(target.inputs(), at, length);
      Arrays.fill(target.inputs(), at + length * dataset().features(), at + size, 0);
      target.lengths()[place] = length;
    };
  }
}
