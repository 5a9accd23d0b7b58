package org.modaj.nn.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.ExchangesOutputs;
import org.modaj.nn.layer.KeepsStatistics;
import org.modaj.nn.layer.Layer;

/**
 * A trained network made ready to learn on: with other outputs, and with parts that stand still.
 *
 * <p>
 *
 * {@snippet :
 * Network network =
 *     FineTuning.of(trained)
 *         .withOutputs(new int[] {3, 5, FineTuning.FRESH}, 1) // outputs 3 and 5, and a new one
 *         .freezing(List.of("features"))
 *         .network();
 * }
 *
 * <p>All are copies: the trained network stays as it is.
 */
public final class FineTuning {
  /** In place of the number of an output: one that nothing is known of. */
  public static final int FRESH = ExchangesOutputs.FRESH;

  private static final String OPERATION = "fine-tune";

  /** Layers that a message lists. */
  private static final int MOST_LISTED = 40;

  private final Network network;

  private FineTuning(Network network) {
    this.network = network;
  }

  /**
   * Begins with a copy of a network, in which every parameter trains and every normalization
   * gathers statistics, whatever was frozen before. Its outputs stand for no classes any more.
   */
  public static FineTuning of(Network trained) {
    Network copy = trained.copy();
    copy.parameters().values().forEach(p -> p.requireGrad(true));
    return new FineTuning(with(copy, layer -> fixed(layer, false)));
  }

  private static Layer fixed(Layer layer, boolean fixed) {
    return layer instanceof KeepsStatistics keeper ? keeper.withFixedStatistics(fixed) : layer;
  }

  /**
   * Gives the network other outputs, by a new last layer.
   *
   * @param sources for each new output the present one that it takes its weights from, or {@link
   *     #FRESH} for new weights
   * @param seed of the new weights
   * @throws EngineException when an output does not exist, or the last layer is not dense
   */
  public FineTuning withOutputs(int[] sources, long seed) {
    NetworkNode last = network.nodes().get(network.outputNode());
    if (!(last.layer() instanceof ExchangesOutputs layer)) {
      throw new EngineException(
          OPERATION,
          last.name(),
          "other outputs need a dense layer at the end, but this one is of type "
              + last.layer().type()
              + "; take a network without it");
    }
    int before = last.shape().dim(-1);
    for (int source : sources) {
      if (source < FRESH || source >= before) {
        throw new EngineException(
            OPERATION, last.name(), "it has no output " + source + ", but 0 .. " + (before - 1));
      }
    }
    Layer head = layer.withOutputs(sources, last.name(), seed);
    return new FineTuning(with(network, own -> own == layer ? head : own));
  }

  /**
   * Lets a layer follow the output of a network that names no heads.
   *
   * @param name unique in the network
   * @param layer whose tensors train unless they are frozen
   * @throws EngineException when the name is taken, or the network names heads
   */
  public FineTuning followedBy(String name, Layer layer) {
    if (hasHeads(network)) {
      throw new EngineException(
          OPERATION, name, "a layer can follow the last one only, but the network names heads");
    }
    return new FineTuning(with(network, own -> own, name, layer));
  }

  private static boolean hasHeads(Network network) {
    return !network.heads().equals(Map.of(Network.OUTPUT, network.nodes().size() - 1));
  }

  /**
   * Freezes parameters: they do not train. A batch normalization whose parameters are all frozen
   * also keeps its statistics.
   *
   * @param patterns each is the full name of a parameter, such as {@code conv1.weight}, or the
   *     beginning of names up to a dot, such as {@code conv1} or {@code features}; {@code *} stands
   *     for any characters and {@code ?} for one
   * @throws EngineException when a pattern fits no parameter, or no parameter is left to train
   */
  public FineTuning freezing(Collection<String> patterns) {
    Network copy = network.copy();
    Map<String, Tensor> tensors = copy.everyTensor();
    Map<String, Tensor> parameters = copy.parameters();
    Collection<Tensor> trained = parameters.values();
    for (String pattern : patterns) {
      Pattern names = names(pattern);
      List<Tensor> some = new ArrayList<>();
      tensors.forEach((name, tensor) -> {
        boolean trains = trained.stream().anyMatch(p -> p == tensor);
        if (trains && names.matcher(name).lookingAt()) {
          some.add(tensor);
        }
      });
      if (some.isEmpty()) {
        throw new EngineException(
            OPERATION,
            null,
            "\""
                + pattern
                + "\" fits no parameter; they are of the layers "
                + layers(parameters)
                + " (* stands for any characters)");
      }
      some.forEach(tensor -> tensor.requireGrad(false));
    }
    if (trained.stream().noneMatch(Tensor::requiresGrad)) {
      throw new EngineException(
          OPERATION, null, "all parameters would be frozen; leave some to train");
    }
    return new FineTuning(with(copy, layer -> fixed(layer, isFrozen(layer))));
  }

  private static boolean isFrozen(Layer layer) {
    return layer.parameters().values().stream().noneMatch(Tensor::requiresGrad);
  }

  private static String layers(Map<String, Tensor> parameters) {
    List<String> names =
        parameters.keySet().stream()
            .map(name -> name.substring(0, name.lastIndexOf('.')))
            .distinct()
            .toList();
    return names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
        + (names.size() > MOST_LISTED ? ", …" : "");
  }

  private static Pattern names(String pattern) {
    StringBuilder text = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      text.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(text + "(?:$|\\.)", Pattern.DOTALL);
  }

  /** The same graph around other layers. */
  private static Network with(Network network, UnaryOperator<Layer> other) {
    return with(network, other, "", null);
  }

  /** The same with a layer after the last one, unless that is null. */
  private static Network with(
      Network network, UnaryOperator<Layer> other, String name, @Nullable Layer last) {
    NetworkBuilder net = NetworkBuilder.like(network, network.name(), 0);
    Map<Layer, Layer> layers = new IdentityHashMap<>();
    List<Value> values = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      Value[] inputs =
          node.inputs().stream()
              .map(i -> i == Network.INPUT ? net.input() : values.get(i))
              .toArray(Value[]::new);
      values.add(net.add(node.name(), layers.computeIfAbsent(node.layer(), other), inputs));
    }
    if (last != null) {
      net.add(name, last, values.getLast());
    }
    if (hasHeads(network)) {
      new LinkedHashMap<>(network.heads()).forEach((head, i) -> net.head(head, values.get(i)));
    }
    return net.build();
  }

  /** The network, whose tensors are its own. */
  public Network network() {
    return network;
  }
}
