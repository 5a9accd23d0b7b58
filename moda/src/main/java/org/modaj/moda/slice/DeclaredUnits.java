package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;
import org.modaj.nn.unit.UnitSpace;

/**
 * What the layers of a network declare about their units, checked against their tensors and shapes.
 *
 * @param network the network
 * @param flows what each layer declares, in order of computation
 * @param inputs layouts of each layer's inputs
 */
record DeclaredUnits(Network network, List<UnitFlow> flows, List<List<UnitLayout>> inputs) {

  /**
   * Asks every layer.
   *
   * @throws ModularizationException naming type and layer when one declares nothing, or something
   *     that does not fit its tensors and shapes
   */
  static DeclaredUnits of(Network network) {
    List<UnitFlow> flows = new ArrayList<>();
    List<List<UnitLayout>> inputs = new ArrayList<>();
    UnitLayout image = UnitLayout.of(new UnitSpace("input", network.inputShape().dim(-1)));
    for (NetworkNode node : network.nodes()) {
      List<UnitLayout> own = new ArrayList<>();
      for (int index : node.inputs()) {
        own.add(index == Network.INPUT ? image : flows.get(index).output());
      }
      UnitFlow flow = node.layer().units(node.name(), network.inputShapes(node), own);
      check(node, own, flow);
      inputs.add(own);
      flows.add(flow);
    }
    return new DeclaredUnits(network, flows, inputs);
  }

  private static void check(NetworkNode node, List<UnitLayout> inputs, UnitFlow flow) {
    if (flow == null) {
      throw wrong(node, "declares no units, so it cannot be cut; implement Layer.units");
    }
    int positions = flow.output().positions();
    if (positions != node.shape().dim(-1)) {
      throw wrong(
          node,
          "declares units for " + positions + " output positions, but its output is "
              + node.shape());
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(node.layer().parameters());
    tensors.putAll(node.layer().buffers());
    for (UnitFlow.Binding binding : flow.bindings()) {
      Tensor tensor = tensors.get(binding.tensor());
      if (tensor == null
          || binding.axis() < 0
          || binding.axis() >= tensor.shape().rank()
          || tensor.dim(binding.axis()) != binding.layout().positions()) {
        throw wrong(
            node,
            "declares " + binding.layout().positions() + " units along axis " + binding.axis()
                + " of tensor " + binding.tensor() + ", which is "
                + (tensor == null ? "missing" : tensor.shape().toString()));
      }
    }
    boolean fits = flow.alignments().isEmpty() || flow.alignments().size() == inputs.size();
    for (int i = 0; fits && i < flow.alignments().size(); i++) {
      int[] sources = flow.alignments().get(i).sources();
      fits = sources.length == positions;
      for (int source : sources) {
        fits &= source < inputs.get(i).positions();
      }
    }
    if (!fits) {
      throw wrong(node, "declares alignments that do not fit its " + inputs.size() + " inputs");
    }
  }

  private static ModularizationException wrong(NetworkNode node, String problem) {
    return new ModularizationException(
        "slice", node.name(), "a layer of type " + node.layer().type() + " " + problem);
  }

  /**
   * The kept units of a layer by the spaces that its output carries.
   *
   * @param positions kept positions of the layer's last axis
   */
  Map<UnitSpace, BitSet> units(String layer, BitSet positions) {
    UnitLayout layout = flows.get(index(layer)).output();
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
          "slice", layer, "no unit would stay; lower the threshold or use the minimum-units rule");
    }
    Map<UnitSpace, BitSet> units = new LinkedHashMap<>();
    for (int p = 0; p < layout.positions(); p++) {
      BitSet own = units.computeIfAbsent(layout.space(p), s -> new BitSet());
      own.set(layout.unit(p), positions.get(p));
    }
    return units;
  }

  private int index(String layer) {
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
