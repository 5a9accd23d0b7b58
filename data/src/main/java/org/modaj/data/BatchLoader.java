package org.modaj.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.batch.Target;
import org.modaj.engine.batch.TargetSpec;
import org.modaj.engine.random.CounterRandom;

/**
 * Batches of a data set, scaled, on request shuffled and augmented, prepared ahead by threads of
 * each epoch.
 *
 * <p>The order of an epoch depends on (seed, epoch) only; what is random in a sample on (seed,
 * epoch, its number in the data set) only. So the batches are the same whatever was read before,
 * whatever the number of threads, and when an epoch is read from its middle.
 *
 * <p>Every epoch has every sample once, but for those that {@link LastBatch} leaves out. A loader
 * has no state and may be shared between threads.
 *
 * <p>
 *
 * {@snippet :
 * BatchLoader loader = dataset.trainingBatches(128, 1);
 * try (Epoch epoch = loader.epoch(0)) {
 *   while (epoch.hasNext()) {
 *     Batch batch = epoch.next();
 *   }
 * }
 * }
 */
public final class BatchLoader implements BatchSource {
  private final LabelledDataset dataset;
  private final int batchSize;
  private final boolean shuffle;
  private final Augmentation augmentation;
  private final int samples;
  private final int threads;
  private final CounterRandom order;
  private final CounterRandom draws;
  private final CounterRandom partners;
  private final List<TargetSpec> targets;
  private final int[] sampleShape;
  private final int elements;

  private BatchLoader(Builder options) {
    dataset = options.dataset;
    batchSize = options.batchSize;
    if (batchSize < 1) {
      throw new DataException(
          dataset.name(), Problem.BAD_ARGUMENT, "a batch size of at least 1", "" + batchSize, "");
    }
    sampleShape = dataset.sampleShape();
    long sampleElements = Arrays.stream(sampleShape).asLongStream().reduce(1, (a, b) -> a * b);
    samples = options.lastBatch.samples(dataset.name(), dataset.size(), batchSize);
    int largest = Math.min(batchSize, samples);
    if (sampleElements * largest > Integer.MAX_VALUE) {
      throw new DataException(
          dataset.name(),
          Problem.TOO_LARGE,
          "batches of fewer than 2^31 values",
          largest + " samples of " + sampleElements + " values",
          "Take smaller batches.");
    }
    elements = (int) sampleElements;
    shuffle = options.shuffle;
    augmentation = dataset.augmented(options.augmentation).augmentation();
    threads = options.threads == 0 ? dataset.samples().writers() : options.threads;
    order = CounterRandom.of(options.seed, "shuffle");
    draws = CounterRandom.of(options.seed, "augment");
    partners = CounterRandom.of(options.seed, "mixup");
    targets = targets();
  }

  /** The options of a loader; by default batches of 128, in order, as the samples are. */
  public static final class Builder {
    private static final int DEFAULT_BATCH_SIZE = 128;
    private static final int MOST_THREADS = 64;

    private final LabelledDataset dataset;
    private int batchSize = DEFAULT_BATCH_SIZE;
    private boolean shuffle;
    private Augmentation augmentation = Augmentation.NONE;
    private LastBatch lastBatch = LastBatch.KEEP;
    private int threads;
    private long seed;

    Builder(LabelledDataset dataset) {
      this.dataset = dataset;
    }

    /** Sets the number of samples in every batch but the last. */
    public Builder batchSize(int size) {
      this.batchSize = size;
      return this;
    }

    /** Sets whether each epoch has an order of its own. */
    public Builder shuffle(boolean on) {
      this.shuffle = on;
      return this;
    }

    /** Sets how images are changed at random. */
    public Builder augmentation(Augmentation changes) {
      this.augmentation = changes;
      return this;
    }

    /** Sets what becomes of an incomplete last batch; it is kept by default. */
    public Builder lastBatch(LastBatch policy) {
      this.lastBatch = policy;
      return this;
    }

    /**
     * Sets how many threads prepare batches beside the one that reads them; by default one, or
     * several where files are decoded. The batches do not depend on it.
     *
     * @throws DataException if it is not 1 .. 64
     */
    public Builder threads(int count) {
      if (count < 1 || count > MOST_THREADS) {
        throw new DataException(
            dataset.name(), Problem.BAD_ARGUMENT, "1 .. 64 threads", "" + count, "");
      }
      this.threads = count;
      return this;
    }

    /** Sets the seed of order and augmentation. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Returns the loader.
     *
     * @throws DataException if the batch size is not positive, batches would be too large, or other
     *     samples than images are to be augmented
     */
    public BatchLoader build() {
      return new BatchLoader(this);
    }
  }

  /** Returns the data set. */
  public LabelledDataset dataset() {
    return dataset;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int classes() {
    return dataset.classes();
  }

  @Override
  public List<String> classNames() {
    return dataset.classNames();
  }

  @Override
  public int[] sampleShape() {
    return sampleShape.clone();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where samples are mixed, {@link LabelledDataset#CLASS_TARGET} has the share of each class,
   * {@code [classes]}.
   */
  @Override
  public List<TargetSpec> targets() {
    List<TargetSpec> specs = new ArrayList<>();
    if (augmentation.mixup() != null) {
      if (!dataset.hasClasses() || !dataset.targets().isEmpty()) {
        throw new DataException(
            dataset.name(),
            Problem.BAD_ARGUMENT,
            "classes, and no other target, to mix samples",
            dataset.toString(),
            "Leave mixup out.");
      }
      specs.add(new TargetSpec(LabelledDataset.CLASS_TARGET, 0, List.of(dataset.classes())));
    }
    dataset.targets().forEach(target -> specs.add(target.spec()));
    return specs;
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public Epoch epoch(int epoch) {
    return epoch(epoch, 0);
  }

  @Override
  public Epoch epoch(int epoch, int fromBatch) {
    if (epoch < 0 || fromBatch < 0 || fromBatch > batchesPerEpoch()) {
      throw new DataException(
          dataset.name(),
          Problem.BAD_ARGUMENT,
          "an epoch of at least 0, and a batch 0 .. " + batchesPerEpoch(),
          "epoch " + epoch + ", batch " + fromBatch,
          "");
    }
    EpochWriter writer = new EpochWriter(epoch);
    return new PrefetchedEpoch(
        "loader " + dataset.name() + " epoch " + epoch,
        new PrefetchedEpoch.Range(samples, batchSize, fromBatch),
        this::allocate,
        writer,
        threads);
  }

  private Batch allocate(int size) {
    int[] shape = new int[1 + sampleShape.length];
    shape[0] = size;
    System.arraycopy(sampleShape, 0, shape, 1, sampleShape.length);
    float[] inputs = new float[size * elements];
    int[] lengths = null;
    if (dataset.samples().hasLengths()) {
      lengths = new int[size];
      Arrays.fill(lengths, sampleShape[0]);
    }
    Batch batch = new Batch(inputs, shape, new int[size], lengths, new int[size]);
    return targets.isEmpty()
        ? batch
        : batch.with(targets.stream().map(spec -> Target.allocate(spec, size)).toList());
  }

  /** Writes the batches of one epoch; each call of {@link #fill} by any thread. */
  private final class EpochWriter implements PrefetchedEpoch.Filler {
    private final int epoch;
    private final ThreadLocal<SampleWriterOfThread> writers =
        ThreadLocal.withInitial(SampleWriterOfThread::new);
    private int @Nullable [] permutation;

    EpochWriter(int epoch) {
      this.epoch = epoch;
    }

    @Override
    public void fill(int number, Batch target, int from, int to) {
      int[] places = shuffle ? permutation() : null;
      SampleWriterOfThread writer = writers.get();
      for (int k = from; k < to; k++) {
        int place = number * batchSize + k;
        writer.write(places == null ? place : places[place], k, target);
      }
    }

    private synchronized int[] permutation() {
      if (permutation == null) {
        permutation = order.child(epoch).permutation(dataset.size());
      }
      return permutation;
    }

    /** What one thread needs to write samples. */
    private final class SampleWriterOfThread {
      private final Samples.SampleWriter writer =
          dataset.samples().writer(augmentation, draws.child(epoch));
      private final @Nullable MixedSamples mixed =
          augmentation.mixup() == null
              ? null
              : new MixedSamples(
                  dataset, augmentation.mixup(), writer, partners.child(epoch), elements);

      void write(int sample, int k, Batch target) {
        int length = writer.write(sample, target.inputs(), k * elements);
        target.labels()[k] = dataset.label(sample);
        target.samples()[k] = sample;
        if (target.lengths() != null) {
          target.lengths()[k] = length;
        }
        if (mixed != null) {
          mixed.mix(sample, k, target);
        }
        for (int i = 0; i < dataset.targets().size(); i++) {
          dataset.targets().get(i).write(sample, k, target.targets().get(i));
        }
      }
    }
  }
}
