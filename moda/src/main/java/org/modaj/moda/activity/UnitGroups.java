package org.modaj.moda.activity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * The units of a tracked layer, as keep-sets count them: one for each position of its last axis, or
 * one for several consecutive positions, as attention heads are.
 *
 * @param units how many
 * @param size positions of each
 */
record UnitGroups(int units, int size) {

  static UnitGroups of(Network network, NetworkNode node) {
    List<Shape> shapes = network.inputShapes(node);
    List<UnitLayout> inputs = new ArrayList<>();
    shapes.forEach(shape -> inputs.add(UnitLayout.input(inputs.size(), shape.dim(-1))));
    @Nullable UnitFlow flow = node.layer().units(node.name(), shapes, inputs);
    int size = flow == null ? 1 : flow.unitSize();
    return new UnitGroups(node.shape().dim(-1) / size, size);
  }

  /** Means of positions {@code [batch, positions]} as means of units {@code [batch, units]}. */
  Tensor means(Tensor ofPositions) {
    return size == 1 ? ofPositions : magnitudes(ofPositions);
  }

  /** Mean magnitude of each unit's positions, {@code [..., units]}. */
  Tensor magnitudes(Tensor values) {
    if (size == 1) {
      return values;
    }
    Shape shape = values.shape().with(-1, units);
    float[] means = new float[shape.elements()];
    for (int i = 0; i < means.length; i++) {
      float sum = 0;
      for (int p = i * size; p < (i + 1) * size; p++) {
        sum += Math.abs(values.data()[p]);
      }
      means[i] = sum / size;
    }
    return Tensor.of(shape, means);
  }
}
