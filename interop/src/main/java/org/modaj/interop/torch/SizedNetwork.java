package org.modaj.interop.torch;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Layer;

/**
 * The graph of a network with layers of the sizes that a file's tensors have: any width, and
 * another one in every layer, as a network has that was rounded to other multiples, or cut. Kernels
 * keep their extents: what surrounds them, padding and stride, was made for these.
 */
final class SizedNetwork {
  private static final int FIXED_IN_RANK_3 = 1;
  private static final int FIXED_IN_RANK_4 = 2;

  private final Network template;
  private final Map<Layer, Layer> layers = new IdentityHashMap<>();

  private SizedNetwork(Network template) {
    this.template = template;
  }

  /**
   * Sizes the layers.
   *
   * @param template a network of the architecture, of any width
   * @return null when tensors are missing, unexpected, or of other extents
   */
  static @Nullable SizedNetwork of(Network template, StateDict dict) {
    List<Binding> bindings = new TorchLayers(template).bindings();
    Map<String, String> names = TorchNames.match(bindings, dict);
    if (names.size() != dict.tensors().size()) {
      return null;
    }
    Map<Tensor, Tensor> tensors = new IdentityHashMap<>();
    for (Binding binding : bindings) {
      for (String name : binding.names()) {
        String found = names.get(name);
        int[] shape = found == null ? null : requireNonNull(dict.tensors().get(found)).shape();
        if (shape == null || !canBe(binding, shape)) {
          return null;
        }
        Tensor sized = Tensor.zeros(binding.ourShape(shape).toArray());
        tensors.put(binding.tensor(), sized.requireGrad(binding.tensor().requiresGrad()));
      }
    }
    SizedNetwork network = new SizedNetwork(template);
    try {
      template.nodes().forEach(node -> network.size(node.layer(), tensors));
    } catch (EngineException e) {
      return null; // a bias that does not fit its weight; whoever loads says which
    }
    return network;
  }

  private static boolean canBe(Binding binding, int[] shape) {
    Shape ours = binding.tensor().shape();
    if (shape.length != ours.rank()) {
      return false;
    }
    int[] other = binding.ourShape(shape).toArray();
    int fixed = ours.rank() == 4 ? FIXED_IN_RANK_4 : ours.rank() == 3 ? FIXED_IN_RANK_3 : 0;
    for (int a = 0; a < other.length; a++) {
      if (other[a] < 1 || a < fixed && other[a] != ours.dim(a)) {
        return false;
      }
    }
    return true;
  }

  private void size(Layer layer, Map<Tensor, Tensor> tensors) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    layer.tensors().all().forEach((name, t) -> own.put(name, tensors.getOrDefault(t, t)));
    layers.put(layer, layer.withTensors(own));
  }

  /** Channels or features that the layers need which read the input; null when any number fits. */
  @Nullable Integer inputChannels() {
    for (NetworkNode node : template.nodes()) {
      if (node.inputs().contains(Network.INPUT)) {
        Layer layer = requireNonNull(layers.get(node.layer()));
        Tensor weight = layer.tensors().all().get("weight");
        if (weight != null && weight.shape().rank() > 1) {
          return weight.dim(-2); // of one group: the first layer of every architecture
        }
      }
    }
    return null;
  }

  /**
   * The network for an input.
   *
   * @return null when the layers do not fit each other
   */
  @Nullable Network build(Shape input) {
    try {
      NetworkBuilder net =
          template.readsSequences()
              ? NetworkBuilder.forSequences(template.name(), input, 0)
              : new NetworkBuilder(template.name(), input, 0);
      List<Value> values = new ArrayList<>();
      for (NetworkNode node : template.nodes()) {
        Value[] inputs =
            node.inputs().stream()
                .map(i -> i == Network.INPUT ? net.input() : values.get(i))
                .toArray(Value[]::new);
        Layer layer = requireNonNull(layers.get(node.layer()));
        values.add(net.add(node.name(), layer, inputs));
      }
      return net.build();
    } catch (EngineException e) {
      return null;
    }
  }
}
