package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Reading;
import org.modaj.nn.unit.UnitLayout;

/**
 * The positions of a layer's output that do not depend on the network's input, and their values.
 *
 * @param values of all positions, in one place of one sample
 * @param varying positions that depend on the input, or differ from place to place
 */
record Constants(float[] values, BitSet varying) {
  private static final int SAMPLES = 2;

  /** Those of every layer. */
  static List<Constants> of(DeclaredUnits declared) {
    List<Constants> constants = new ArrayList<>();
    try (Autograd.Scope _ = Autograd.noGrad()) {
      declared
          .network()
          .observe(
              RandomInputs.of(declared.network(), SAMPLES, "constants", false),
              Mode.EVALUATE,
              (node, y) -> constants.add(of(declared, constants, y)));
    }
    return constants;
  }

  private static Constants of(DeclaredUnits declared, List<Constants> before, Tensor y) {
    BitSet varying = depending(declared, before, before.size());
    float[] values = new float[y.dim(-1)];
    System.arraycopy(y.data(), 0, values, 0, values.length);
    for (int i = 0; i < y.elements(); i++) {
      int p = i % values.length;
      if (values[p] != y.data()[i]) { // also NaN
        varying.set(p);
      }
    }
    return new Constants(values, varying);
  }

  /** Positions that read something that varies. */
  private static BitSet depending(DeclaredUnits declared, List<Constants> before, int index) {
    UnitFlow flow = declared.flows().get(index);
    UnitLayout moved = flow.moved().orElse(null);
    BitSet depending = new BitSet();
    if (moved != null) {
      for (int p = 0; p < moved.size(); p++) {
        if (!moved.isZero(p)) {
          int from = declared.inputs(index).get(moved.input(p));
          depending.set(
              p, from == Network.INPUT || before.get(from).varying().get(moved.position(p)));
        }
      }
      return depending;
    }
    BitSet blocks = new BitSet();
    for (int k = 0; k < flow.readings().size(); k++) {
      blocks.or(varyingBlocks(declared, before, index, k));
    }
    for (List<Integer> together : flow.zeroes()) {
      BitSet notZero = new BitSet();
      together.forEach(k -> notZero.or(nonZeroBlocks(declared, before, index, k)));
      blocks.and(notZero);
    }
    if (!flow.parts().isEmpty()) {
      blocks.set(0, flow.blocks()); // differs from step to step
    }
    for (int p = 0; p < flow.positions(); p++) {
      depending.set(p, blocks.get(flow.blockOf(p)));
    }
    return depending;
  }

  private static BitSet varyingBlocks(
      DeclaredUnits declared, List<Constants> before, int index, int input) {
    int from = declared.inputs(index).get(input);
    return blocks(
        declared.flows().get(index),
        input,
        declared.width(from),
        from == Network.INPUT ? KeepSets.all(declared.width(from)) : before.get(from).varying());
  }

  private static BitSet nonZeroBlocks(
      DeclaredUnits declared, List<Constants> before, int index, int input) {
    int from = declared.inputs(index).get(input);
    BitSet positions = KeepSets.all(declared.width(from));
    if (from != Network.INPUT) {
      positions.andNot(before.get(from).zeros());
    }
    return blocks(declared.flows().get(index), input, declared.width(from), positions);
  }

  /** Blocks of the output that read one of these positions. */
  private static BitSet blocks(UnitFlow flow, int input, int width, BitSet positions) {
    if (flow.readings().get(input) != Reading.BLOCK) {
      return positions.isEmpty() ? new BitSet() : KeepSets.all(flow.blocks());
    }
    BitSet blocks = new BitSet();
    positions.stream().forEach(p -> blocks.set(p / (width / flow.blocks())));
    return blocks;
  }

  /** The constant positions, a copy. */
  BitSet positions() {
    BitSet constant = KeepSets.all(values.length);
    constant.andNot(varying);
    return constant;
  }

  /** The constant positions that are 0, a copy. */
  BitSet zeros() {
    BitSet zeros = positions();
    zeros.stream().filter(p -> values[p] != 0).forEach(zeros::clear);
    return zeros;
  }

  /** The value at a constant position. */
  float value(int position) {
    return values[position];
  }
}
