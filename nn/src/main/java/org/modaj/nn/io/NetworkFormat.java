package org.modaj.nn.io;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTypes;

/** A network's graph as JSON text; the tensors stand elsewhere, by full name. */
final class NetworkFormat {
  private static final Gson GSON = new Gson();

  /**
   * One layer.
   *
   * @param shared tensors that an earlier layer has: own name and full name of the first use; null
   *     when there are none
   * @param frozen parameters that do not train; null when there are none
   */
  private record LayerText(
      String name,
      String type,
      Map<String, Object> config,
      List<Integer> inputs,
      Map<String, String> shared,
      List<String> frozen) {}

  /** The graph; {@code heads} null when none are named. */
  private record NetworkText(
      String name,
      int[] input,
      boolean sequences,
      List<LayerText> layers,
      Map<String, Integer> heads) {}

  private NetworkFormat() {}

  /**
   * The graph as text.
   *
   * @param types must be able to read it back
   * @throws EngineException naming the layer that could not be read back
   */
  static String write(Network network, LayerTypes types) {
    Map<String, String> aliases = network.aliases();
    List<LayerText> layers = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      Map<String, String> shared = new TreeMap<>();
      List<String> frozen = new ArrayList<>();
      for (String tensor : node.layer().tensors().all().keySet()) {
        String first = aliases.get(node.name() + "." + tensor);
        if (first != null) {
          shared.put(tensor, first);
        }
      }
      node.layer()
          .parameters()
          .forEach((name, tensor) -> {
            if (!tensor.requiresGrad()) {
              frozen.add(name);
            }
          });
      LayerText text =
          new LayerText(
              node.name(),
              node.layer().type(),
              node.layer().settings(),
              node.inputs(),
              shared.isEmpty() ? null : shared,
              frozen.isEmpty() ? null : frozen);
      types.check(node.layer(), new LayerSettings(node.name(), readBack(text)));
      layers.add(text);
    }
    boolean named = !network.heads().equals(Map.of(Network.OUTPUT, network.nodes().size() - 1));
    return GSON.toJson(
        new NetworkText(
            network.name(),
            network.inputShape().toArray(),
            network.readsSequences(),
            layers,
            named ? network.heads() : null));
  }

  /** A layer's settings as they come out of the file. */
  private static Map<String, Object> readBack(LayerText text) {
    try {
      return GSON.fromJson(GSON.toJson(text), LayerText.class).config();
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new EngineException(
          "save network",
          text.name(),
          "its settings "
              + text.config()
              + " cannot be written: "
              + e.getMessage()
              + "; use finite numbers, texts, truth values and lists of them");
    }
  }

  /**
   * Makes the network again.
   *
   * @param tensors parameters and buffers by full name
   * @param types makes the layers
   * @throws EngineException when the text is no graph or does not fit the tensors
   */
  static Network read(String text, Map<String, Tensor> tensors, LayerTypes types) {
    NetworkText graph;
    try {
      graph = GSON.fromJson(text, NetworkText.class);
    } catch (JsonParseException e) {
      throw new EngineException("read network", null, "the graph is no valid JSON: " + e);
    }
    if (graph == null || graph.name() == null || graph.input() == null || graph.layers() == null) {
      throw new EngineException("read network", null, "the graph lacks name, input or layers");
    }
    Shape input = Shape.of(graph.input());
    NetworkBuilder net =
        graph.sequences()
            ? NetworkBuilder.forSequences(graph.name(), input, 0)
            : new NetworkBuilder(graph.name(), input, 0);
    List<Value> values = new ArrayList<>();
    for (LayerText layer : graph.layers()) {
      if (layer == null
          || layer.name() == null
          || layer.type() == null
          || layer.inputs() == null
          || layer.inputs().contains(null)) {
        throw new EngineException(
            "read network",
            null,
            "layer " + values.size() + " lacks its name, type or inputs: " + layer);
      }
      Layer restored = restore(layer, tensors, types);
      restored.parameters().forEach((name, t) -> t.requireGrad(!isFrozen(layer, name)));
      values.add(net.add(layer.name(), restored, inputs(layer, net, values)));
    }
    heads(graph, net, values);
    return net.build();
  }

  private static boolean isFrozen(LayerText layer, String parameter) {
    return layer.frozen() != null && layer.frozen().contains(parameter);
  }

  /** Names the outputs; what no layer reads was possible without a name in earlier versions. */
  private static void heads(NetworkText graph, NetworkBuilder net, List<Value> values) {
    if (graph.heads() != null) {
      graph
          .heads()
          .forEach((head, node) -> {
            if (node == null || node < 0 || node >= values.size()) {
              throw new EngineException(
                  "read network", head, "it is the output of layer " + node + ", which is none");
            }
            net.head(head, values.get(node));
          });
      return;
    }
    BitSet unread = new BitSet();
    unread.set(0, values.size());
    graph
        .layers()
        .forEach(layer -> layer.inputs().stream().filter(i -> i >= 0).forEach(unread::clear));
    if (unread.cardinality() > 1 && unread.get(values.size() - 1)) {
      net.head(Network.OUTPUT, values.getLast());
      unread.clear(values.size() - 1);
      unread.stream().forEach(i -> net.head(graph.layers().get(i).name(), values.get(i)));
    }
  }

  private static Layer restore(LayerText layer, Map<String, Tensor> tensors, LayerTypes types) {
    Map<String, Object> config = layer.config() == null ? Map.of() : layer.config();
    try {
      return types.restore(
          layer.type(), new LayerSettings(layer.name(), config), ownTensors(layer, tensors));
    } catch (ShapeException e) {
      throw e.at(layer.name());
    }
  }

  private static Map<String, Tensor> ownTensors(LayerText layer, Map<String, Tensor> tensors) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    String prefix = layer.name() + ".";
    tensors.forEach((name, t) -> {
      if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
        own.put(name.substring(prefix.length()), t);
      }
    });
    if (layer.shared() != null) {
      layer
          .shared()
          .forEach((name, first) -> {
            if (!tensors.containsKey(first)) {
              throw new EngineException(
                  "read network",
                  layer.name(),
                  "it shares the tensor \"" + first + "\", which is missing");
            }
            own.put(name, tensors.get(first));
          });
    }
    return own;
  }

  private static Value[] inputs(LayerText layer, NetworkBuilder net, List<Value> values) {
    Value[] inputs = new Value[layer.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      int index = layer.inputs().get(i);
      if (index < Network.INPUT || index >= values.size()) {
        throw new EngineException(
            "read network", layer.name(), "it reads layer " + index + ", which is not before it");
      }
      inputs[i] = index == Network.INPUT ? net.input() : values.get(index);
    }
    return inputs;
  }
}
