package org.modaj.bench.experiment;

import org.modaj.data.DataSplit;
import org.modaj.data.SequenceDataset;
import org.modaj.data.loader.SequenceLoader;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;
import org.modaj.nn.model.InputKind;

/**
 * Sequences as experiments use them.
 *
 * @param name its name on the command line
 * @param selection which classes of the data set the labels stand for
 * @param train training sequences
 * @param test sequences that accuracy is measured on
 */
public record SequenceData(
    String name, ClassSelection selection, SequenceDataset train, SequenceDataset test)
    implements LabelledData {

  /** A data set with all its classes. */
  public SequenceData(String name, SequenceDataset train, SequenceDataset test) {
    this(name, ClassSelection.all(name, train.classNames()), train, test);
  }

  @Override
  public SequenceData select(int... classes) {
    return new SequenceData(
        name, selection.select(classes), train.relabeled(classes), test.relabeled(classes));
  }

  @Override
  public SequenceData sample(double share, long seed) {
    return new SequenceData(name, selection, train.split(share, seed).test().shuffled(seed), test);
  }

  @Override
  public InputKind input() {
    return InputKind.SEQUENCES;
  }

  @Override
  public Shape inputShape() {
    return Shape.of(train.maxLength(), train.features());
  }

  @Override
  public SequenceData limit(int count) {
    return count >= train.size() ? this : new SequenceData(name, selection, train.take(count), test);
  }

  @Override
  public SequenceData holdOut(double share, long seed) {
    DataSplit<SequenceDataset> parts = train.split(share, seed);
    return new SequenceData(name, selection, parts.train(), parts.test());
  }

  @Override
  public BatchSource trainingBatches(int batchSize, long seed) {
    return SequenceLoader.forTraining(train, batchSize, seed);
  }

  @Override
  public BatchSource plainTraining(int batchSize) {
    return SequenceLoader.inOrder(train, batchSize);
  }

  @Override
  public BatchSource testBatches(int batchSize) {
    return SequenceLoader.inOrder(test, batchSize);
  }

  @Override
  public BatchSource testBatchesOf(int[] classes, int batchSize) {
    return SequenceLoader.inOrder(test.subset(classes), batchSize);
  }
}
