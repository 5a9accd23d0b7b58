package org.modaj.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.build.Activations;
import org.modaj.nn.build.Attentions;
import org.modaj.nn.build.Convolutions;
import org.modaj.nn.build.DenseLayers;
import org.modaj.nn.build.Joins;
import org.modaj.nn.build.Normalizations;
import org.modaj.nn.build.Poolings;
import org.modaj.nn.build.RecurrentLayers;
import org.modaj.nn.build.Reshapes;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Layer;

/**
 * Records a network layer by layer, in the order of computation:
 *
 * <pre>{@code
 * NetworkBuilder net = new NetworkBuilder("tiny", Shape.of(32, 32, 3), seed);
 * Value x = net.conv2d("conv1", net.input(), Conv.of(16, 3).pad(1));
 * x = net.relu("relu1", net.batchNorm("bn1", x));
 * x = net.dense("fc", net.flatten(x), Dense.of(10));
 * Network network = net.build();
 * }</pre>
 *
 * <p>Every method takes the layer's name first; without one the layer is named by its type: {@code
 * flatten}, the next one {@code flatten_2}. Fresh parameters depend on the seed and their name
 * only.
 */
public final class NetworkBuilder
    implements Activations,
        Attentions,
        Convolutions,
        DenseLayers,
        Joins,
        Normalizations,
        Poolings,
        RecurrentLayers,
        Reshapes {
  private static final String OPERATION = "build network";

  private final String name;
  private final Shape inputShape;
  private final boolean sequences;
  private final long seed;
  private final List<NetworkNode> nodes = new ArrayList<>();
  private final TimeAxes time;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> heads = new LinkedHashMap<>();

  /**
   * Starts a network.
   *
   * @param name what it is called
   * @param inputShape shape of one sample
   * @param seed of the initial parameters
   */
  public NetworkBuilder(String name, Shape inputShape, long seed) {
    this(name, inputShape, false, seed);
  }

  private NetworkBuilder(String name, Shape inputShape, boolean sequences, long seed) {
    this.name = name;
    this.inputShape = inputShape;
    this.sequences = sequences;
    this.seed = seed;
    this.time = new TimeAxes(sequences);
  }

  /**
   * Starts a network of sequences.
   *
   * @param inputShape {@code [steps, features]}; the network takes any number of steps, these are
   *     what counts and estimates are for
   * @throws ShapeException when it is no such shape
   */
  public static NetworkBuilder forSequences(String name, Shape inputShape, long seed) {
    if (inputShape.rank() != 2 || inputShape.dim(0) < 1) {
      throw new ShapeException(
          OPERATION,
          name,
          "sequences [steps, features]",
          "input " + inputShape,
          "Images are read by other networks.");
    }
    return new NetworkBuilder(name, inputShape, true, seed);
  }

  /**
   * Starts a network that reads what {@code other} reads.
   *
   * @param seed of the initial parameters; two networks of one seed have equal layers where the
   *     names are equal
   */
  public static NetworkBuilder like(Network other, String name, long seed) {
    return new NetworkBuilder(name, other.inputShape(), other.readsSequences(), seed);
  }

  /** The network's input. */
  public Value input() {
    return new Value(Network.INPUT, inputShape, this);
  }

  /**
   * Adds all layers of another network, which read {@code x} in place of its input. The tensors are
   * shared, not copied: a network that is embedded twice trains one set of tensors.
   *
   * @param prefix the layers' names become {@code prefix.name}
   * @return the other network's main output
   * @throws ShapeException when {@code x} has another shape than the other network's input
   */
  public Value embed(String prefix, Network other, Value x) {
    if (!x.shape().equals(other.inputShape())) {
      throw new ShapeException(
          "embed network", prefix, "input " + other.inputShape(), "input " + x.shape(), null);
    }
    List<Value> values = new ArrayList<>();
    for (NetworkNode node : other.nodes()) {
      Value[] inputs =
          node.inputs().stream()
              .map(i -> i == Network.INPUT ? x : values.get(i))
              .toArray(Value[]::new);
      values.add(add(prefix + "." + node.name(), node.layer(), inputs));
    }
    return values.get(other.outputNode());
  }

  @Override
  public Value add(String layer, Layer operation, Value... inputs) {
    if (inputs.length == 0) {
      throw new EngineException(OPERATION, layer, "a layer needs at least one input");
    }
    for (Value input : inputs) {
      checkOwn(layer, input);
    }
    if (!operation.parameters().equals(operation.tensors().parameters())
        || !operation.buffers().equals(operation.tensors().buffers())) {
      throw new EngineException(
          OPERATION,
          layer,
          "a layer of type "
              + operation.type()
              + " lists its tensors differently in tensors() and in parameters() or buffers();"
              + " implement tensors() alone");
    }
    if (layer.isBlank() || names.contains(layer)) {
      throw new EngineException(OPERATION, layer, "layer names must be unique and not blank");
    }
    Shape output;
    try {
      output = operation.outputShape(Arrays.stream(inputs).map(Value::shape).toList());
    } catch (ShapeException e) {
      throw e.at(layer);
    }
    List<Integer> indices = Arrays.stream(inputs).map(Value::index).toList();
    NetworkNode node = new NetworkNode(layer, operation, indices, output);
    time.add(node);
    nodes.add(node);
    names.add(layer);
    return new Value(nodes.size() - 1, output, this);
  }

  private void checkOwn(String layer, Value value) {
    if (value.builder() != this) {
      throw new EngineException(
          OPERATION,
          layer,
          "an input was made by another builder; values belong to the builder that made them, and"
              + " embed adds another network");
    }
  }

  @Override
  public String freshName(String type) {
    String fresh = type;
    for (int number = 2; names.contains(fresh); number++) {
      fresh = type + "_" + number;
    }
    return fresh;
  }

  @Override
  public Tensor parameter(String layer, String tensor, Shape shape, Initializer fill) {
    return fill.parameter(shape, seed, layer + "." + tensor);
  }

  @Override
  public @Nullable Layer layerOf(Value value) {
    return value.index() == Network.INPUT ? null : nodes.get(value.index()).layer();
  }

  /**
   * Names an output of the network. The first one that is named is the main output; a network
   * without named outputs has one, its last layer's.
   *
   * @param head unique in the network, such as {@code "boxes"}
   * @return {@code value}
   * @throws EngineException when the name is taken or blank, or the value is the network's input or
   *     of another builder
   */
  public Value head(String head, Value value) {
    checkOwn(head, value);
    if (head.isBlank() || heads.containsKey(head)) {
      throw new EngineException(OPERATION, head, "head names must be unique and not blank");
    }
    if (value.index() == Network.INPUT) {
      throw new EngineException(OPERATION, head, "the network's input cannot be an output");
    }
    heads.put(head, value.index());
    return value;
  }

  /**
   * Ends the network.
   *
   * @throws EngineException when there is no layer, or one whose output is read by no layer and is
   *     no output of the network
   */
  public Network build() {
    if (nodes.isEmpty()) {
      throw new EngineException(OPERATION, name, "a network needs at least one layer");
    }
    for (int unread : unread()) {
      throw new EngineException(
          OPERATION,
          nodes.get(unread).name(),
          "no layer reads its output, and it is no output of the network; leave it out or name it:"
              + " head(\""
              + nodes.get(unread).name()
              + "\", value)");
    }
    return new Network(name, inputShape, sequences, nodes, heads, null);
  }

  /** The nodes that no layer reads and that are no output. */
  private List<Integer> unread() {
    Set<Integer> read = new HashSet<>(heads.values());
    if (heads.isEmpty()) {
      read.add(nodes.size() - 1);
    }
    nodes.forEach(node -> read.addAll(node.inputs()));
    List<Integer> unread = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (!read.contains(i)) {
        unread.add(i);
      }
    }
    return unread;
  }
}
