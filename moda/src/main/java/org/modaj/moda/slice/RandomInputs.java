package org.modaj.moda.slice;

import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/** Inputs to try networks on. */
public final class RandomInputs {
  private RandomInputs() {}

  /**
   * Uniform values in [-1, 1).
   *
   * @param samples how many
   * @param name of the random numbers
   * @param ends whether sequences end early, each at another step
   */
  public static NetworkInput of(Network network, int samples, String name, boolean ends) {
    Shape shape = network.inputShape().prepend(samples);
    Tensor x = Tensor.of(shape, new float[shape.elements()]);
    CounterRandom.of(name).fill(x.data(), 1, 0);
    if (!ends || !network.readsSequences()) {
      return NetworkInput.of(x);
    }
    int steps = network.inputShape().dim(0);
    int[] lengths = new int[samples];
    for (int n = 0; n < samples; n++) {
      lengths[n] = 1 + (steps - 1) * (n + 1) / samples;
    }
    return new NetworkInput(x, lengths);
  }
}
