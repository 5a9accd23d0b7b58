package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A layer whose units are those of its inputs: position p of the last axis reads position p, and is
 * 0 where all inputs are: pooling, resizing, sums.
 */
public interface KeepsUnits extends Layer {

  @Override
  default UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
