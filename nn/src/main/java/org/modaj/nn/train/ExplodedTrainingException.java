package org.modaj.nn.train;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/**
 * Training stopped because the loss or the weights have left all bounds, though they are numbers
 * still; the state was not saved.
 */
public final class ExplodedTrainingException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int batch;
  private final @Nullable String checkpoint;

  private ExplodedTrainingException(
      @Nullable String layer, String problem, int epoch, int batch, @Nullable String checkpoint) {
    super(
        "train",
        layer,
        problem
            + " in epoch "
            + (epoch + 1)
            + ", batch "
            + (batch + 1)
            + "; the training has exploded and its state is not saved. Use a smaller learning rate"
            + (checkpoint == null ? "." : "; the last good state is in " + checkpoint + "."));
    this.epoch = epoch;
    this.batch = batch;
    this.checkpoint = checkpoint;
  }

  static ExplodedTrainingException ofLoss(
      double loss, double start, int epoch, int batch, @Nullable String checkpoint) {
    return new ExplodedTrainingException(
        null,
        String.format(Locale.ROOT, "the loss became %.4g, from %.4g at the start,", loss, start),
        epoch,
        batch,
        checkpoint);
  }

  static ExplodedTrainingException ofState(
      String tensor, double value, int epoch, int batch, @Nullable String checkpoint) {
    return new ExplodedTrainingException(
        tensor,
        String.format(Locale.ROOT, "a number of this tensor became %.4g", value),
        epoch,
        batch,
        checkpoint);
  }

  static ExplodedTrainingException ofEvaluation(
      EngineException reason, int epoch, int batch, @Nullable String checkpoint) {
    ExplodedTrainingException e =
        new ExplodedTrainingException(
            null,
            "the network cannot be evaluated (" + reason.getMessage() + ") after its last step",
            epoch,
            batch,
            checkpoint);
    e.initCause(reason);
    return e;
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
