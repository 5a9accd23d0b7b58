package org.modaj.data.loader;

import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.LabelledDataset;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;

/**
 * Batches of a data set in the order of its samples or, shuffled, in one that depends on (seed,
 * epoch) only; prepared ahead by a thread of each epoch.
 *
 * <p>Every epoch has every sample once; the last batch holds what is left. A loader has no state
 * and may be shared between threads.
 *
 * @param <D> the kind of data set
 */
public abstract sealed class DatasetLoader<D extends LabelledDataset<D>> implements BatchSource
    permits ImageLoader, SequenceLoader {
  private final D dataset;
  private final int batchSize;
  private final boolean shuffle;
  private final CounterRandom order;

  /**
   * Creates a loader.
   *
   * @throws DataException if the batch size is not positive
   */
  DatasetLoader(D dataset, int batchSize, boolean shuffle, long seed) {
    if (batchSize < 1) {
      throw new DataException(
          dataset.name(), Problem.BAD_ARGUMENT, "a batch size of at least 1", "" + batchSize, "");
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.order = CounterRandom.of(seed, "shuffle");
  }

  /** Writes samples into batches of one epoch; used by one thread. */
  interface SampleWriter {
    /**
     * Writes a sample.
     *
     * @param sample its number in the data set
     * @param place its place in the batch
     * @param target modified: everything of that place but the label and the number
     */
    void write(int sample, int place, Batch target);
  }

  /** Returns a writer for an epoch. */
  abstract SampleWriter writer(int epoch);

  /** Returns a batch to be written to; its contents do not matter. */
  abstract Batch allocate(int size);

  /** Returns the data set. */
  public final D dataset() {
    return dataset;
  }

  @Override
  public final int samples() {
    return dataset.size();
  }

  @Override
  public final int classes() {
    return dataset.classes();
  }

  @Override
  public final List<String> classNames() {
    return dataset.classNames();
  }

  @Override
  public final int batchSize() {
    return batchSize;
  }

  @Override
  public final Epoch epoch(int epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException(
          "epoch of \"" + dataset.name() + "\": expected 0 or more, actual " + epoch);
    }
    return new PrefetchedEpoch(
        "loader " + dataset.name() + " epoch " + epoch,
        samples(),
        batchSize,
        this::allocate,
        filler(epoch));
  }

  private PrefetchedEpoch.Filler filler(int epoch) {
    SampleWriter writer = writer(epoch);
    return new PrefetchedEpoch.Filler() {
      private int[] permutation;

      @Override
      public void fill(int number, Batch target) {
        if (shuffle && permutation == null) {
          permutation = order.child(epoch).permutation(samples());
        }
        for (int k = 0; k < target.size(); k++) {
          int place = number * batchSize + k;
          int sample = shuffle ? permutation[place] : place;
          writer.write(sample, k, target);
          target.labels()[k] = dataset.label(sample);
          target.samples()[k] = sample;
        }
      }
    };
  }
}
