package org.modaj.bench.conformance.moda;

import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.baseline.TrainingSamples;

/** The samples of cases that train nothing. */
record NoSamples() implements TrainingSamples {
  @Override
  public int classes() {
    throw none();
  }

  @Override
  public BatchSource plain() {
    throw none();
  }

  @Override
  public BatchSource shuffled(int batchSize, long seed) {
    throw none();
  }

  @Override
  public BatchSource shuffled(int batchSize, long seed, int... classes) {
    throw none();
  }

  @Override
  public BatchSource plain(int... classes) {
    throw none();
  }

  private static GoldenCaseException none() {
    return new GoldenCaseException("mwt_compose", "cases have no training samples");
  }
}
