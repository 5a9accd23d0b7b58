package org.modaj.moda.slice;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * What a cut network has to equal: the whole network with the dropped units set to 0 as their
 * readers see them. Slow, and as simple as can be: for checks.
 */
public final class MaskedNetwork {
  private final DeclaredUnits declared;
  private final Map<Integer, BitSet> kept = new TreeMap<>();

  /** The network with what reads dropped units of its own set to 0, and masks. */
  private final Network masked;

  /** The layer of {@link #masked} that has each layer's output. */
  private final Map<String, String> seen = new LinkedHashMap<>();

  /**
   * Prepares.
   *
   * @param network the whole network; not modified
   * @param keptByLayer as of {@link Slicer#plan}
   * @throws org.modaj.moda.ModularizationException as of {@link Slicer#plan}
   */
  public MaskedNetwork(Network network, Map<String, BitSet> keptByLayer) {
    this.declared = DeclaredUnits.of(network);
    keptByLayer.forEach(
        (layer, units) -> kept.put(declared.index(layer), declared.positions(layer, units)));
    NetworkBuilder net = NetworkBuilder.like(network, network.name(), 0);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      NetworkNode node = declared.node(i);
      Value[] inputs =
          node.inputs().stream()
              .map(from -> from == Network.INPUT ? net.input() : values.get(from))
              .toArray(Value[]::new);
      Value made = net.add(node.name(), recurrentMasked(i), inputs);
      values.add(masked(net, i, made));
    }
    network.heads().forEach((head, node) -> net.head(head, values.get(node)));
    this.masked = net.build();
  }

  private Value masked(NetworkBuilder net, int index, Value value) {
    String name = declared.node(index).name();
    BitSet own = kept.get(index);
    seen.put(name, own == null ? name : name + ".masked");
    if (own == null) {
      return value;
    }
    int[] sources =
        IntStream.range(0, declared.width(index)).map(p -> own.get(p) ? p : -1).toArray();
    return net.align(name + ".masked", value, sources);
  }

  /**
   * The outputs of all layers in evaluation mode, dropped units set to 0.
   *
   * @return by layer, in order of computation
   */
  public Map<String, Tensor> outputs(NetworkInput input) {
    Map<String, Tensor> all = new HashMap<>();
    try (Autograd.Scope _ = Autograd.noGrad()) {
      masked.observe(input, Mode.EVALUATE, (node, y) -> all.put(node.name(), y));
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    seen.forEach((layer, name) -> outputs.put(layer, all.get(name)));
    return outputs;
  }

  /** A layer that reads its own output, without the weights that read dropped units. */
  private Layer recurrentMasked(int index) {
    Layer layer = declared.node(index).layer();
    UnitFlow flow = declared.flows().get(index);
    if (flow.parts().isEmpty() || !kept.containsKey(index)) {
      return layer;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(layer.parameters());
    tensors.putAll(layer.buffers());
    for (String name : readBack(flow)) {
      Tensor some = requireNonNull(tensors.get(name)).copy();
      flow.bindings().stream()
          .filter(binding -> binding.tensor().equals(name))
          .forEach(binding -> clear(some, binding, kept.get(index)));
      tensors.put(name, some);
    }
    return layer.withTensors(tensors);
  }

  /** The tensors that lead from the output's positions to the output's positions. */
  private static Set<String> readBack(UnitFlow flow) {
    Set<String> once = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    flow.bindings().stream()
        .filter(binding -> binding.layout().size() > 0 && binding.layout().isOutput(0))
        .map(UnitFlow.Binding::tensor)
        .filter(name -> !once.add(name))
        .forEach(twice::add);
    return twice;
  }

  private static void clear(Tensor tensor, UnitFlow.Binding binding, BitSet kept) {
    UnitLayout layout = binding.layout();
    int inner = 1;
    for (int axis = binding.axis() + 1; axis < tensor.shape().rank(); axis++) {
      inner *= tensor.dim(axis);
    }
    for (int i = 0; i < tensor.elements(); i++) {
      int index = i / inner % layout.size();
      if (layout.isOutput(index) && !kept.get(layout.position(index))) {
        tensor.data()[i] = 0;
      }
    }
  }
}
