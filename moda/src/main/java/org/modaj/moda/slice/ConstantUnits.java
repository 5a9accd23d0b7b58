package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.FoldsConstants;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;
import org.modaj.nn.unit.UnitSpace;

/**
 * Removes units whose output is provably the same for every input, and folds what they contribute
 * into the next bias or normalization (our extension, spec 11.8). A cut leaves such units behind: a
 * depthwise convolution's channel whose input was dropped carries the constant {@code
 * relu(norm(0))}.
 *
 * <p>Proof: the network is evaluated on NaN. An output position that is not NaN does not depend on
 * the input; it is constant when it is also the same at every place. A unit is removed when it is
 * constant wherever it is read, and each reader can absorb the constant or it is 0. In front of a
 * padded convolution only zeros can go, since the padding is 0 and the constant is not.
 *
 * <p>The result computes in evaluation mode what the network computes, up to rounding, with fewer
 * weights; training it further is another matter, since normalizations then use the batch.
 */
public final class ConstantUnits {
  private static final float VARIES = Float.NaN;

  private final DeclaredUnits declared;
  private final Network network;

  /** For each node and position of the last axis its constant, or {@link #VARIES}. */
  private final List<float[]> constants = new ArrayList<>();

  /** Units to remove. */
  private final Map<UnitSpace, BitSet> removed = new IdentityHashMap<>();

  private ConstantUnits(Network network) {
    this.network = network;
    this.declared = DeclaredUnits.of(network);
    Shape batch = network.inputShape().prepend(1);
    float[] nan = new float[batch.elements()];
    Arrays.fill(nan, VARIES);
    try (Autograd.Scope _ = Autograd.noGrad()) {
      network.observe(
          NetworkInput.of(Tensor.of(batch, nan)),
          Mode.EVALUATE,
          (node, y) -> constants.add(constants(y)));
    }
  }

  /**
   * The network without its constant units.
   *
   * @param network not modified
   * @return a new network of the same name; a copy when there are none
   */
  public static Network fold(Network network) {
    return new ConstantUnits(network).fold();
  }

  private static float[] constants(Tensor y) {
    int width = y.dim(-1);
    float[] constant = Arrays.copyOf(y.data(), width);
    for (int i = 0; i < y.elements(); i++) {
      if (constant[i % width] != y.data()[i]) {
        constant[i % width] = VARIES;
      }
    }
    return constant;
  }

  private Network fold() {
    declared
        .flows()
        .forEach(flow -> flow.output().spaces().forEach(space -> removed.put(space, all(space))));
    for (int i = 0; i < network.nodes().size(); i++) {
      for (int k = 0; k < declared.inputs().get(i).size(); k++) {
        keepVarying(i, k);
      }
    }
    UnitLayout outputs = declared.flows().getLast().output();
    for (int p = 0; p < outputs.positions(); p++) {
      keep(outputs, p);
    }
    removed.forEach(ConstantUnits::leaveOne);
    Map<Integer, Layer> absorbed = absorb();
    DeclaredUnits folded = DeclaredUnits.of(with(absorbed));
    Map<UnitSpace, BitSet> staying = new IdentityHashMap<>();
    for (int i = 0; i < declared.flows().size(); i++) {
      UnitLayout before = declared.flows().get(i).output();
      UnitLayout after = folded.flows().get(i).output();
      for (int p = 0; p < before.positions(); p++) {
        BitSet units = staying.computeIfAbsent(after.space(p), s -> new BitSet());
        units.set(after.unit(p), !removed.get(before.space(p)).get(before.unit(p)));
      }
    }
    return Slicer.plan(folded, staying, Joins.ALIGNED).build(network.name());
  }

  /** No space becomes empty. */
  private static void leaveOne(UnitSpace space, BitSet units) {
    if (units.cardinality() == space.size()) {
      units.clear(0);
    }
  }

  private static BitSet all(UnitSpace space) {
    BitSet units = new BitSet();
    units.set(0, space.size());
    return units;
  }

  private void keep(UnitLayout layout, int position) {
    BitSet units = removed.get(layout.space(position));
    if (units != null) { // the network's input is not cut
      units.clear(layout.unit(position));
    }
  }

  /** Whether a node reads an input's units, rather than passing them on. */
  private boolean reads(int node, int input) {
    UnitFlow flow = declared.flows().get(node);
    UnitLayout in = declared.inputs().get(node).get(input);
    return !flow.alignments().isEmpty() || !flow.output().spaces().containsAll(in.spaces());
  }

  /** Keeps what a node reads and is not constant, or reads position by position and is not 0. */
  private void keepVarying(int node, int input) {
    int from = network.nodes().get(node).inputs().get(input);
    if (from == Network.INPUT || !reads(node, input)) {
      return;
    }
    boolean aligned = !declared.flows().get(node).alignments().isEmpty();
    float[] constant = constants.get(from);
    for (int p = 0; p < constant.length; p++) {
      if (Float.isNaN(constant[p]) || aligned && constant[p] != 0) {
        keep(declared.inputs().get(node).get(input), p);
      }
    }
  }

  /** Folds until every reader can; readers that cannot keep what they read. */
  private Map<Integer, Layer> absorb() {
    while (true) {
      Map<Integer, Layer> absorbed = new HashMap<>();
      int stuck = -1;
      for (int i = 0; i < network.nodes().size() && stuck < 0; i++) {
        float[] shift = shift(i);
        if (shift != null && !absorb(i, shift, absorbed)) {
          stuck = i;
        }
      }
      if (stuck < 0) {
        return absorbed;
      }
      UnitLayout in = declared.inputs().get(stuck).get(0);
      float[] shift = shift(stuck);
      for (int p = 0; p < shift.length; p++) {
        if (shift[p] != 0) {
          keep(in, p);
        }
      }
    }
  }

  /** The constants that a node's input loses; null when it loses nothing but zeros. */
  private float[] shift(int node) {
    int from = network.nodes().get(node).inputs().get(0);
    if (from == Network.INPUT || !reads(node, 0)) {
      return null;
    }
    UnitLayout in = declared.inputs().get(node).get(0);
    float[] shift = new float[in.positions()];
    boolean any = false;
    for (int p = 0; p < shift.length; p++) {
      BitSet units = removed.get(in.space(p));
      if (units != null && units.get(in.unit(p))) {
        shift[p] = constants.get(from)[p];
        any |= shift[p] != 0;
      }
    }
    return any ? shift : null;
  }

  /** Makes a node, or all that read it, absorb a constant. */
  private boolean absorb(int node, float[] shift, Map<Integer, Layer> absorbed) {
    NetworkNode own = network.nodes().get(node);
    if (own.inputs().size() != 1) {
      return false;
    }
    Layer layer = absorbed.getOrDefault(node, own.layer());
    Layer next = FoldsConstants.absorbing(layer, shift);
    if (next != null) {
      absorbed.put(node, next);
      return true;
    }
    float[] response = FoldsConstants.response(layer, shift);
    if (response == null || node == network.nodes().size() - 1) {
      return false;
    }
    for (int i = node + 1; i < network.nodes().size(); i++) {
      if (network.nodes().get(i).inputs().contains(node) && !absorb(i, response, absorbed)) {
        return false;
      }
    }
    return true;
  }

  /** The network with other layers of the same shapes. */
  private Network with(Map<Integer, Layer> layers) {
    NetworkBuilder net = NetworkBuilder.like(network, network.name(), 0);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      NetworkNode node = network.nodes().get(i);
      Value[] inputs =
          node.inputs().stream()
              .map(from -> from == Network.INPUT ? net.input() : values.get(from))
              .toArray(Value[]::new);
      values.add(net.add(node.name(), layers.getOrDefault(i, node.layer()), inputs));
    }
    return net.build();
  }
}
