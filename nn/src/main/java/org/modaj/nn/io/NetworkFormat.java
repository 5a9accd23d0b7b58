package org.modaj.nn.io;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkBuilder.Value;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerConfig;
import org.modaj.nn.layer.LayerTypes;

/** A network's graph as JSON text; the tensors stand elsewhere, by full name. */
final class NetworkFormat {
  private static final Gson GSON = new Gson();

  /** One layer. */
  private record LayerText(
      String name, String type, Map<String, Object> config, List<Integer> inputs) {}

  /** The graph. */
  private record NetworkText(String name, int[] input, boolean sequences, List<LayerText> layers) {}

  private NetworkFormat() {}

  static String write(Network network) {
    List<LayerText> layers = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      layers.add(
          new LayerText(node.name(), node.layer().type(), node.layer().config(), node.inputs()));
    }
    return GSON.toJson(
        new NetworkText(
            network.name(), network.inputShape().toArray(), network.readsSequences(), layers));
  }

  /**
   * Makes the network again.
   *
   * @param tensors parameters and buffers by full name
   * @throws EngineException when the text is no graph or does not fit the tensors
   */
  static Network read(String text, Map<String, Tensor> tensors) {
    NetworkText graph;
    try {
      graph = graph(JsonValue.parse(text));
    } catch (JsonFormatException e) {
      throw new EngineException("read network", null, "the graph: " + e.getMessage());
    }
    Shape input = Shape.of(graph.input());
    NetworkBuilder net =
        graph.sequences()
            ? NetworkBuilder.forSequences(graph.name(), input, 0)
            : new NetworkBuilder(graph.name(), input, 0);
    List<Value> values = new ArrayList<>();
    for (LayerText layer : graph.layers()) {
      values.add(net.add(layer.name(), restore(layer, tensors), inputs(layer, net, values)));
    }
    return net.build();
  }

  private static NetworkText graph(JsonValue graph) throws JsonFormatException {
    List<LayerText> layers = new ArrayList<>();
    for (JsonValue layer : graph.get("layers").items()) {
      JsonValue config = layer.find("config");
      layers.add(
          new LayerText(
              layer.get("name").text(),
              layer.get("type").text(),
              config == null ? Map.of() : config.members(),
              Arrays.stream(layer.get("inputs").integers()).boxed().toList()));
    }
    JsonValue sequences = graph.find("sequences");
    return new NetworkText(
        graph.get("name").text(),
        graph.get("input").integers(),
        sequences != null && sequences.flag(),
        layers);
  }

  private static Layer restore(LayerText layer, Map<String, Tensor> tensors) {
    try {
      return LayerTypes.restore(
          layer.type(),
          new LayerConfig(layer.name(), layer.config()),
          ownTensors(layer.name(), tensors));
    } catch (ShapeException e) {
      throw e.at(layer.name());
    }
  }

  private static Map<String, Tensor> ownTensors(String layer, Map<String, Tensor> tensors) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    String prefix = layer + ".";
    tensors.forEach((name, t) -> {
      if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
        own.put(name.substring(prefix.length()), t);
      }
    });
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
