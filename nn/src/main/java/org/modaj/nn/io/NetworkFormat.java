package org.modaj.nn.io;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
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
      @Nullable Map<String, String> shared,
      @Nullable List<String> frozen) {}

  /**
   * The graph; {@code heads} null when none are named, {@code classes} when output i is class i.
   */
  private record NetworkText(
      String name,
      int[] input,
      boolean sequences,
      List<LayerText> layers,
      @Nullable List<HeadText> heads,
      @Nullable List<Integer> classes) {}

  /** One output; the main one is the first. */
  private record HeadText(String name, int layer) {}

  private NetworkFormat() {}

  // ------------------------------------------------------------------------------ writing

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
      Layer layer = node.layer();
      Map<String, String> shared = new TreeMap<>();
      for (String tensor : layer.tensors().all().keySet()) {
        String first = aliases.get(node.name() + "." + tensor);
        if (first != null) {
          shared.put(tensor, first);
        }
      }
      List<String> frozen =
          layer.parameters().entrySet().stream()
              .filter(parameter -> !parameter.getValue().requiresGrad())
              .map(Map.Entry::getKey)
              .toList();
      types.check(layer, new LayerSettings(node.name(), readBack(node)));
      layers.add(
          new LayerText(
              node.name(),
              layer.type(),
              layer.settings(),
              node.inputs(),
              shared.isEmpty() ? null : shared,
              frozen.isEmpty() ? null : frozen));
    }
    return GSON.toJson(
        new NetworkText(
            network.name(),
            network.inputShape().toArray(),
            network.readsSequences(),
            layers,
            heads(network),
            network.classes().orElse(null)));
  }

  private static @Nullable List<HeadText> heads(Network network) {
    if (network.heads().equals(Map.of(Network.OUTPUT, network.nodes().size() - 1))) {
      return null;
    }
    return network.heads().entrySet().stream()
        .map(head -> new HeadText(head.getKey(), head.getValue()))
        .toList();
  }

  /** A layer's settings as they come out of the file. */
  private static Map<String, Object> readBack(NetworkNode node) {
    Map<String, Object> settings = node.layer().settings();
    try {
      return JsonValue.parse(GSON.toJson(settings)).members();
    } catch (JsonFormatException | IllegalArgumentException e) {
      throw new EngineException(
          "save network",
          node.name(),
          "its settings "
              + settings
              + " cannot be written ("
              + e.getMessage()
              + "); use finite numbers, texts, truth values and lists of them");
    }
  }

  // ------------------------------------------------------------------------------ reading

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
      Layer restored = restore(layer, tensors, types);
      restored.parameters().forEach((name, t) -> t.requireGrad(!isFrozen(layer, name)));
      values.add(net.add(layer.name(), restored, inputs(layer, net, values)));
    }
    nameHeads(graph, net, values);
    Network network = net.build();
    return graph.classes() == null ? network : network.withClasses(graph.classes());
  }

  private static boolean isFrozen(LayerText layer, String parameter) {
    return layer.frozen() != null && layer.frozen().contains(parameter);
  }

  private static NetworkText graph(JsonValue graph) throws JsonFormatException {
    List<LayerText> layers = new ArrayList<>();
    for (JsonValue layer : graph.get("layers").items()) {
      layers.add(layer(layer));
    }
    List<HeadText> heads = null;
    JsonValue named = graph.optional("heads");
    if (named != null) {
      heads = new ArrayList<>();
      for (JsonValue head : named.items()) {
        heads.add(new HeadText(head.get("name").text(), head.get("layer").integer()));
      }
    }
    JsonValue classes = graph.optional("classes");
    JsonValue sequences = graph.optional("sequences");
    return new NetworkText(
        graph.get("name").text(),
        graph.get("input").integers(),
        sequences != null && sequences.flag(),
        layers,
        heads,
        classes == null ? null : Arrays.stream(classes.integers()).boxed().toList());
  }

  private static LayerText layer(JsonValue layer) throws JsonFormatException {
    JsonValue config = layer.optional("config");
    JsonValue shared = layer.optional("shared");
    Map<String, String> first = new LinkedHashMap<>();
    if (shared != null) {
      for (String tensor : shared.names()) {
        first.put(tensor, shared.get(tensor).text());
      }
    }
    JsonValue frozen = layer.optional("frozen");
    return new LayerText(
        layer.get("name").text(),
        layer.get("type").text(),
        config == null ? Map.of() : config.members(),
        Arrays.stream(layer.get("inputs").integers()).boxed().toList(),
        first,
        frozen == null ? List.of() : frozen.texts());
  }

  /** Names the outputs; what no layer reads was possible without a name in earlier versions. */
  private static void nameHeads(NetworkText graph, NetworkBuilder net, List<Value> values) {
    if (graph.heads() != null) {
      for (HeadText head : graph.heads()) {
        if (head.layer() < 0 || head.layer() >= values.size()) {
          throw new EngineException(
              "read network",
              head.name(),
              "it is the output of layer " + head.layer() + ", which there is not");
        }
        net.head(head.name(), values.get(head.layer()));
      }
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
    try {
      return types.restore(
          layer.type(), new LayerSettings(layer.name(), layer.config()), own(layer, tensors));
    } catch (ShapeException e) {
      throw e.at(layer.name());
    }
  }

  /** The tensors of a layer by their names in it. */
  private static Map<String, Tensor> own(LayerText layer, Map<String, Tensor> tensors) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    String prefix = layer.name() + ".";
    tensors.forEach((name, t) -> {
      if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
        own.put(name.substring(prefix.length()), t);
      }
    });
    if (layer.shared() != null) {
      layer.shared().forEach((name, first) -> own.put(name, shared(layer, first, tensors)));
    }
    return own;
  }

  private static Tensor shared(LayerText layer, String first, Map<String, Tensor> tensors) {
    Tensor tensor = tensors.get(first);
    if (tensor == null) {
      throw new EngineException(
          "read network",
          layer.name(),
          "it shares the tensor \"" + first + "\" with another layer, but that is missing");
    }
    return tensor;
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
