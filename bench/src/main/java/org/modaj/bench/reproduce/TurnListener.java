package org.modaj.bench.reproduce;

import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.MemoryEstimate;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;

/** Shows an epoch as one of all epochs, though a training stops after it to let others go on. */
final class TurnListener implements TrainingListener {
  private final TrainingListener shown;
  private final int epochs;
  private final boolean isFirst;

  /**
   * Wraps a listener.
   *
   * @param epochs of the whole training
   * @param isFirst whether this is the training's first turn in this process
   */
  TurnListener(TrainingListener shown, int epochs, boolean isFirst) {
    this.shown = shown;
    this.epochs = epochs;
    this.isFirst = isFirst;
  }

  @Override
  public void memoryEstimated(MemoryEstimate estimate) {
    if (isFirst) {
      shown.memoryEstimated(estimate);
    }
  }

  @Override
  public void remark(String line) {
    if (isFirst) {
      shown.remark(line);
    }
  }

  @Override
  public void started(Trainer trainer) {
    if (isFirst) {
      shown.started(trainer);
    }
  }

  @Override
  public void epochResumed(int batches, int samples) {
    shown.epochResumed(batches, samples);
  }

  @Override
  public void epochStarted(int epoch, int upTo, int batches, int samples) {
    shown.epochStarted(epoch, epochs, batches, samples);
  }

  @Override
  public void batchEnded(int samples, double loss) {
    shown.batchEnded(samples, loss);
  }

  @Override
  public void epochEnded(EpochResult e, Trainer trainer) {
    shown.epochEnded(
        new EpochResult(
            e.epoch(),
            epochs,
            e.learningRate(),
            e.terms(),
            e.trainMetrics(),
            e.testMetrics(),
            e.seconds(),
            e.samples()),
        trainer);
  }

  @Override
  public void close() {
    shown.close();
  }
}
