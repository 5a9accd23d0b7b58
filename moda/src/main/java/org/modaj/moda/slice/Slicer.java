package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.unit.KeptUnits;
import org.modaj.nn.unit.UnitSpace;

/**
 * Plans the cut of a network down to some of its units. It works from what layers declare about
 * their units and knows no architecture and no kind of layer.
 *
 * <p>The cut network computes what the whole network computes with the dropped units' outputs set
 * to zero where their consumers read them.
 */
public final class Slicer {
  private Slicer() {}

  /**
   * Plans a cut.
   *
   * @param network the whole network; not modified
   * @param keptByLayer units that stay, by name of the layer at whose output they were recognized;
   *     layers that are not named keep all
   * @param outputs outputs of the network that stay; null for all
   * @throws ModularizationException when a layer is unknown, has other units than the set, would
   *     be left with no unit, or does not declare its units
   */
  public static SlicePlan plan(Network network, Map<String, BitSet> keptByLayer, BitSet outputs) {
    return plan(network, keptByLayer, outputs, Joins.ALIGNED);
  }

  /**
   * Plans a cut.
   *
   * @param network the whole network; not modified
   * @param keptByLayer as of {@link #plan(Network, Map, BitSet)}
   * @param outputs outputs of the network that stay; null for all
   * @param joins what the sides of additions keep
   * @throws ModularizationException as of the other {@code plan}
   */
  public static SlicePlan plan(
      Network network, Map<String, BitSet> keptByLayer, BitSet outputs, Joins joins) {
    DeclaredUnits declared = DeclaredUnits.of(network);
    Map<UnitSpace, BitSet> recognized = new LinkedHashMap<>();
    keptByLayer.forEach(
        (layer, units) ->
            declared
                .units(layer, units)
                .forEach((space, own) -> recognized.merge(space, own, Slicer::union)));
    if (outputs != null) {
      String last = network.nodes().get(network.nodes().size() - 1).name();
      recognized.putAll(declared.units(last, outputs));
    }
    return plan(declared, recognized, joins);
  }

  /** Plans a cut by spaces. */
  static SlicePlan plan(
      DeclaredUnits declared, Map<UnitSpace, BitSet> recognized, Joins joins) {
    KeptUnits kept =
        joins == Joins.SHARED
            ? SharedJoins.keep(declared.flows(), declared.inputs(), recognized)
            : Liveness.of(declared.flows(), declared.inputs(), recognized, Map.of());
    return new SlicePlan(declared.network(), declared.flows(), declared.inputs(), kept);
  }

  private static BitSet union(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.or(b);
    return both;
  }
}
