package org.modaj.nn;

/**
 * The floats that a network computes for one sample of a step and does not give back at once.
 *
 * @param kept outputs of all layers and what they keep for their gradients; they live until the
 *     step ends
 * @param gradients gradients of outputs that exist at the same time; training only
 */
public record StepMemory(long kept, long gradients) {

  /** Floats for one sample of a training step. */
  public long training() {
    return kept + gradients;
  }
}
