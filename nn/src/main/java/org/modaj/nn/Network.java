package org.modaj.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.TensorDigest;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.KeepsStatistics;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LearnsFromBatch;

/**
 * An explicit graph of named layers. The nodes stand in the order of computation; the last one is
 * the output, unless heads are named. One recorded graph serves computing, summaries, operation
 * counts, activity tracking, slicing and files. Built by {@link NetworkBuilder}; the graph is
 * immutable, its tensors train.
 *
 * <p>A network of sequences has a time axis: its samples are {@code [steps, features]}, and every
 * batch may have another number of steps. The steps of {@link #inputShape()} are those that counts
 * and estimates are for; computing does not look at them.
 */
public final class Network {
  /** Index that stands for the network's input in {@link NetworkNode#inputs()}. */
  public static final int INPUT = -1;

  /** Name of the head of a network that names none. */
  public static final String OUTPUT = "output";

  private final String name;
  private final Shape inputShape;
  private final boolean sequences;
  private final List<NetworkNode> nodes;
  private final SequencedMap<String, Integer> heads;
  private final @Nullable List<Integer> classes;
  private final ExecutionPlan plan;

  /**
   * Creates the network.
   *
   * @param heads its outputs by name, as indices of nodes, the main one first; empty for the last
   *     node alone
   * @param classes that the main outputs stand for; null when output i is class i
   */
  Network(
      String name,
      Shape inputShape,
      boolean sequences,
      List<NetworkNode> nodes,
      Map<String, Integer> heads,
      @Nullable List<Integer> classes) {
    this.name = name;
    this.inputShape = inputShape;
    this.sequences = sequences;
    this.nodes = List.copyOf(nodes);
    this.heads = new LinkedHashMap<>(heads);
    this.classes = classes == null ? null : List.copyOf(classes);
    if (heads.isEmpty()) {
      this.heads.put(OUTPUT, nodes.size() - 1);
    }
    TimeAxes time = new TimeAxes(sequences);
    nodes.forEach(time::add);
    this.plan = new ExecutionPlan(this.nodes, time, List.copyOf(this.heads.values()));
  }

  /** What the network is called in summaries and files. */
  public String name() {
    return name;
  }

  /** Shape of one input sample, such as {@code [32, 32, 3]}. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Whether the first axis of a sample is time, of any number of steps. */
  public boolean readsSequences() {
    return sequences;
  }

  /** Shape of one sample of the main output, such as {@code [10]}. */
  public Shape outputShape() {
    return nodes.get(outputNode()).shape();
  }

  /** Index of the node whose output is the network's; of several heads the first. */
  public int outputNode() {
    return heads.firstEntry().getValue();
  }

  /**
   * The outputs by name, as indices of nodes, the main one first. A network that names none has
   * one, {@link #OUTPUT}, of its last layer.
   */
  public SequencedMap<String, Integer> heads() {
    return Collections.unmodifiableSequencedMap(heads);
  }

  /**
   * The classes that the main outputs stand for, in their order: what a network says that was cut
   * out of another one. Empty when nobody said; then output i is class i.
   */
  public Optional<List<Integer>> classes() {
    return Optional.ofNullable(classes);
  }

  /**
   * The same network, which shares this one's tensors, with classes for its main outputs.
   *
   * @param outputClasses one for each output, all different and at least 0
   * @throws EngineException when there are others
   */
  public Network withClasses(List<Integer> outputClasses) {
    int outputs = outputShape().dim(-1);
    if (outputClasses.size() != outputs
        || outputClasses.stream().distinct().count() != outputs
        || outputClasses.stream().anyMatch(c -> c < 0)) {
      throw new EngineException(
          "name classes",
          name,
          "expected "
              + outputs
              + " different classes, one for each output, but got "
              + outputClasses);
    }
    return new Network(name, inputShape, sequences, nodes, heads, outputClasses);
  }

  /**
   * The same network, which shares this one's tensors, with all normalizations' statistics standing
   * still: it trains the weights and computes in training what it computes in evaluation mode. For
   * the fine-tuning of a trained network, by small batches above all.
   */
  public Network withFixedStatistics() {
    return around(layer ->
        layer instanceof KeepsStatistics keeper ? keeper.withFixedStatistics(true) : layer);
  }

  /** The same graph around other layers of the same shapes; one at several nodes stays one. */
  private Network around(UnaryOperator<Layer> other) {
    Map<Layer, Layer> layers = new IdentityHashMap<>();
    List<NetworkNode> changed = new ArrayList<>();
    for (NetworkNode node : nodes) {
      Layer layer = layers.computeIfAbsent(node.layer(), other);
      changed.add(new NetworkNode(node.name(), layer, node.inputs(), node.shape()));
    }
    return new Network(name, inputShape, sequences, changed, heads, classes);
  }

  /** The layers in order of computation. */
  public List<NetworkNode> nodes() {
    return nodes;
  }

  /** Input shapes of a node for one sample. */
  public List<Shape> inputShapes(NetworkNode node) {
    List<Shape> shapes = new ArrayList<>();
    for (int input : node.inputs()) {
      shapes.add(input == INPUT ? inputShape : nodes.get(input).shape());
    }
    return shapes;
  }

  /**
   * The nodes whose units are tracked, in order of computation. These are the activation layers.
   * One without exact zeros is left out when only activation layers with exact zeros read it: an
   * LSTM with a ReLU on its output is tracked at the ReLU.
   */
  public List<NetworkNode> trackedNodes() {
    return plan.tracked();
  }

  // ------------------------------------------------------------------------------ computing

  /**
   * Computes the output.
   *
   * @param x {@code [batch, ...inputShape]}
   * @throws ShapeException when the input does not fit; names the layer
   */
  public Tensor forward(Tensor x, Mode mode) {
    return forward(NetworkInput.of(x), mode);
  }

  /**
   * As {@link #forward(Tensor, Mode)}, of sequences that end before the last step.
   *
   * @throws ShapeException when the input does not fit, or lengths are given to a network that
   *     reads no sequences
   */
  public Tensor forward(NetworkInput input, Mode mode) {
    return run(input, mode, false).output().output();
  }

  /**
   * Computes all heads.
   *
   * @return for each of {@link #heads} its output, in that order
   */
  public SequencedMap<String, Tensor> forwardHeads(NetworkInput input, Mode mode) {
    return forwardHeads(input, mode, false).heads();
  }

  /**
   * Computes all heads and, on request, what the tracked units do.
   *
   * @param track whether the mean activation of every tracked unit is wanted
   */
  public HeadOutputs forwardHeads(NetworkInput input, Mode mode, boolean track) {
    ExecutionPlan.Result result = run(input, mode, track);
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    heads.forEach((head, node) -> outputs.put(head, result.values()[node]));
    return new HeadOutputs(outputs, result.output());
  }

  /** As {@link #forward}, together with the mean activation of every tracked unit. */
  public TrackedOutput forwardTracked(Tensor x, Mode mode) {
    return forwardTracked(NetworkInput.of(x), mode);
  }

  /** As {@link #forwardTracked(Tensor, Mode)}, of sequences that end before the last step. */
  public TrackedOutput forwardTracked(NetworkInput input, Mode mode) {
    return run(input, mode, true).output();
  }

  private ExecutionPlan.Result run(NetworkInput input, Mode mode, boolean track) {
    checkInput(input);
    return plan.run(input, mode, track);
  }

  /** The network made ready for inference, weights packed once; it shares these tensors. */
  public PreparedNetwork prepare() {
    return new PreparedNetwork(this, true);
  }

  /** The steps that compute it; see {@link SharedForward}. */
  ExecutionPlan plan() {
    return plan;
  }

  void checkInput(NetworkInput input) {
    Shape x = input.values().shape();
    if (x.rank() != inputShape.rank() + 1
        || !(sequences
            ? x.dim(1) > 0 && x.dim(2) == inputShape.dim(1)
            : x.withoutFirst().equals(inputShape))) {
      throw new ShapeException("forward", name, "input " + batchText(), "input " + x, null);
    }
    int[] lengths = input.lengths();
    if (lengths == null) {
      return;
    }
    if (!sequences || lengths.length != x.dim(0)) {
      throw new ShapeException(
          "forward",
          name,
          sequences ? x.dim(0) + " lengths" : "samples without lengths",
          lengths.length + " lengths",
          sequences ? null : "Only networks of sequences take lengths.");
    }
    for (int length : lengths) {
      if (length < 1 || length > x.dim(1)) {
        throw new ShapeException(
            "forward", name, "lengths in [1, " + x.dim(1) + "]", "length " + length, null);
      }
    }
  }

  private String batchText() {
    return sequences
        ? "[batch, steps, " + inputShape.dim(1) + "]"
        : "[batch, " + inputShape.toString().substring(1);
  }

  /**
   * Computes like {@link #forward} and shows every layer's output on the way.
   *
   * @param observer called with each node and its output, in order of computation
   */
  public void observe(Tensor x, Mode mode, BiConsumer<NetworkNode, Tensor> observer) {
    observe(NetworkInput.of(x), mode, observer);
  }

  /** As the other {@code observe}, of sequences that end before the last step. */
  public void observe(NetworkInput input, Mode mode, BiConsumer<NetworkNode, Tensor> observer) {
    checkInput(input);
    plan.observe(input, mode, observer);
  }

  // ------------------------------------------------------------------------------ tensors

  /**
   * Trained tensors by full name ({@code "features.0.weight"}), in order of computation. A tensor
   * that several layers use is listed once, by the name of its first use; see {@link #aliases}.
   */
  public Map<String, Tensor> parameters() {
    return once(Layer::parameters);
  }

  /**
   * Parameters and buffers by full name, each layer's together, in order of computation; each
   * tensor once.
   */
  public Map<String, Tensor> state() {
    return once(layer -> layer.tensors().all());
  }

  /** Parameters and buffers by full name, those of every use. */
  public Map<String, Tensor> everyTensor() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    visit(layer -> layer.tensors().all(), all::put);
    return all;
  }

  /**
   * Further names of tensors that several layers use, each with the name by which {@link #state}
   * lists the tensor; empty when no tensor is shared.
   */
  public Map<String, String> aliases() {
    Map<Tensor, String> first = new IdentityHashMap<>();
    Map<String, String> aliases = new LinkedHashMap<>();
    visit(
        layer -> layer.tensors().all(),
        (name, tensor) -> {
          String known = first.putIfAbsent(tensor, name);
          if (known != null) {
            aliases.put(name, known);
          }
        });
    return aliases;
  }

  private Map<String, Tensor> once(Function<Layer, Map<String, Tensor>> some) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<String, Tensor> all = new LinkedHashMap<>();
    visit(
        some,
        (name, tensor) -> {
          if (seen.add(tensor)) {
            all.put(name, tensor);
          }
        });
    return all;
  }

  private void visit(
      Function<Layer, Map<String, Tensor>> some, BiConsumer<String, Tensor> visitor) {
    for (NetworkNode node : nodes) {
      some.apply(node.layer())
          .forEach((t, tensor) -> visitor.accept(node.name() + "." + t, tensor));
    }
  }

  /** Trained numbers, running statistics excluded. */
  public long parameterCount() {
    return parameters().values().stream().mapToLong(Tensor::elements).sum();
  }

  /** SHA-256 over names, shapes and bits of {@link #state()}, in hexadecimal. */
  public String sha256() {
    TensorDigest digest = new TensorDigest();
    state().forEach((name, t) -> digest.add(name, t.shape().toArray(), t.data()));
    return digest.hex();
  }

  // ------------------------------------------------------------------------------ counts

  /** Multiply-accumulates of convolutions and dense layers for one sample. */
  public long multiplyAdds() {
    long total = 0;
    for (NetworkNode node : nodes) {
      if (node.layer() instanceof CountsOperations counter) {
        total += counter.multiplyAdds(inputShapes(node));
      }
    }
    return total;
  }

  /**
   * Operations for one sample as fvcore's counter adds them up: multiply-accumulates, two for each
   * output of a batch normalization, and the inputs of global average pooling.
   */
  public long flops() {
    long total = multiplyAdds();
    for (NetworkNode node : nodes) {
      if (node.layer() instanceof CountsOperations counter) {
        total += counter.extraOperations(inputShapes(node));
      }
    }
    return total;
  }

  /**
   * Memory of a step, for one sample.
   *
   * @param sample its shape; of sequences with the number of steps that batches have
   */
  public StepMemory stepMemory(Shape sample) {
    return plan.memory(sample);
  }

  /**
   * The layer that could not learn from a batch of so few samples, and how many it needs; empty
   * when every layer can.
   *
   * @param samples of a batch, at least 1
   */
  public Optional<TooFewSamples> tooFewToLearnFrom(int samples) {
    for (NetworkNode node : nodes) {
      if (node.layer() instanceof LearnsFromBatch layer) {
        int least = layer.leastSamples(inputShapes(node));
        if (samples < least) {
          return Optional.of(new TooFewSamples(node.name(), least));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A layer for which a batch has too few samples.
   *
   * @param layer its name
   * @param least samples that it needs
   */
  public record TooFewSamples(String layer, int least) {}

  /** A table of layers, output shapes and parameters, and the totals. */
  public String summary() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT, "%-24s %-16s %-20s %12s%n", "layer", "type", "output", "params"));
    for (NetworkNode node : nodes) {
      Layer layer = node.layer();
      long count = layer.parameters().values().stream().mapToLong(Tensor::elements).sum();
      table.append(
          String.format(
              Locale.ROOT,
              "%-24s %-16s %-20s %,12d%n",
              node.name(),
              layer.type(),
              node.shape(),
              count));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "%s: input %s, %,d parameters, %,d multiply-adds a sample%n",
            name,
            inputShape,
            parameterCount(),
            multiplyAdds()));
    return table.toString();
  }

  /**
   * A network of the same graph with its own copy of every tensor. Frozen ones stay frozen, and
   * what several layers share they share in the copy.
   */
  public Network copy() {
    Map<Tensor, Tensor> tensors = new IdentityHashMap<>();
    return around(layer -> copy(layer, tensors));
  }

  private static Layer copy(Layer layer, Map<Tensor, Tensor> copies) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    layer
        .tensors()
        .all()
        .forEach((name, t) -> own.put(name, copies.computeIfAbsent(t, Network::copy)));
    return layer.withTensors(own);
  }

  private static Tensor copy(Tensor tensor) {
    return tensor.copy().requireGrad(tensor.requiresGrad());
  }

  @Override
  public String toString() {
    return name + " " + inputShape + " -> " + outputShape();
  }
}
