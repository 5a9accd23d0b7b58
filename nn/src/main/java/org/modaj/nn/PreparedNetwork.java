package org.modaj.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.nn.ExecutionPlan.Step;

/**
 * A network ready for inference: evaluation mode, no gradients, no unit means. It shares the
 * network's tensors and keeps beside them what is computed from them once: normalizations as maps,
 * weights packed in the order in which the kernels read them, or transformed by Winograd. A
 * depthwise convolution and the 1 x 1 convolution that alone reads it are computed in one pass.
 * Memory of a layer's output is used again as soon as its last reader is done, and by the next call
 * on the same thread. Work is cut inside a sample where there are few samples.
 *
 * <pre>{@code
 * PreparedNetwork prepared = network.prepare();
 * Tensor logits = prepared.forward(x);
 * }</pre>
 *
 * <p><b>Bits.</b> The same input gives the same bits for any number of threads, any vector width,
 * and without the Vector API. The algorithm of a convolution is chosen for the batch at hand: with
 * few samples, small images take the direct sum where {@link Network#forward} takes Winograd's
 * algorithm. Where both take the same, the bits are those of {@link Network#forward}; otherwise the
 * results differ by the rounding of Winograd's algorithm (about 1e-5 of the largest value of a
 * layer), and so may those of one sample alone and in a batch. With {@code -Dmoda.conv=exact} they
 * never differ; {@link #withAlgorithmsOfForward} takes the algorithms of {@link Network#forward}
 * for every batch, so that the bits are always its bits.
 *
 * <p><b>Changes.</b> Changes of the network's tensors that are marked ({@link
 * Tensor#markModified}), as by optimizers and training, are noticed at the next call. Who writes
 * into {@link Tensor#data} marks it.
 *
 * <p>Any number of threads may compute with it while the tensors do not change.
 */
public final class PreparedNetwork {
  private final Network network;
  private final List<Step> steps;

  /** Nodes whose outputs are dead after each step. */
  private final List<int[]> dead;

  PreparedNetwork(Network network, boolean forBatch) {
    this.network = network;
    this.steps =
        pairs(
            network.plan().inference().stream()
                .map(step -> step.with(step.operation().prepare(forBatch)))
                .toList());
    this.dead = dead();
  }

  /**
   * Joins a step with the next one where that alone reads it and there is a way to compute both.
   */
  private List<Step> pairs(List<Step> single) {
    int[] readers = new int[network.nodes().size()];
    network.heads().values().forEach(node -> readers[node]++);
    for (Step step : single) {
      for (int input : step.inputs()) {
        if (input != Network.INPUT) {
          readers[input]++;
        }
      }
    }
    List<Step> joined = new ArrayList<>();
    for (Step step : single) {
      Step both = joined.isEmpty() ? null : pair(joined.getLast(), step, readers);
      if (both != null) {
        joined.removeLast();
      }
      joined.add(both == null ? step : both);
    }
    return List.copyOf(joined);
  }

  private static @Nullable Step pair(Step first, Step second, int[] readers) {
    List<Integer> inputs = second.inputs();
    if (readers[first.index()] != 1 || inputs.isEmpty() || inputs.getFirst() != first.index()) {
      return null;
    }
    Operation both = PreparedLayers.pair(first.operation(), second.operation());
    return both == null ? null : first.joined(second, both);
  }

  private List<int[]> dead() {
    BitSet kept = new BitSet();
    network.heads().values().forEach(kept::set);
    int[] last = new int[network.nodes().size()];
    Arrays.fill(last, -1);
    for (int i = 0; i < steps.size(); i++) {
      for (int input : steps.get(i).inputs()) {
        if (input != Network.INPUT) {
          last[input] = i;
        }
      }
    }
    int[][] dead = new int[steps.size()][0];
    for (int node = 0; node < last.length; node++) {
      if (last[node] >= 0 && !kept.get(node)) {
        int[] before = dead[last[node]];
        dead[last[node]] = Arrays.copyOf(before, before.length + 1);
        dead[last[node]][before.length] = node;
      }
    }
    return List.of(dead);
  }

  /** The network whose tensors it computes with. */
  public Network network() {
    return network;
  }

  /**
   * The same network with the algorithms of {@link Network#forward} for every batch: the bits are
   * always its bits.
   */
  public PreparedNetwork withAlgorithmsOfForward() {
    return new PreparedNetwork(network, false);
  }

  /**
   * Computes the main output.
   *
   * @param x {@code [batch, ...inputShape]}; not modified
   * @return owned by the caller
   * @throws ShapeException when the input does not fit; names the layer
   */
  public Tensor forward(Tensor x) {
    return forward(NetworkInput.of(x));
  }

  /**
   * As {@link #forward(Tensor)}, of sequences that end before the last step.
   *
   * @throws ShapeException when the input does not fit, or lengths are given to a network that
   *     reads no sequences
   */
  public Tensor forward(NetworkInput input) {
    return forwardHeads(input).firstEntry().getValue();
  }

  /**
   * Computes all heads.
   *
   * @return for each of {@link Network#heads} its output, in that order; owned by the caller
   */
  public SequencedMap<String, Tensor> forwardHeads(NetworkInput input) {
    network.checkInput(input);
    Tensor[] values = new Tensor[network.nodes().size()];
    try (Autograd.Scope _ = Autograd.noGrad();
        Workspace _ = Workspace.open()) {
      TimeAxes.Lengths lengths = network.plan().time().lengths(input.lengths());
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        Context context = ExecutionPlan.context(step, input, Mode.EVALUATE, lengths);
        values[step.index()] = step.compute(values, input, context);
        for (int node : dead.get(i)) {
          release(values, node, input.values());
        }
      }
      SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
      network.heads().forEach((head, node) -> outputs.put(head, values[node].copy()));
      return outputs;
    }
  }

  /** Gives the memory of a dead value back, unless one that lives shares it. */
  private static void release(Tensor[] values, int node, Tensor input) {
    Tensor value = values[node];
    values[node] = null;
    float[] data = value.data();
    if (data == input.data()) {
      return;
    }
    for (Tensor other : values) {
      if (other != null && other.data() == data) {
        return; // the last of them gives it back
      }
    }
    Workspace.release(value);
  }

  /** Computations of one pass: layers, or several layers computed together. */
  int stepCount() {
    return steps.size();
  }

  @Override
  public String toString() {
    return "prepared " + network;
  }
}
