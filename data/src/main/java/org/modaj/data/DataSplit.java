package org.modaj.data;

import org.modaj.data.transform.Augmentation;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;

/**
 * Two parts of one data set that have no sample in common.
 *
 * @param name what results and the command line call the data set
 * @param train what models learn from
 * @param test what they are measured on and never learn from: the official test split, or a part
 *     held out of the training split
 */
public record DataSplit(String name, LabelledDataset train, LabelledDataset test) {
  /** Samples of a batch that is only measured. */
  public static final int EVALUATION_BATCH = 200;

  /**
   * Checks that both parts are of one kind and have the same classes.
   *
   * @throws DataException if they are not
   */
  public DataSplit {
    boolean fit = train.kind() == test.kind() && train.allClassNames().equals(test.allClassNames());
    if (!fit) {
      throw new DataException(
          name,
          DataException.Problem.BAD_ARGUMENT,
          "two parts of one kind with the same classes",
          train + " and " + test,
          "");
    }
  }

  /** What one sample is. */
  public SampleKind kind() {
    return train.kind();
  }

  /** Shape of one sample; of sequences that of the longest one to learn from. */
  public Shape inputShape() {
    return Shape.of(train.sampleShape());
  }

  /** The same with at most {@code count} training samples, the first ones. */
  public DataSplit limit(int count) {
    return count >= train.size() ? this : new DataSplit(name, train.take(count), test);
  }

  /** The same with a share of the training samples in place of the test samples. */
  public DataSplit holdOut(double share, long seed) {
    DataSplit parts = train.split(share, seed);
    return new DataSplit(name, parts.train(), parts.test());
  }

  /**
   * These classes only; label {@code i} stands for {@code classes[i]}.
   *
   * @throws DataException when a class is unknown, has no sample or occurs twice
   */
  public DataSplit select(int... classes) {
    return new DataSplit(name, train.relabeled(classes), test.relabeled(classes));
  }

  /**
   * The same with a share of the training samples of each class, drawn without replacement by the
   * seed and shuffled once by it.
   */
  public DataSplit sample(double share, long seed) {
    return new DataSplit(name, train.split(share, seed).test().shuffled(seed), test);
  }

  /** The same with training batches that are the same in every epoch: in order, as they are. */
  public DataSplit plain() {
    return new DataSplit(name, train.plain(), test);
  }

  /** The same with another augmentation of the training samples. */
  public DataSplit augmented(Augmentation augmentation) {
    return new DataSplit(name, train.augmented(augmentation), test);
  }

  /** Training batches, shuffled, and augmented where that is usual. */
  public BatchSource trainingBatches(int batchSize, long seed) {
    return train.trainingBatches(batchSize, seed);
  }

  /** As the other one; {@code lastBatch} is what becomes of an incomplete last batch. */
  public BatchSource trainingBatches(int batchSize, long seed, LastBatch lastBatch) {
    return train.trainingBatches(batchSize, seed, lastBatch);
  }

  /** The training samples as they are, in order: what activity is measured on. */
  public BatchSource plainTraining() {
    return plainTraining(EVALUATION_BATCH);
  }

  /** The training samples as they are, in order, in batches of another size. */
  public BatchSource plainTraining(int batchSize) {
    return train.batches(batchSize);
  }

  /** The test samples in order. */
  public BatchSource testBatches() {
    return testBatches(EVALUATION_BATCH);
  }

  /** The test samples in order, in batches of another size. */
  public BatchSource testBatches(int batchSize) {
    return test.batches(batchSize);
  }

  /** The test samples of some classes in order, with their original labels. */
  public BatchSource testBatchesOf(int... classes) {
    return testBatchesOf(classes, EVALUATION_BATCH);
  }

  /** As the other one, in batches of another size. */
  public BatchSource testBatchesOf(int[] classes, int batchSize) {
    return test.subset(classes).batches(batchSize);
  }
}
