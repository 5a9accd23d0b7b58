package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * Plans the cut of a network down to some of its units. It works from what layers declare about
 * their units and knows no architecture and no kind of layer.
 *
 * <p>The cut network computes what the whole network computes with the dropped units' outputs set
 * to zero as their readers see them. Units are dropped for the readers of the layer that they were
 * recognized at, and for no one else; weights that no reader is left for are gone. A layer that
 * nothing reads counts as an output. {@code docs/units-law.md} has the law and its rules.
 */
public final class Slicer {
  private Slicer() {}

  /**
   * Plans a cut.
   *
   * @param network the whole network; not modified
   * @param keptByLayer units that stay, by name of the layer at whose output they were recognized;
   *     layers that are not named keep all. A dropped unit of an output is there, and 0
   * @param outputs outputs of the network that stay; null for all
   * @throws ModularizationException when a layer is unknown, has other units than the set, would
   *     be left with no unit, or does not declare its units; when no output would stay; or when
   *     layers that read their own output share tensors and keep different units
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
    Map<Integer, BitSet> kept = new TreeMap<>();
    keptByLayer.forEach(
        (layer, units) -> kept.put(declared.index(layer), declared.positions(layer, units)));
    Map<Integer, BitSet> roots = KeepSets.allRoots(declared);
    if (outputs != null) {
      int last = declared.size() - 1;
      checkOutputs(declared.node(last), outputs);
      roots.put(last, (BitSet) outputs.clone());
    }
    return plan(declared, kept, roots, joins);
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

  private static void checkOutputs(NetworkNode last, BitSet outputs) {
    int count = last.shape().dim(-1);
    if (outputs.isEmpty() || outputs.length() > count) {
      throw new ModularizationException(
          "slice",
          last.name(),
          outputs.isEmpty()
              ? "no output would stay; name at least one"
              : "output " + (outputs.length() - 1) + " is to stay, but the network has " + count
                  + " outputs");
    }
  }

  /** Plans a cut by nodes. */
  static SlicePlan plan(
      DeclaredUnits declared,
      Map<Integer, BitSet> kept,
      Map<Integer, BitSet> roots,
      Joins joins) {
    Map<Integer, BitSet> all = joins == Joins.SHARED ? SharedJoins.unite(declared, kept) : kept;
    KeepSets keep = new KeepSets(all, roots, joins == Joins.ARTIFACT);
    return new SlicePlan(declared, keep, Forced.plan(declared, keep));
  }
}
