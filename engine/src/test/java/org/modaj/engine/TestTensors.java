package org.modaj.engine;

import org.modaj.engine.random.CounterRandom;

/** Small tensors for tests; the same name and sizes give the same elements. */
public final class TestTensors {
  private TestTensors() {}

  /** Uniform in [-1, 1). */
  public static Tensor uniform(String name, int... sizes) {
    Tensor tensor = Tensor.zeros(sizes);
    CounterRandom.of(name).fill(tensor.data(), 1, 0);
    return tensor;
  }

  /** As {@link #uniform}, collecting a gradient. */
  public static Tensor leaf(String name, int... sizes) {
    return uniform(name, sizes).requireGrad(true);
  }

  /** A leaf with magnitudes in [0.25, 1.25): no element is near the kink of a ReLU. */
  public static Tensor awayFromZero(String name, int... sizes) {
    Tensor tensor = uniform(name, sizes);
    for (int i = 0; i < tensor.elements(); i++) {
      float x = tensor.data()[i];
      tensor.data()[i] = x + (x < 0 ? -0.25f : 0.25f);
    }
    return tensor.requireGrad(true);
  }

  /** A leaf of distinct elements, a quarter apart, in random order: a maximum is never close. */
  public static Tensor distinct(String name, int... sizes) {
    Tensor tensor = Tensor.zeros(sizes);
    int[] order = CounterRandom.of(name).permutation(tensor.elements());
    for (int i = 0; i < order.length; i++) {
      tensor.data()[i] = 0.25f * (order[i] - order.length / 2);
    }
    return tensor.requireGrad(true);
  }
}
