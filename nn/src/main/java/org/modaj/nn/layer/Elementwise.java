package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A layer that computes each element of its output from the same element of its one input: any
 * shape, with or without a time axis; the units are those of the input. What is left to write is
 * {@link #type} and {@link #forward}.
 */
public interface Elementwise extends Stepwise {

  @Override
  default Shape outputShape(List<Shape> inputs) {
    return TensorShapes.only(type(), inputs);
  }

  /**
   * Whether the output is 0 where the input is: then it need not be computed where units were
   * dropped. False by default, which is right for every function.
   */
  default boolean isZeroAtZero() {
    return false;
  }

  @Override
  default UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow = UnitFlow.pointwise(inputs);
    return isZeroAtZero() ? flow : flow.neverZero();
  }
}
