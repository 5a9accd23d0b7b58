package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.AlignsUnits;
import org.modaj.nn.unit.KeptUnits;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;
import org.modaj.nn.unit.UnitSpace;

/**
 * Which positions of which tensors stay in a cut network: printable before anything is computed,
 * countable without building, and then carried out by {@link #build}.
 */
public final class SlicePlan {
  private final Network network;
  private final Map<String, Tensor> state;
  private final List<UnitFlow> flows;
  private final List<List<UnitLayout>> inputs;
  private final KeptUnits kept;

  /** Kept positions by full tensor name and axis; null for an axis that stays whole. */
  private final Map<String, int[][]> cuts = new LinkedHashMap<>();

  SlicePlan(Network network, List<UnitFlow> flows, List<List<UnitLayout>> inputs, KeptUnits kept) {
    this.network = network;
    this.flows = flows;
    this.inputs = inputs;
    this.kept = kept;
    this.state = network.everyTensor();
    state.forEach((name, t) -> cuts.put(name, new int[t.shape().rank()][]));
    for (int i = 0; i < flows.size(); i++) {
      String layer = network.nodes().get(i).name();
      for (UnitFlow.Binding binding : flows.get(i).bindings()) {
        cuts.get(layer + "." + binding.tensor())[binding.axis()] =
            binding.layout().keptPositions(kept);
      }
    }
  }

  /** The whole network. */
  public Network network() {
    return network;
  }

  /**
   * Positions of a layer's last axis that stay, ascending.
   *
   * @throws IllegalArgumentException when the network has no such layer
   */
  public int[] keptPositions(String layer) {
    for (int i = 0; i < flows.size(); i++) {
      if (network.nodes().get(i).name().equals(layer)) {
        return flows.get(i).output().keptPositions(kept);
      }
    }
    throw new IllegalArgumentException(network.name() + " has no layer " + layer);
  }

  /** Trained numbers of the cut network. */
  public long parameterCount() {
    return network.parameters().keySet().stream().mapToLong(name -> shared(this, name)).sum();
  }

  /**
   * Trained numbers that this and another cut of the same network both contain.
   *
   * @throws IllegalArgumentException when the other one cuts another network
   */
  public long sharedParameters(SlicePlan other) {
    return network.parameters().keySet().stream().mapToLong(name -> shared(other, name)).sum();
  }

  /** As {@link #sharedParameters}, the running statistics included. */
  public long sharedStateElements(SlicePlan other) {
    return state.keySet().stream().mapToLong(name -> shared(other, name)).sum();
  }

  /** Elements of one tensor that both cuts contain. */
  private long shared(SlicePlan other, String tensor) {
    if (other.network != network) {
      throw new IllegalArgumentException("the two plans cut different networks");
    }
    int[][] mine = cuts.get(tensor);
    int[][] theirs = other.cuts.get(tensor);
    Tensor whole = state.get(tensor);
    long product = 1;
    for (int axis = 0; axis < mine.length; axis++) {
      product *= common(mine[axis], theirs[axis], whole.dim(axis));
    }
    return product;
  }

  /** Number of positions in both ascending lists; null stands for all {@code size}. */
  private static int common(int[] a, int[] b, int size) {
    if (a == null) {
      return b == null ? size : b.length;
    }
    if (b == null) {
      return a.length;
    }
    int count = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        count++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return count;
  }

  /**
   * Makes the cut network: an ordinary network with its own tensors.
   *
   * @param name what it is called
   */
  public Network build(String name) {
    NetworkBuilder net = NetworkBuilder.like(network, name, 0);
    List<Value> values = new ArrayList<>();
    for (int index = 0; index < flows.size(); index++) {
      NetworkNode node = network.nodes().get(index);
      Value[] delivered = new Value[node.inputs().size()];
      for (int i = 0; i < delivered.length; i++) {
        int from = node.inputs().get(i);
        Value value = from == Network.INPUT ? net.input() : values.get(from);
        delivered[i] = deliver(net, value, index, i);
      }
      if (node.layer() instanceof AlignsUnits) {
        values.add(delivered[0]);
        continue;
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      node.layer()
          .parameters()
          .forEach((t, whole) -> tensors.put(t, cut(node, t, whole).requireGrad(true)));
      node.layer().buffers().forEach((t, whole) -> tensors.put(t, cut(node, t, whole)));
      values.add(net.add(node.name(), node.layer().withTensors(tensors), delivered));
    }
    return net.build();
  }

  /**
   * An input of a cut layer. A layer that reads position by position gets exactly the positions of
   * its kept outputs, zeros where the input lost them; any other gets what is kept of the input.
   */
  private Value deliver(NetworkBuilder net, Value value, int index, int input) {
    UnitFlow flow = flows.get(index);
    if (flow.alignments().isEmpty()) {
      return value;
    }
    int[] present = inputs.get(index).get(input).keptPositions(kept);
    int[] sources = flow.alignments().get(input).sources();
    int[] places =
        Arrays.stream(flow.output().keptPositions(kept))
            .map(p -> sources[p] < 0 ? -1 : Math.max(-1, Arrays.binarySearch(present, sources[p])))
            .toArray();
    if (Arrays.equals(places, IntStream.range(0, present.length).toArray())) {
      return value;
    }
    String name = network.nodes().get(index).name() + ".align" + input;
    return net.align(name, value, places);
  }

  private Tensor cut(NetworkNode node, String tensor, Tensor whole) {
    Tensor part = whole;
    int[][] cut = cuts.get(node.name() + "." + tensor);
    for (int axis = 0; axis < cut.length; axis++) {
      if (cut[axis] != null) {
        part = AxisGather.along(part, axis, cut[axis]);
      }
    }
    return part == whole ? whole.copy() : part;
  }

  /** Shape of a tensor in the cut network, by full name. */
  private Shape cutShape(String tensor) {
    Shape shape = state.get(tensor).shape();
    int[][] cut = cuts.get(tensor);
    for (int axis = 0; axis < cut.length; axis++) {
      if (cut[axis] != null) {
        shape = shape.with(axis, cut[axis].length);
      }
    }
    return shape;
  }

  /**
   * The whole plan: the units, every tensor that becomes smaller with its shapes, and the
   * parameters saved.
   */
  public String describe() {
    StringBuilder table = new StringBuilder(units());
    table.append(String.format(Locale.ROOT, "%n%-32s %-20s %s%n", "tensor", "whole", "cut"));
    state.forEach((name, tensor) -> {
      if (!cutShape(name).equals(tensor.shape())) {
        table.append(
            String.format(Locale.ROOT, "%-32s %-20s %s%n", name, tensor.shape(), cutShape(name)));
      }
    });
    return table.append(String.format("%n")).append(parameters()).toString();
  }

  /** A table of the unit spaces with kept and total units, and the parameters saved. */
  @Override
  public String toString() {
    return units() + parameters();
  }

  /** Kept and total units by name of the space, in order of computation. */
  public Map<String, List<Integer>> keptCounts() {
    Map<String, List<Integer>> counts = new LinkedHashMap<>();
    for (UnitFlow flow : flows) {
      for (UnitSpace space : flow.output().spaces()) {
        counts.put(space.name(), List.of(kept.count(space), space.size()));
      }
    }
    return counts;
  }

  private String units() {
    StringBuilder table = new StringBuilder();
    keptCounts()
        .forEach((space, counts) ->
            table.append(
                String.format(
                    Locale.ROOT, "%-24s %6d of %6d units%n", space, counts.get(0), counts.get(1))));
    return table.toString();
  }

  private String parameters() {
    long all = network.parameterCount();
    long part = parameterCount();
    return String.format(
        Locale.ROOT,
        "parameters %,d of %,d (%.2f %%), %,d saved%n",
        part,
        all,
        100.0 * part / all,
        all - part);
  }
}
