package org.modaj.nn;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;

/**
 * Samples for a network to compute on and, when they are sequences, where each one ends.
 *
 * @param values {@code [batch, ...sample]}; sequences {@code [batch, steps, features]}
 * @param lengths valid steps of each sequence, in [1, steps]; null when all have all, and for
 *     samples that are no sequences
 * @param key what chance depends on, as in dropout; null outside of a training
 */
public record NetworkInput(Tensor values, int @Nullable [] lengths, @Nullable StepKey key) {

  /** Samples outside of a training. */
  public NetworkInput(Tensor values, int @Nullable [] lengths) {
    this(values, lengths, null);
  }

  /** Samples without lengths. */
  public static NetworkInput of(Tensor values) {
    return new NetworkInput(values, null);
  }

  /** The samples of a batch; shares its arrays. */
  public static NetworkInput of(Batch batch) {
    return new NetworkInput(
        Tensor.of(Shape.of(batch.inputShape()), batch.inputs()), batch.lengths());
  }

  /** The samples of a batch in a step of a training; shares its arrays. */
  public static NetworkInput of(Batch batch, long seed, int epoch) {
    return of(batch).withKey(new StepKey(seed, epoch, batch.samples()));
  }

  /** The same in a step of a training. */
  public NetworkInput withKey(StepKey step) {
    return new NetworkInput(values, lengths, step);
  }
}
