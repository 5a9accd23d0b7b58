package org.modaj.bench.experiment;

import org.modaj.data.DataSplit;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.baseline.TrainingSamples;

/**
 * The training samples of a data set as methods of modularization read them.
 *
 * @param data the data set
 */
public record SplitSamples(DataSplit data) implements TrainingSamples {

  @Override
  public int classes() {
    return data.train().classes();
  }

  @Override
  public BatchSource plain() {
    return data.plainTraining();
  }

  @Override
  public BatchSource shuffled(int batchSize, long seed) {
    return data.trainingBatches(batchSize, seed);
  }

  @Override
  public BatchSource shuffled(int batchSize, long seed, int... classes) {
    return data.select(classes).trainingBatches(batchSize, seed);
  }

  @Override
  public BatchSource plain(int... classes) {
    return data.select(classes).plainTraining();
  }
}
