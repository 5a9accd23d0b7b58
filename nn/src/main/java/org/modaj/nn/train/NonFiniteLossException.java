package org.modaj.nn.train;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/** Training stopped because the loss was not finite. */
public final class NonFiniteLossException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int batch;
  private final @Nullable String checkpoint;

  /**
   * Creates the exception.
   *
   * @param layer first layer whose output is not finite, or null when all are
   * @param checkpoint last saved state, or null
   */
  public NonFiniteLossException(
      double loss, int epoch, int batch, @Nullable String layer, @Nullable String checkpoint) {
    super(
        "train",
        layer,
        "the loss became "
            + loss
            + " in epoch "
            + (epoch + 1)
            + ", batch "
            + (batch + 1)
            + (layer == null
                ? "; all layer outputs are finite"
                : "; this layer's output is the first that is not finite")
            + ". Use a smaller learning rate"
            + (checkpoint == null ? "." : "; the last good state is in " + checkpoint + "."));
    this.epoch = epoch;
    this.batch = batch;
    this.checkpoint = checkpoint;
  }

  /** Epoch, from 0. */
  public int epoch() {
    return epoch;
  }

  /** Batch of the epoch, from 0. */
  public int batch() {
    return batch;
  }

  /** The last saved state, or null. */
  public @Nullable String checkpoint() {
    return checkpoint;
  }
}
