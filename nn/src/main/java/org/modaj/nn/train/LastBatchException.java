package org.modaj.nn.train;

import org.modaj.engine.EngineException;

/** An epoch would end with a batch that has too few samples for a layer; nothing was trained. */
public final class LastBatchException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int samples;

  LastBatchException(String layer, int least, int samples, int epochSamples, int batchSize) {
    super(
        "train",
        layer,
        "the last batch of an epoch has "
            + samples
            + (samples == 1 ? " sample" : " samples")
            + " ("
            + epochSamples
            + " in batches of "
            + batchSize
            + "), but this layer learns from at least "
            + least
            + ". Leave the last batch out (LastBatch.DROP of a loader, --drop-last on the command"
            + " line) or take another batch size");
    this.samples = samples;
  }

  /** Samples of the last batch. */
  public int samples() {
    return samples;
  }
}
