package org.modaj.bench.experiment;

import org.modaj.data.LabelledDataset;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;
import org.modaj.nn.model.InputKind;

/** A data set as experiments use it: samples to learn from and samples to measure on. */
public sealed interface LabelledData
    permits ImageData, SequenceData, PlainData {
  /** Samples of a batch that is only measured. */
  int EVALUATION_BATCH = 200;

  /** Its name on the command line. */
  String name();

  /** Which classes of the data set the labels stand for. */
  ClassSelection selection();

  /** What is learned from. */
  LabelledDataset<?> train();

  /** What accuracy is measured on. */
  LabelledDataset<?> test();

  /** What one sample is. */
  InputKind input();

  /** Shape of one sample; of sequences that of the longest one to learn from. */
  Shape inputShape();

  /** The same with at most {@code count} training samples, the first ones. */
  LabelledData limit(int count);

  /** The same with a share of the training samples in place of the test samples. */
  LabelledData holdOut(double share, long seed);

  /**
   * These classes only; label {@code i} stands for {@code classes[i]}.
   *
   * @throws org.modaj.data.DataException when a class is unknown, has no sample or occurs twice
   */
  LabelledData select(int... classes);

  /**
   * The same with a share of the training samples of each class, drawn without replacement by the
   * seed and shuffled once by it.
   */
  LabelledData sample(double share, long seed);

  /** Training batches, shuffled, and augmented where that is usual. */
  BatchSource trainingBatches(int batchSize, long seed);

  /** The training samples as they are, in order: what activity is measured on. */
  default BatchSource plainTraining() {
    return plainTraining(EVALUATION_BATCH);
  }

  /** The training samples as they are, in order, in batches of another size. */
  BatchSource plainTraining(int batchSize);

  /** The test samples in order. */
  default BatchSource testBatches() {
    return testBatches(EVALUATION_BATCH);
  }

  /** The test samples in order, in batches of another size. */
  BatchSource testBatches(int batchSize);

  /** The test samples of some classes in order, with their original labels. */
  default BatchSource testBatchesOf(int... classes) {
    return testBatchesOf(classes, EVALUATION_BATCH);
  }

  /** As the other one, in batches of another size. */
  BatchSource testBatchesOf(int[] classes, int batchSize);
}
