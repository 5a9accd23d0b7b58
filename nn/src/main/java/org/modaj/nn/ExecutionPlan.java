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
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.SequenceLayer;

/**
 * The steps that compute a network: its nodes, with neighbours fused where a layer knows how and
 * nobody else reads the value between them. Without gradients more can be fused, for nothing but the
 * output has to stay.
 */
final class ExecutionPlan {
  /** One computation: {@code node}'s output, by {@code layer} from {@code inputs}. */
  record Step(NetworkNode node, int index, Layer layer, List<Integer> inputs) {

    /**
     * The output.
     *
     * @param values outputs of the steps before, by node
     */
    Tensor compute(Tensor[] values, NetworkInput in, Mode mode) {
      try {
        return forward(layer, ExecutionPlan.inputs(inputs, values, in.values()), in.lengths(), mode);
      } catch (ShapeException e) {
        throw e.at(node.name());
      }
    }
  }

  private final List<NetworkNode> nodes;
  private final List<Step> steps;
  private final List<Step> inference;

  /** The nodes whose units are tracked. */
  private final BitSet tracked = new BitSet();

  private ExecutionPlan(List<NetworkNode> nodes, List<Step> steps, List<Step> inference) {
    this.nodes = nodes;
    this.steps = steps;
    this.inference = inference;
    IntStream.range(0, nodes.size()).filter(this::isTracked).forEach(tracked::set);
  }

  private boolean isTracked(int index) {
    if (!(nodes.get(index).layer() instanceof ActivationLayer activation)) {
      return false;
    }
    List<NetworkNode> readers = nodes.stream().filter(n -> n.inputs().contains(index)).toList();
    return activation.hasExactZeros()
        || readers.isEmpty()
        || !readers.stream().allMatch(ExecutionPlan::hasExactZeros);
  }

  private static boolean hasExactZeros(NetworkNode node) {
    return node.layer() instanceof ActivationLayer activation && activation.hasExactZeros();
  }

  List<NetworkNode> tracked() {
    return tracked.stream().mapToObj(nodes::get).toList();
  }

  static ExecutionPlan of(List<NetworkNode> nodes) {
    return new ExecutionPlan(
        nodes, steps(nodes, Layer::fusedWith), steps(nodes, Layer::fusedForInference));
  }

  /** How a layer is fused with the next one; null when it is not. */
  @FunctionalInterface
  private interface Fusion {
    Layer fused(Layer layer, Layer next, int input);
  }

  private static List<Step> steps(List<NetworkNode> nodes, Fusion fusion) {
    int[] readers = new int[nodes.size()];
    for (NetworkNode node : nodes) {
      for (int input : node.inputs()) {
        if (input != Network.INPUT) {
          readers[input]++;
        }
      }
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      NetworkNode node = nodes.get(i);
      Step before = steps.isEmpty() ? null : steps.get(steps.size() - 1);
      int input = before == null ? -1 : node.inputs().indexOf(before.index());
      boolean follows = input >= 0 && before.index() == i - 1 && readers[i - 1] == 1;
      Layer fused = follows ? fusion.fused(before.layer(), node.layer(), input) : null;
      if (fused != null) {
        List<Integer> inputs = new ArrayList<>(before.inputs());
        inputs.addAll(node.inputs());
        inputs.remove((Integer) before.index());
        steps.set(steps.size() - 1, new Step(node, i, fused, inputs));
      } else {
        steps.add(new Step(node, i, node.layer(), node.inputs()));
      }
    }
    return steps;
  }

  /** The steps in order, for evaluation mode without gradients. */
  List<Step> inference() {
    return inference;
  }

  TrackedOutput run(NetworkInput in, Mode mode, boolean track) {
    Tensor[] values = new Tensor[nodes.size()];
    List<Tensor> means = new ArrayList<>();
    List<Tensor> activations = new ArrayList<>();
    boolean plain = !track && mode == Mode.EVALUATE && !Autograd.isRecording();
    for (Step step : plain ? inference : steps) {
      if (track
          && step.layer() instanceof ActivationLayer activation
          && tracked.get(step.index())) {
        List<Tensor> inputs = inputs(step.inputs(), values, in.values());
        try {
          UnitActivations result = activation.forwardWithUnitMeans(inputs, in.lengths(), mode);
          values[step.index()] = result.activation();
          activations.add(result.activation());
          means.add(result.unitMeans());
        } catch (ShapeException e) {
          throw e.at(step.node().name());
        }
      } else {
        values[step.index()] = step.compute(values, in, mode);
      }
    }
    return new TrackedOutput(values[nodes.size() - 1], means, activations);
  }

  private static Tensor forward(Layer layer, List<Tensor> inputs, int[] lengths, Mode mode) {
    return layer instanceof SequenceLayer sequences
        ? sequences.forward(inputs, lengths, mode)
        : layer.forward(inputs, mode);
  }

  /** Computes node by node, nothing fused: the same values, all of them visible. */
  void observe(NetworkInput in, Mode mode, BiConsumer<NetworkNode, Tensor> observer) {
    Tensor[] values = new Tensor[nodes.size()];
    for (int i = 0; i < values.length; i++) {
      NetworkNode node = nodes.get(i);
      try {
        List<Tensor> inputs = inputs(node.inputs(), values, in.values());
        values[i] = forward(node.layer(), inputs, in.lengths(), mode);
      } catch (ShapeException e) {
        throw e.at(node.name());
      }
      observer.accept(node, values[i]);
    }
  }

  /**
   * Adds up what the steps keep. Of the gradients of outputs of one size two exist at a time, that
   * of a step's output and that of its input, and four where an output is read by several steps:
   * a branch's gradient waits for that of the other. Memory of one size is not used for another.
   */
  StepMemory memory(Shape sample) {
    Shape[] shapes = new Shape[nodes.size()];
    Map<Integer, Integer> gradients = new HashMap<>();
    Set<Integer> branching = new HashSet<>();
    boolean[] read = new boolean[nodes.size()];
    long kept = 0;
    for (Step step : steps) {
      List<Shape> inputs =
          step.inputs().stream().map(i -> i == Network.INPUT ? sample : shapes[i]).toList();
      Shape output = step.layer().outputShape(inputs);
      shapes[step.index()] = output;
      for (int i : step.inputs()) {
        if (i != Network.INPUT) {
          if (read[i]) {
            branching.add(shapes[i].elements());
          }
          read[i] = true;
        }
      }
      kept += step.layer().keptElements(inputs);
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
