package org.modaj.nn.layer;

/**
 * A layer that gathers statistics of its input while training and uses them in evaluation mode: a
 * batch normalization.
 */
public interface KeepsStatistics extends Layer {

  /**
   * The same layer around the same tensors.
   *
   * @param fixed whether the statistics stand still; it then computes in training what it computes
   *     in evaluation mode
   */
  Layer withFixedStatistics(boolean fixed);
}
