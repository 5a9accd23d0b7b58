package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Reading;
import org.modaj.nn.unit.UnitLayout;

/**
 * What the layers of a network declare about their units, checked against their tensors and shapes.
 *
 * @param network the network
 * @param flows what each layer declares, in order of computation
 */
record DeclaredUnits(Network network, List<UnitFlow> flows) {

  /**
   * Asks every layer.
   *
   * @throws ModularizationException naming type and layer when one declares nothing, or something
   *     that does not fit its tensors and shapes
   */
  static DeclaredUnits of(Network network) {
    List<UnitFlow> flows = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      List<UnitLayout> inputs = new ArrayList<>();
      for (int index : node.inputs()) {
        inputs.add(UnitLayout.input(inputs.size(), width(network, index)));
      }
      UnitFlow flow = node.layer().units(node.name(), network.inputShapes(node), inputs);
      new Check(node, inputs).check(flow);
      flows.add(flow);
    }
    return new DeclaredUnits(network, flows);
  }

  private static int width(Network network, int index) {
    return index == Network.INPUT
        ? network.inputShape().dim(-1)
        : network.nodes().get(index).shape().dim(-1);
  }

  /** Positions of the last axis of a node or the network's input. */
  int width(int index) {
    return width(network, index);
  }

  /** Number of layers. */
  int size() {
    return flows.size();
  }

  NetworkNode node(int index) {
    return network.nodes().get(index);
  }

  /** The nodes that each layer reads, or {@link Network#INPUT}. */
  List<Integer> inputs(int index) {
    return node(index).inputs();
  }

  /** Looks whether what one layer declares is about that layer. */
  private record Check(NetworkNode node, List<UnitLayout> inputs) {

    void check(@Nullable UnitFlow flow) {
      if (flow == null) {
        throw wrong(
            "declares no units, so it cannot be cut; implement Layer.units, with UnitFlow.whole when"
                + " it needs its inputs in full width");
      }
      int positions = flow.positions();
      if (positions != node.shape().dim(-1)) {
        throw wrong(
            "declares units for "
                + positions
                + " output positions, but its output is "
                + node.shape());
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>(node.layer().parameters());
      tensors.putAll(node.layer().buffers());
      if (flow.moved().isPresent()) {
        if (!tensors.isEmpty()) {
          throw wrong("declares that it only moves positions, but has tensors " + tensors.keySet());
        }
        check(flow.moved().get(), "output positions", true);
        return;
      }
      for (UnitFlow.Binding binding : flow.bindings()) {
        check(binding, tensors);
      }
      checkReadings(flow);
      flow.trimming().ifPresent(trimming -> check(trimming, flow, tensors));
      int inParts = flow.parts().stream().mapToInt(Integer::intValue).sum();
      if (!flow.parts().isEmpty() && (inParts != positions || flow.blocks() != positions)) {
        throw wrong(
            "declares parts "
                + flow.parts()
                + " that read themselves, but "
                + positions
                + " output positions, or positions that are not kept one by one");
      }
      if (flow.unitSize() < 1 || positions % flow.unitSize() != 0) {
        throw wrong(
            "declares units of "
                + flow.unitSize()
                + " positions, but has "
                + positions
                + " positions");
      }
    }

    private void check(UnitFlow.Binding binding, Map<String, Tensor> tensors) {
      Tensor tensor = tensors.get(binding.tensor());
      if (tensor == null
          || binding.axis() < 0
          || binding.axis() >= tensor.shape().rank()
          || tensor.dim(binding.axis()) != binding.layout().size()) {
        throw wrong(
            "declares "
                + binding.layout().size()
                + " units along axis "
                + binding.axis()
                + " of tensor "
                + binding.tensor()
                + ", which is "
                + (tensor == null ? "missing" : tensor.shape().toString()));
      }
      check(binding.layout(), "axis " + binding.axis() + " of " + binding.tensor(), false);
    }

    private void check(UnitLayout layout, String what, boolean onlyInputs) {
      for (int i = 0; i < layout.size(); i++) {
        if (layout.isZero(i)) {
          continue;
        }
        boolean fits =
            layout.isOutput(i)
                ? !onlyInputs && layout.position(i) < node.shape().dim(-1)
                : layout.input(i) < inputs.size()
                    && layout.position(i) < inputs.get(layout.input(i)).size();
        if (!fits) {
          throw wrong(
              "declares for index "
                  + i
                  + " of its "
                  + what
                  + " a position that there is not: "
                  + layout.part(i, i + 1)
                  + " with inputs of "
                  + inputs.stream().map(UnitLayout::size).toList()
                  + " positions");
        }
      }
    }

    private void checkReadings(UnitFlow flow) {
      if (flow.readings().size() != inputs.size()) {
        throw wrong(
            "declares how it reads "
                + flow.readings().size()
                + " inputs, but it has "
                + inputs.size());
      }
      for (int i = 0; i < inputs.size(); i++) {
        int width = inputs.get(i).size();
        if (flow.readings().get(i) == Reading.BLOCK && width % flow.blocks() != 0) {
          throw wrong(
              "declares "
                  + flow.blocks()
                  + " blocks, but input "
                  + i
                  + " has "
                  + width
                  + " positions");
        }
      }
      for (List<Integer> together : flow.zeroes()) {
        if (together.stream().anyMatch(i -> i < 0 || i >= inputs.size())) {
          throw wrong(
              "declares that it is 0 with inputs " + together + ", but it has " + inputs.size());
        }
      }
    }

    private void check(UnitFlow.Trimming trimming, UnitFlow flow, Map<String, Tensor> tensors) {
      Tensor tensor = tensors.get(trimming.tensor());
      boolean fits =
          tensor != null
              && !inputs.isEmpty()
              && flow.readings().get(0) == Reading.BLOCK
              && trimming.axis() >= 0
              && trimming.axis() < tensor.shape().rank()
              && tensor.dim(trimming.axis()) == inputs.get(0).size() / flow.blocks()
              && outputAxis(flow, trimming.tensor()) >= 0;
      if (!fits) {
        throw wrong(
            "declares that axis "
                + trimming.axis()
                + " of tensor "
                + trimming.tensor()
                + " counts the positions within a block of its first input, but that tensor is "
                + (tensor == null ? "missing" : tensor.shape().toString())
                + " and the input "
                + inputs.stream().map(UnitLayout::size).toList()
                + " in "
                + flow.blocks()
                + " blocks; another axis of it has to be bound to the output");
      }
    }

    private ModularizationException wrong(String problem) {
      return new ModularizationException(
          "slice", node.name(), "a layer of type " + node.layer().type() + " " + problem);
    }
  }

  /** The axis of a tensor that has one index for each output position; -1 when there is none. */
  static int outputAxis(UnitFlow flow, String tensor) {
    return flow.bindings().stream()
        .filter(binding -> binding.tensor().equals(tensor))
        .filter(binding -> binding.layout().equals(UnitLayout.output(flow.positions())))
        .mapToInt(UnitFlow.Binding::axis)
        .findFirst()
        .orElse(-1);
  }

  /**
   * Positions of a layer's last axis that stay.
   *
   * @param units as keep-sets count them
   */
  BitSet positions(String layer, BitSet units) {
    UnitFlow flow = flows.get(index(layer));
    if (units.length() > flow.units()) {
      throw new ModularizationException(
          "slice",
          layer,
          "unit "
              + (units.length() - 1)
              + " is to be kept, but it has "
              + flow.units()
              + " units; were the modules made from another network?");
    }
    if (units.isEmpty()) {
      throw new ModularizationException(
          "slice", layer, "no unit would stay; lower the threshold or use the minimum-units rule");
    }
    BitSet positions = new BitSet();
    units.stream().forEach(u -> positions.set(u * flow.unitSize(), (u + 1) * flow.unitSize()));
    return positions;
  }

  int index(String layer) {
    for (int i = 0; i < network.nodes().size(); i++) {
      if (network.nodes().get(i).name().equals(layer)) {
        return i;
      }
    }
    throw new ModularizationException(
        "slice",
        layer,
        "network "
            + network.name()
            + " has no such layer; were the modules made from another"
            + " network?");
  }
}
