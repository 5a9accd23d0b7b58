package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.FoldsConstants;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Reading;
import org.modaj.nn.unit.UnitLayout;

/**
 * Removes units whose output is provably the same for every input, and folds what they contribute
 * into the next bias or normalization (our extension, spec 11.8). A cut leaves such units behind: a
 * depthwise convolution's channel whose input was dropped carries the constant {@code
 * relu(norm(0))}.
 *
 * <p>Which units are constant is proved from what the layers declare: a position whose block reads
 * constants alone. What the constant is, and that it is the same at every place, is computed. A
 * unit is removed when each reader can absorb its constant, or it is 0. Before a padded convolution
 * only zeros can go, since the padding is 0 and the constant is not.
 *
 * <p>The result computes in evaluation mode what the network computes, up to rounding, with fewer
 * weights; this is verified on random inputs before it is returned. Training it further is another
 * matter, since normalizations then use the batch.
 */
public final class ConstantUnits {
  private final DeclaredUnits declared;
  private final Network network;
  private final BitSet roots = new BitSet();

  /** Nodes one of whose tensors another node uses too. */
  private final BitSet sharing;

  private final List<Constants> constants;

  /** Constant positions that are not yet known to be needed, by node. */
  private final List<BitSet> removed = new ArrayList<>();

  private ConstantUnits(Network network) {
    this.network = network;
    this.declared = DeclaredUnits.of(network);
    network.heads().values().forEach(roots::set);
    this.sharing = sharing(network);
    this.constants = Constants.of(declared);
    for (int i = 0; i < declared.size(); i++) {
      removed.add(roots.get(i) ? new BitSet() : constants.get(i).positions());
    }
  }

  private static BitSet sharing(Network network) {
    Map<Tensor, Integer> first = new IdentityHashMap<>();
    BitSet sharing = new BitSet();
    for (int i = 0; i < network.nodes().size(); i++) {
      int index = i;
      network
          .nodes()
          .get(i)
          .layer()
          .parameters()
          .values()
          .forEach(t -> {
            Integer other = first.putIfAbsent(t, index);
            if (other != null) {
              sharing.set(index);
              sharing.set(other);
            }
          });
    }
    return sharing;
  }

  /**
   * The network without its constant units.
   *
   * @param network not modified
   * @return a new network of the same name; a copy when there are none
   * @throws ModularizationException when the result does not compute what the network computes on
   *     random inputs: a layer then does not do what it declares
   */
  public static Network fold(Network network) {
    Network folded = new ConstantUnits(network).fold();
    SameOutputs.require(network, folded);
    return folded;
  }

  private Network fold() {
    while (keepWhatIsRead()) {
      // what one reader needs can make its own output needed
    }
    Map<Integer, Layer> absorbed = absorb();
    Map<Integer, BitSet> kept = new TreeMap<>();
    for (int i = 0; i < removed.size(); i++) {
      if (!removed.get(i).isEmpty()) {
        BitSet own = KeepSets.all(declared.width(i));
        own.andNot(removed.get(i));
        kept.put(i, own);
      }
    }
    DeclaredUnits folded = DeclaredUnits.of(with(absorbed));
    return Slicer.plan(folded, kept, KeepSets.allOutputs(folded), Joins.ALIGNED)
        .build(network.name());
  }

  // ------------------------------------------------------------------------------ readers

  /** Keeps constants that are not 0 and that a reader takes along position by position. */
  private boolean keepWhatIsRead() {
    boolean changed = false;
    for (int i = 0; i < declared.size(); i++) {
      for (int k = 0; k < declared.inputs(i).size(); k++) {
        int from = declared.inputs(i).get(k);
        if (from != Network.INPUT) {
          BitSet read = needed(i, k, from);
          read.and(removed.get(from));
          read.andNot(constants.get(from).zeros());
          changed |= !read.isEmpty();
          removed.get(from).andNot(read);
        }
      }
    }
    return changed;
  }

  /** Positions of an input whose values a node needs, whatever they are. */
  private BitSet needed(int node, int input, int from) {
    UnitFlow flow = declared.flows().get(node);
    BitSet needed = new BitSet();
    UnitLayout moved = flow.moved().orElse(null);
    for (int p = 0; p < flow.positions(); p++) {
      if (removed.get(node).get(p)) {
        continue;
      }
      if (moved == null) {
        needed.set(flow.blockOf(p));
      } else if (moved.input(p) == input) {
        needed.set(moved.position(p));
      }
    }
    if (moved != null) {
      return needed;
    }
    return switch (flow.readings().get(input)) {
      case EACH -> new BitSet(); // absorbs, or says that it cannot
      case WHOLE -> KeepSets.all(declared.width(from));
      case BLOCK -> Liveness.expanded(needed, declared.width(from) / flow.blocks());
    };
  }

  // ------------------------------------------------------------------------------ absorbing

  /** Folds until every reader can; readers that cannot keep what they read. */
  private Map<Integer, Layer> absorb() {
    while (true) {
      Map<Integer, Layer> absorbed = new HashMap<>();
      int stuck = -1;
      for (int i = 0; i < declared.size() && stuck < 0; i++) {
        float[] shift = shift(i);
        if (shift != null && !absorb(i, shift, absorbed)) {
          stuck = i;
        }
      }
      if (stuck < 0) {
        return absorbed;
      }
      for (int from : declared.inputs(stuck)) {
        if (from != Network.INPUT) {
          removed.get(from).and(constants.get(from).zeros());
        }
      }
      while (keepWhatIsRead()) {
        // as before
      }
    }
  }

  /** The constants that a node's input loses; null when it loses nothing but zeros. */
  private float @Nullable [] shift(int node) {
    UnitFlow flow = declared.flows().get(node);
    boolean any = false;
    float[] shift = {};
    for (int k = 0; k < flow.readings().size(); k++) {
      int from = declared.inputs(node).get(k);
      if (from == Network.INPUT || flow.readings().get(k) != Reading.EACH) {
        continue;
      }
      BitSet lost = (BitSet) removed.get(from).clone();
      lost.andNot(constants.get(from).zeros());
      shift = new float[declared.width(from)];
      for (int p = lost.nextSetBit(0); p >= 0; p = lost.nextSetBit(p + 1)) {
        shift[p] = constants.get(from).value(p);
        any = true;
      }
    }
    return any ? shift : null;
  }

  /** Makes a node, or all that read it, absorb a constant. */
  private boolean absorb(int node, float[] shift, Map<Integer, Layer> absorbed) {
    NetworkNode own = network.nodes().get(node);
    if (own.inputs().size() != 1 || sharing.get(node)) {
      return false;
    }
    Layer layer = absorbed.getOrDefault(node, own.layer());
    Layer next = FoldsConstants.absorbing(layer, shift);
    if (next != null) {
      absorbed.put(node, next);
      return true;
    }
    float[] response = FoldsConstants.response(layer, shift);
    if (response == null || roots.get(node)) {
      return false;
    }
    removed.get(node).stream().forEach(p -> response[p] = 0); // read as 0 from now on
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
    network.heads().forEach((head, node) -> net.head(head, values.get(node)));
    Network other = net.build();
    return network.classes().map(other::withClasses).orElse(other);
  }
}
