package org.modaj.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.Layer;

/**
 * The steps that compute a network: its nodes, with chains of them fused where {@link Fusions} has
 * a pattern and no one else reads the values inside. Without gradients more can be fused, for only
 * the outputs have to stay.
 */
final class ExecutionPlan {
  /**
   * One computation: {@code node}'s output, by {@code operation} from {@code inputs}.
   *
   * @param first the first node of a chain, otherwise {@code node}
   */
  record Step(
      NetworkNode node, int index, NetworkNode first, Operation operation, List<Integer> inputs) {

    /** The same step, computed by another operation. */
    Step with(Operation other) {
      return new Step(node, index, first, other, inputs);
    }

    /**
     * This step and the next one, which alone reads its output, first among its inputs.
     *
     * @param both computes the next step's output from this one's inputs and the next one's others
     */
    Step joined(Step next, Operation both) {
      List<Integer> all = new ArrayList<>(inputs);
      all.addAll(next.inputs.subList(1, next.inputs.size()));
      return new Step(next.node, next.index, first, both, List.copyOf(all));
    }

    /**
     * The output.
     *
     * @param values outputs of the steps before, by node
     * @param context with the lengths of the inputs
     */
    Tensor compute(Tensor[] values, NetworkInput in, Context context) {
      try {
        return operation.forward(ExecutionPlan.inputs(inputs, values, in.values()), context);
      } catch (ShapeException e) {
        throw e.at(first.name());
      }
    }
  }

  private final List<NetworkNode> nodes;
  private final TimeAxes time;
  private final int output;
  private final List<Step> single;
  private final List<Step> steps;
  private final List<Step> inference;

  /** The nodes whose units are tracked. */
  private final BitSet tracked = new BitSet();

  /**
   * Plans.
   *
   * @param heads the nodes whose outputs are the network's, the main one first
   */
  ExecutionPlan(List<NetworkNode> nodes, TimeAxes time, List<Integer> heads) {
    this.nodes = nodes;
    this.time = time;
    this.output = heads.getFirst();
    this.single = steps(heads, List.of());
    this.steps = steps(heads, Fusions.TRAINING);
    this.inference = steps(heads, Fusions.INFERENCE);
    IntStream.range(0, nodes.size()).filter(this::isTracked).forEach(tracked::set);
  }

  private boolean isTracked(int index) {
    if (!(nodes.get(index).layer() instanceof ActivationLayer activation)
        || !activation.isTracked()) {
      return false;
    }
    List<NetworkNode> readers = nodes.stream().filter(n -> n.inputs().contains(index)).toList();
    return activation.hasExactZeros()
        || readers.isEmpty()
        || !readers.stream().allMatch(ExecutionPlan::hasExactZeros);
  }

  private static boolean hasExactZeros(NetworkNode node) {
    return node.layer() instanceof ActivationLayer activation
        && activation.isTracked()
        && activation.hasExactZeros();
  }

  List<NetworkNode> tracked() {
    return tracked.stream().mapToObj(nodes::get).toList();
  }

  private List<Step> steps(List<Integer> heads, List<Fusions.Pattern> patterns) {
    int[] readers = new int[nodes.size()];
    heads.forEach(head -> readers[head]++);
    for (NetworkNode node : nodes) {
      for (int input : node.inputs()) {
        if (input != Network.INPUT) {
          readers[input]++;
        }
      }
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); ) {
      int first = i;
      Fusions.Pattern pattern =
          patterns.stream().filter(p -> matches(p, first, readers)).findFirst().orElse(null);
      steps.add(pattern == null ? single(i) : fused(pattern, i));
      i = steps.getLast().index() + 1;
    }
    return steps;
  }

  private Step single(int index) {
    NetworkNode node = nodes.get(index);
    return new Step(node, index, node, Operation.of(node.layer()), node.inputs());
  }

  /** Whether the nodes from {@code first} on are a chain of these layers. */
  private boolean matches(Fusions.Pattern pattern, int first, int[] readers) {
    int end = first + pattern.chain().size();
    if (end > nodes.size()) {
      return false;
    }
    for (int i = first + 1; i < end; i++) {
      if (readers[i - 1] != 1 || !nodes.get(i).inputs().contains(i - 1)) {
        return false;
      }
    }
    return pattern.fits(layers(first, end));
  }

  private List<Layer> layers(int first, int end) {
    return nodes.subList(first, end).stream().map(NetworkNode::layer).toList();
  }

  private Step fused(Fusions.Pattern pattern, int first) {
    int end = first + pattern.chain().size();
    List<Integer> inputs = new ArrayList<>(nodes.get(first).inputs());
    for (int i = first + 1; i < end; i++) {
      int inside = i - 1;
      nodes.get(i).inputs().stream().filter(from -> from != inside).forEach(inputs::add);
    }
    Operation operation = pattern.maker().make(layers(first, end));
    NetworkNode last = nodes.get(end - 1);
    return new Step(last, end - 1, nodes.get(first), operation, List.copyOf(inputs));
  }

  /** The steps in order, for evaluation mode without gradients. */
  List<Step> inference() {
    return inference;
  }

  /** What the sequences' ends are at each node. */
  TimeAxes time() {
    return time;
  }

  /** Outputs of all nodes that are computed, and what the tracked ones did. */
  record Result(Tensor[] values, TrackedOutput output) {}

  Result run(NetworkInput in, Mode mode, boolean track) {
    Tensor[] values = new Tensor[nodes.size()];
    List<Tensor> means = new ArrayList<>();
    List<Tensor> activations = new ArrayList<>();
    boolean plain = !track && mode == Mode.EVALUATE && !Autograd.isRecording();
    TimeAxes.Lengths lengths = time.lengths(in.lengths());
    for (Step step : plain ? inference : steps) {
      boolean tracks = track && tracked.get(step.index());
      Context context = context(step, in, mode, lengths);
      context = tracks ? context.withUnitMeans() : context;
      Tensor y = step.compute(values, in, context);
      values[step.index()] = y;
      if (tracks) {
        activations.add(y);
        means.add(context.unitMeansOf(y, lengths.of(step.index())));
      }
    }
    return new Result(values, new TrackedOutput(values[output], means, activations));
  }

  /** What a step is told. */
  static Context context(Step step, NetworkInput in, Mode mode, TimeAxes.Lengths lengths) {
    return Context.of(mode)
        .at(step.node().name())
        .withLengths(lengths.ofInputs(step.node().name(), step.inputs()))
        .withKey(in.key());
  }

  /** Computes node by node, nothing fused: the same values, all of them visible. */
  void observe(NetworkInput in, Mode mode, BiConsumer<NetworkNode, Tensor> observer) {
    Tensor[] values = new Tensor[nodes.size()];
    TimeAxes.Lengths lengths = time.lengths(in.lengths());
    for (Step step : single) {
      values[step.index()] = step.compute(values, in, context(step, in, mode, lengths));
      observer.accept(step.node(), values[step.index()]);
    }
  }

  /**
   * Adds up what the steps keep. Of the gradients of outputs of one size two exist at a time, that
   * of a step's output and that of its input, and four where an output is read by several steps: a
   * branch's gradient waits for that of the other. Memory of one size is not used for another.
   */
  StepMemory memory(Shape sample) {
    @Nullable Shape[] shapes = new Shape[nodes.size()];
    Map<Integer, Integer> gradients = new HashMap<>();
    Set<Integer> branching = new HashSet<>();
    boolean[] read = new boolean[nodes.size()];
    long kept = 0;
    for (Step step : steps) {
      List<Shape> inputs =
          step.inputs().stream().map(i -> i == Network.INPUT ? sample : shapes[i]).toList();
      Shape output = step.operation().outputShape(inputs);
      shapes[step.index()] = output;
      for (int i : step.inputs()) {
        if (i != Network.INPUT) {
          if (read[i]) {
            branching.add(shapes[i].elements());
          }
          read[i] = true;
        }
      }
      kept += step.operation().keptElements(inputs);
      gradients.merge(output.elements(), 1, Integer::sum);
    }
    long most = 0;
    for (Map.Entry<Integer, Integer> size : gradients.entrySet()) {
      int atOnce = branching.contains(size.getKey()) ? 4 : 2;
      most += (long) Math.min(atOnce, size.getValue()) * size.getKey();
    }
    return new StepMemory(kept, most);
  }

  private static List<Tensor> inputs(List<Integer> indices, Tensor[] values, Tensor x) {
    Tensor[] inputs = new Tensor[indices.size()];
    for (int i = 0; i < inputs.length; i++) {
      int index = indices.get(i);
      inputs[i] = index == Network.INPUT ? x : values[index];
    }
    return Arrays.asList(inputs);
  }
}
