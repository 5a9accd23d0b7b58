package org.modaj.nn.layer;

/** A layer that computes each output by weights of its own, so that outputs can be exchanged. */
public interface ExchangesOutputs extends Layer {
  /** In place of the number of an output: one with new weights. */
  int FRESH = -1;

  /**
   * A layer of this kind with other outputs and tensors of its own.
   *
   * @param sources for each output the one of this layer that it takes its weights from, or {@link
   *     #FRESH}
   * @param name of the layer, which new weights depend on
   * @param seed of new weights
   */
  Layer withOutputs(int[] sources, String name, long seed);
}
