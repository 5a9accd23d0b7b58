package org.modaj.nn.build;

import org.modaj.nn.layer.FlattenLayer;
import org.modaj.nn.layer.RowsToStepsLayer;

/** Adds layers that only change the shape. */
public interface Reshapes extends Recording {

  /** Adds the step from images to vectors. */
  default Value flatten(Value x) {
    return add(new FlattenLayer(), x);
  }

  /** Adds the step from images to vectors. */
  default Value flatten(String name, Value x) {
    return add(name, new FlattenLayer(), x);
  }

  /**
   * Adds the step from images to sequences, each row a step: {@code [h, w, c]} to {@code [h, w·c]}.
   */
  default Value rowsToSteps(Value x) {
    return add(new RowsToStepsLayer(), x);
  }

  /**
   * Adds the step from images to sequences, each row a step: {@code [h, w, c]} to {@code [h, w·c]}.
   */
  default Value rowsToSteps(String name, Value x) {
    return add(name, new RowsToStepsLayer(), x);
  }
}
