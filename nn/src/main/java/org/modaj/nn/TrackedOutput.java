package org.modaj.nn;

import java.util.List;
import org.modaj.engine.Tensor;

/**
 * A network's output and the mean activation of its tracked units.
 *
 * @param output {@code [batch, ...]}
 * @param unitMeans for each of {@link Network#activations()}, {@code [batch, units]}; empty when
 *     nothing was tracked
 */
public record TrackedOutput(Tensor output, List<Tensor> unitMeans) {}
