package org.modaj.nn.build;

import org.jspecify.annotations.Nullable;
import org.modaj.nn.Initializer;

/**
 * Settings of a dense layer.
 *
 * @param units of the output
 * @param hasBias whether a bias is added
 * @param weight initial weights
 * @param bias initial bias; null for uniform in {@code ±1/√in}, PyTorch's default
 */
public record Dense(int units, boolean hasBias, Initializer weight, @Nullable Initializer bias) {
  /** PyTorch's default initialization, with a bias. */
  public static Dense of(int units) {
    return new Dense(units, true, Initializer.uniformFanIn(), null);
  }

  /** The same with other initial values. */
  public Dense init(Initializer weights, Initializer biases) {
    return new Dense(units, true, weights, biases);
  }

  /** The same with other initial weights. */
  public Dense weight(Initializer weights) {
    return new Dense(units, hasBias, weights, bias);
  }

  /** The same without a bias. */
  public Dense withoutBias() {
    return new Dense(units, false, weight, null);
  }
}
