package org.modaj.moda.slice;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * Plans the cut of a network down to some of its units. It works from what layers declare about
 * their units and knows no architecture and no kind of layer.
 *
 * <p>The cut network computes what the whole network computes with the dropped units' outputs set
 * to zero as their readers see them. Units are dropped for the readers of the layer that they were
 * recognized at, and for no one else; weights that no reader is left for are gone. {@code
 * docs/units-law.md} has the law and its rules.
 */
public final class Slicer {
  private Slicer() {}

  /**
   * Plans a cut.
   *
   * @param network the whole network; not modified
   * @param keptByLayer units that stay, by name of the layer at whose output they were recognized;
   *     layers that are not named keep all. A dropped unit of an output is there, and 0
   * @param outputs outputs of the network that stay, of several heads those of the main one; null
   *     for all. Other heads keep all
   * @throws ModularizationException when a layer is unknown, has other units than the set, would be
   *     left with no unit, or does not declare its units; when no output would stay; or when layers
   *     that read their own output share tensors and keep different units
   */
  public static SlicePlan plan(
      Network network, Map<String, BitSet> keptByLayer, @Nullable BitSet outputs) {
    return plan(network, keptByLayer, outputs, Joins.ALIGNED);
  }

  /**
   * Plans a cut.
   *
   * @param network the whole network; not modified
   * @param keptByLayer as of {@link #plan(Network, Map, BitSet)}
   * @param outputs as of {@link #plan(Network, Map, BitSet)}
   * @param joins what the sides of additions keep
   * @throws ModularizationException as of {@link #plan(Network, Map, BitSet)}
   */
  public static SlicePlan plan(
      Network network, Map<String, BitSet> keptByLayer, @Nullable BitSet outputs, Joins joins) {
    DeclaredUnits declared = DeclaredUnits.of(network);
    SequencedMap<String, BitSet> delivered = KeepSets.allOutputs(declared);
    if (outputs != null) {
      String head = network.heads().firstEntry().getKey();
      delivered.put(head, checked(declared, head, outputs));
    }
    return plan(declared, byNode(declared, keptByLayer), delivered, joins);
  }

  /**
   * Plans a cut that leaves one head of a network with several.
   *
   * @param network the whole network; not modified
   * @param keptByLayer as of {@link #plan(Network, Map, BitSet)}
   * @param head the one that stays, by name; the others go with all that only they read
   * @param outputs outputs of the head that stay; null for all
   * @param joins what the sides of additions keep
   * @throws ModularizationException as of {@link #plan(Network, Map, BitSet)}, and when there is no
   *     such head
   */
  public static SlicePlan plan(
      Network network,
      Map<String, BitSet> keptByLayer,
      String head,
      @Nullable BitSet outputs,
      Joins joins) {
    DeclaredUnits declared = DeclaredUnits.of(network);
    BitSet all = KeepSets.allOutputs(declared).get(head);
    if (all == null) {
      throw new ModularizationException(
          "slice",
          head,
          "network "
              + network.name()
              + " has no such head; its heads are "
              + network.heads().keySet());
    }
    SequencedMap<String, BitSet> delivered = new LinkedHashMap<>();
    delivered.put(head, outputs == null ? all : checked(declared, head, outputs));
    return plan(declared, byNode(declared, keptByLayer), delivered, joins);
  }

  private static Map<Integer, BitSet> byNode(
      DeclaredUnits declared, Map<String, BitSet> keptByLayer) {
    Map<Integer, BitSet> kept = new TreeMap<>();
    keptByLayer.forEach(
        (layer, units) -> kept.put(declared.index(layer), declared.positions(layer, units)));
    return kept;
  }

  private static BitSet checked(DeclaredUnits declared, String head, BitSet outputs) {
    NetworkNode node = declared.node(requireNonNull(declared.network().heads().get(head)));
    int count = node.shape().dim(-1);
    if (outputs.isEmpty() || outputs.length() > count) {
      throw new ModularizationException(
          "slice",
          node.name(),
          outputs.isEmpty()
              ? "no output would stay; name at least one"
              : "output "
                  + (outputs.length() - 1)
                  + " is to stay, but there are "
                  + count
                  + " outputs");
    }
    return (BitSet) outputs.clone();
  }

  /**
   * Number of units of a layer, as keep-sets count them: positions of its last axis, or attention
   * heads.
   *
   * @throws ModularizationException when there is no such layer, or it does not declare its units
   */
  public static int units(Network network, String layer) {
    DeclaredUnits declared = DeclaredUnits.of(network);
    return declared.flows().get(declared.index(layer)).units();
  }

  /**
   * As {@link #units}, of all layers by name, in order of computation.
   *
   * @throws ModularizationException when a layer does not declare its units
   */
  public static Map<String, Integer> units(Network network) {
    DeclaredUnits declared = DeclaredUnits.of(network);
    Map<String, Integer> units = new LinkedHashMap<>();
    for (int i = 0; i < declared.size(); i++) {
      units.put(declared.node(i).name(), declared.flows().get(i).units());
    }
    return units;
  }

  /** Plans a cut by nodes. */
  static SlicePlan plan(
      DeclaredUnits declared,
      Map<Integer, BitSet> kept,
      SequencedMap<String, BitSet> outputs,
      Joins joins) {
    Map<Integer, BitSet> all = joins == Joins.SHARED ? SharedJoins.unite(declared, kept) : kept;
    KeepSets keep = new KeepSets(all, outputs, joins == Joins.ARTIFACT);
    return new SlicePlan(declared, keep, Forced.plan(declared, keep));
  }
}
