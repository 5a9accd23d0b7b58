package org.modaj.nn.build;

import org.modaj.engine.ShapeException;
import org.modaj.nn.layer.join.AddLayer;
import org.modaj.nn.layer.join.AlignUnitsLayer;
import org.modaj.nn.layer.join.ConcatLayer;
import org.modaj.nn.layer.join.MultiplyLayer;
import org.modaj.nn.layer.join.SplitLayer;
import org.modaj.nn.layer.join.SubtractLayer;

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

  /**
   * Adds the product of two values: gating. The second one has the first one's shape, or one factor
   * for each channel.
   */
  default Value multiply(Value x, Value gate) {
    return add(new MultiplyLayer(), x, gate);
  }

  /** Adds the product of two values; see {@link #multiply(Value, Value)}. */
  default Value multiply(String name, Value x, Value gate) {
    return add(name, new MultiplyLayer(), x, gate);
  }

  /** Adds the difference of two values of one shape. */
  default Value subtract(Value a, Value b) {
    return add(new SubtractLayer(), a, b);
  }

  /** Adds the difference of two values of one shape. */
  default Value subtract(String name, Value a, Value b) {
    return add(name, new SubtractLayer(), a, b);
  }

  /** Adds a range of positions of the last axis, {@code [from, to)}. */
  default Value split(Value x, int from, int to) {
    return split(freshName("split"), x, from, to);
  }

  /** Adds a range of positions of the last axis, {@code [from, to)}. */
  default Value split(String name, Value x, int from, int to) {
    return add(name, Recording.named(name, () -> new SplitLayer(from, to)), x);
  }
}
