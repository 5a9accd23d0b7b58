package org.modaj.bench.experiment;

import org.modaj.data.LabelledDataset;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;
import org.modaj.nn.model.InputKind;

/**
 * A data set whose training batches are the same in every epoch: in the order of the samples, not
 * augmented.
 *
 * @param base the data set
 */
public record PlainData(LabelledData base) implements LabelledData {
  @Override
  public String name() {
    return base.name();
  }

  @Override
  public ClassSelection selection() {
    return base.selection();
  }

  @Override
  public LabelledDataset<?> train() {
    return base.train();
  }

  @Override
  public LabelledDataset<?> test() {
    return base.test();
  }

  @Override
  public InputKind input() {
    return base.input();
  }

  @Override
  public Shape inputShape() {
    return base.inputShape();
  }

  @Override
  public PlainData limit(int count) {
    return new PlainData(base.limit(count));
  }

  @Override
  public PlainData holdOut(double share, long seed) {
    return new PlainData(base.holdOut(share, seed));
  }

  @Override
  public PlainData select(int... classes) {
    return new PlainData(base.select(classes));
  }

  @Override
  public PlainData sample(double share, long seed) {
    return new PlainData(base.sample(share, seed));
  }

  @Override
  public BatchSource trainingBatches(int batchSize, long seed) {
    return base.plainTraining(batchSize);
  }

  @Override
  public BatchSource plainTraining(int batchSize) {
    return base.plainTraining(batchSize);
  }

  @Override
  public BatchSource testBatches(int batchSize) {
    return base.testBatches(batchSize);
  }

  @Override
  public BatchSource testBatchesOf(int[] classes, int batchSize) {
    return base.testBatchesOf(classes, batchSize);
  }
}
