package org.modaj.nn.unit;

import java.util.ArrayList;
import java.util.List;

/**
 * What a layer declares about units: which of its tensors' axes belong to which units, and what its
 * output carries. Slicing needs nothing else to know about a layer.
 *
 * @param output layout of the output's last axis
 * @param bindings the axes of the layer's tensors that carry units
 */
public record UnitFlow(UnitLayout output, List<Binding> bindings) {
  /**
   * One axis of one tensor.
   *
   * @param tensor name within the layer, such as {@code "weight"}
   * @param axis axis that carries the units
   * @param layout which unit stands where
   */
  public record Binding(String tensor, int axis, UnitLayout layout) {}

  /** A flow that passes the input's units through and has no tensors of its own. */
  public static UnitFlow passThrough(UnitLayout input) {
    return new UnitFlow(input, List.of());
  }

  /** Starts a flow with this output. */
  public static UnitFlow output(UnitLayout output) {
    return new UnitFlow(output, List.of());
  }

  /** The same flow with one more binding. */
  public UnitFlow bind(String tensor, int axis, UnitLayout layout) {
    List<Binding> more = new ArrayList<>(bindings);
    more.add(new Binding(tensor, axis, layout));
    return new UnitFlow(output, List.copyOf(more));
  }
}
