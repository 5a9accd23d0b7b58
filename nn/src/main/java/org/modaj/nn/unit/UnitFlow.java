package org.modaj.nn.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a layer declares about units: which of its tensors' axes belong to which units, what its
 * output carries, and which inputs it reads position by position. Slicing needs nothing else to
 * know about a layer.
 *
 * @param output layout of the output's last axis
 * @param bindings the axes of the layer's tensors that carry units
 * @param alignments one for each input of a layer whose output position stands for positions of its
 *     inputs (an addition, a depthwise convolution); empty for all other layers
 */
public record UnitFlow(UnitLayout output, List<Binding> bindings, List<Alignment> alignments) {
  /**
   * One axis of one tensor.
   *
   * @param tensor name within the layer, such as {@code "weight"}
   * @param axis axis that carries the units
   * @param layout which unit stands where
   */
  public record Binding(String tensor, int axis, UnitLayout layout) {}

  /**
   * Which position of an input each position of the output reads.
   *
   * @param sources for each output position the input position, or -1 for a zero
   */
  public record Alignment(int[] sources) {
    /** Position {@code p} reads position {@code p}. */
    public static Alignment identity(int positions) {
      return new Alignment(IntStream.range(0, positions).toArray());
    }
  }

  /** A flow that passes the input's units through and has no tensors of its own. */
  public static UnitFlow passThrough(UnitLayout input) {
    return new UnitFlow(input, List.of(), List.of());
  }

  /** Starts a flow with this output. */
  public static UnitFlow output(UnitLayout output) {
    return new UnitFlow(output, List.of(), List.of());
  }

  /** The same flow, reading its inputs position by position. */
  public UnitFlow aligned(Alignment... inputs) {
    return new UnitFlow(output, bindings, List.of(inputs));
  }

  /** The same flow with one more binding. */
  public UnitFlow bind(String tensor, int axis, UnitLayout layout) {
    List<Binding> more = new ArrayList<>(bindings);
    more.add(new Binding(tensor, axis, layout));
    return new UnitFlow(output, List.copyOf(more), alignments);
  }
}
