package org.modaj.nn.build;

import org.modaj.engine.ShapeException;
import org.modaj.nn.layer.AddLayer;
import org.modaj.nn.layer.AlignUnitsLayer;
import org.modaj.nn.layer.ConcatLayer;

/** Adds layers that join values or move positions. */
public interface Joins extends Recording {

  /** Adds the sum of two values of one shape. */
  default Value add(Value a, Value b) {
    return add(new AddLayer(), a, b);
  }

  /** Adds the sum of two values of one shape. */
  default Value add(String name, Value a, Value b) {
    return add(name, new AddLayer(), a, b);
  }

  /** Concatenates values along the last axis. */
  default Value concat(Value... parts) {
    return add(new ConcatLayer(), parts);
  }

  /** Concatenates values along the last axis. */
  default Value concat(String name, Value... parts) {
    return add(name, new ConcatLayer(), parts);
  }

  /**
   * Adds a choice of positions of the last axis.
   *
   * @param sources for each output position the input position, or -1 for a zero
   * @throws ShapeException naming the layer when there is no such position
   */
  default Value align(String name, Value x, int... sources) {
    return add(name, Recording.named(name, () -> new AlignUnitsLayer(sources)), x);
  }
}
