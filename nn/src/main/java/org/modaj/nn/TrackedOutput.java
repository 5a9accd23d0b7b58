package org.modaj.nn;

import java.util.List;
import org.modaj.engine.Tensor;

/**
 * A network's output and what its tracked layers did.
 *
 * @param output {@code [batch, ...]}
 * @param unitMeans for each of {@link Network#trackedNodes()}, {@code [batch, units]}; empty when
 *     nothing was tracked
 * @param activations the outputs of the same layers, {@code [batch, ..., units]}
 */
public record TrackedOutput(Tensor output, List<Tensor> unitMeans, List<Tensor> activations) {
  /** An output with means alone. */
  public TrackedOutput(Tensor output, List<Tensor> unitMeans) {
    this(output, unitMeans, List.of());
  }
}
