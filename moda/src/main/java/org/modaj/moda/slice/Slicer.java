package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;
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
   * @throws ModularizationException when a layer is unknown, has other units than the set, or would
   *     be left with no unit
   */
  public static SlicePlan plan(Network network, Map<String, BitSet> keptByLayer, BitSet outputs) {
    List<UnitFlow> flows = new ArrayList<>();
    List<List<UnitLayout>> inputs = new ArrayList<>();
    declare(network, flows, inputs);
    Map<UnitSpace, BitSet> recognized = new LinkedHashMap<>();
    keptByLayer.forEach(
        (layer, units) ->
            units(network, flows, layer, units)
                .forEach((space, own) -> recognized.merge(space, own, Slicer::union)));
    if (outputs != null) {
      String last = network.nodes().get(network.nodes().size() - 1).name();
      recognized.putAll(units(network, flows, last, outputs));
    }
    return new SlicePlan(network, flows, inputs, Liveness.of(flows, inputs, recognized));
  }

  private static BitSet union(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.or(b);
    return both;
  }

  /** Asks every layer what it declares, in order of computation. */
  private static void declare(
      Network network, List<UnitFlow> flows, List<List<UnitLayout>> inputs) {
    UnitLayout image = UnitLayout.of(new UnitSpace("input", network.inputShape().dim(-1)));
    for (NetworkNode node : network.nodes()) {
      List<UnitLayout> own = new ArrayList<>();
      for (int index : node.inputs()) {
        own.add(index == Network.INPUT ? image : flows.get(index).output());
      }
      inputs.add(own);
      flows.add(node.layer().units(node.name(), network.inputShapes(node), own));
    }
  }

  /**
   * The kept units of a layer by the spaces that its output carries.
   *
   * @param positions kept positions of the layer's last axis
   */
  private static Map<UnitSpace, BitSet> units(
      Network network, List<UnitFlow> flows, String layer, BitSet positions) {
    UnitLayout layout = flows.get(index(network, layer)).output();
    if (!layout.isListOfUnits()) {
      throw new ModularizationException(
          "slice", layer, "its output is no plain list of units that can be kept or dropped");
    }
    if (positions.length() > layout.positions()) {
      throw new ModularizationException(
          "slice",
          layer,
          "unit " + (positions.length() - 1) + " is to be kept, but it has " + layout.positions()
              + " units; were the modules made from another network?");
    }
    if (positions.isEmpty()) {
      throw new ModularizationException(
          "slice",
          layer,
          "no unit would stay; lower the threshold or use the minimum-units rule");
    }
    Map<UnitSpace, BitSet> units = new LinkedHashMap<>();
    for (int p = 0; p < layout.positions(); p++) {
      BitSet own = units.computeIfAbsent(layout.space(p), s -> new BitSet());
      own.set(layout.unit(p), positions.get(p));
    }
    return units;
  }

  private static int index(Network network, String layer) {
    for (int i = 0; i < network.nodes().size(); i++) {
      if (network.nodes().get(i).name().equals(layer)) {
        return i;
      }
    }
    throw new ModularizationException(
        "slice",
        layer,
        "network " + network.name() + " has no such layer; were the modules made from another"
            + " network?");
  }
}
