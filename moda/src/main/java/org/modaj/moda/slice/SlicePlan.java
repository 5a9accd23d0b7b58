package org.modaj.moda.slice;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.unit.UnitFlow;

/**
 * Which positions of which tensors stay in a cut network: printable before anything is computed,
 * countable without building, and then carried out by {@link #build}.
 */
public final class SlicePlan {
  private final DeclaredUnits declared;
  private final KeepSets keep;
  private final List<NodeCut> nodes;

  /** What stays of each tensor; those that go are missing. */
  private final Map<Tensor, TensorCut> cuts = new IdentityHashMap<>();

  SlicePlan(DeclaredUnits declared, KeepSets keep, List<NodeCut> nodes) {
    this.declared = declared;
    this.keep = keep;
    this.nodes = nodes;
    for (int i = 0; i < nodes.size(); i++) {
      UnitFlow flow = declared.flows().get(i);
      NodeCut cut = nodes.get(i);
      if (cut != null) {
        tensors(declared.node(i))
            .forEach((name, t) -> cuts.put(t, TensorCut.of(flow, cut, name, t.shape())));
      }
    }
  }

  private static Map<String, Tensor> tensors(NetworkNode node) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(node.layer().parameters());
    tensors.putAll(node.layer().buffers());
    return tensors;
  }

  /** The whole network. */
  public Network network() {
    return declared.network();
  }

  /**
   * Positions of a layer's last axis that stay, ascending: those that its readers see as they are.
   * They see 0 in place of all others. None of a layer that is gone.
   *
   * @throws ModularizationException when the network has no such layer
   */
  public int[] keptPositions(String layer) {
    NodeCut cut = nodes.get(declared.index(layer));
    return cut == null ? new int[0] : cut.readable().stream().toArray();
  }

  /**
   * Positions of a layer's last axis that the cut network computes, ascending: those that stay, and
   * those that the layer computes along with them and that nothing reads. None of a layer that is
   * gone or only moves positions.
   *
   * @throws ModularizationException when the network has no such layer
   */
  public int[] computedPositions(String layer) {
    int index = declared.index(layer);
    NodeCut cut = nodes.get(index);
    boolean moves = declared.flows().get(index).moved().isPresent();
    return cut == null || moves ? new int[0] : cut.present().clone();
  }

  /**
   * Positions of a layer's last axis that are 0 in the masked network by what the layers declare,
   * ascending.
   *
   * @throws ModularizationException when the network has no such layer
   */
  public int[] zeroPositions(String layer) {
    int index = declared.index(layer);
    BitSet zero = KeepSets.all(declared.width(index));
    zero.andNot(new Alive(declared, keep.kept()).positions()[index]);
    return zero.stream().toArray();
  }

  /** Trained numbers of the cut network. */
  public long parameterCount() {
    return shared(this, network().parameters().values());
  }

  /**
   * Trained numbers that this and another cut of the same network both contain.
   *
   * @throws ModularizationException when the other one cuts another network
   */
  public long sharedParameters(SlicePlan other) {
    return shared(other, network().parameters().values());
  }

  /**
   * As {@link #sharedParameters(SlicePlan)}, of some tensors only.
   *
   * @param names which parameters count, by full name
   */
  public long sharedParameters(SlicePlan other, Predicate<String> names) {
    Map<String, Tensor> some = new LinkedHashMap<>(network().parameters());
    some.keySet().removeIf(names.negate());
    return shared(other, some.values());
  }

  /** As {@link #sharedParameters(SlicePlan)}, the running statistics included. */
  public long sharedStateElements(SlicePlan other) {
    return shared(other, network().state().values());
  }

  /** Elements of some tensors that both cuts contain. */
  private long shared(SlicePlan other, Collection<Tensor> tensors) {
    if (other.network() != network()) {
      throw new ModularizationException(
          "compare cuts",
          network().name(),
          "the other plan cuts another network, "
              + other.network().name()
              + "; only cuts of one network have elements in common");
    }
    Set<Tensor> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    long count = 0;
    for (Tensor tensor : tensors) {
      TensorCut mine = cuts.get(tensor);
      TensorCut theirs = other.cuts.get(tensor);
      if (distinct.add(tensor) && mine != null && theirs != null) {
        count += mine.common(theirs);
      }
    }
    return count;
  }

  /**
   * Makes the cut network: an ordinary network with its own tensors. Frozen tensors stay frozen.
   *
   * @param name what it is called
   */
  public Network build(String name) {
    return new SliceBuilder(declared, keep, nodes, cuts, name).build();
  }

  /**
   * The whole plan: the units, every tensor that becomes smaller with its shapes, and the
   * parameters saved.
   */
  public String describe() {
    StringBuilder table = new StringBuilder(units());
    table.append(String.format(Locale.ROOT, "%n%-32s %-20s %s%n", "tensor", "whole", "cut"));
    network()
        .state()
        .forEach((name, tensor) -> {
          TensorCut cut = cuts.get(tensor);
          String left = cut == null ? "gone" : cut.shape().toString();
          if (!left.equals(tensor.shape().toString())) {
            table.append(
                String.format(Locale.ROOT, "%-32s %-20s %s%n", name, tensor.shape(), left));
          }
        });
    return table.append(String.format("%n")).append(parameters()).toString();
  }

  /** A table of the layers that make units with kept and total units, and the parameters saved. */
  @Override
  public String toString() {
    return units() + parameters();
  }

  /**
   * Positions that each layer with weights computes, and how many the whole layer has, in order of
   * computation.
   */
  public Map<String, List<Integer>> keptCounts() {
    Map<String, List<Integer>> counts = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (makesUnits(i)) {
        NodeCut cut = nodes.get(i);
        counts.put(
            declared.node(i).name(),
            List.of(cut == null ? 0 : cut.present().length, declared.width(i)));
      }
    }
    return counts;
  }

  /** Whether a layer has weights, rather than factors, for its output. */
  private boolean makesUnits(int index) {
    Map<String, Tensor> tensors = tensors(declared.node(index));
    return declared.flows().get(index).bindings().stream()
        .filter(binding -> binding.layout().size() > 0 && binding.layout().isOutput(0))
        .anyMatch(binding -> requireNonNull(tensors.get(binding.tensor())).shape().rank() > 1);
  }

  private String units() {
    StringBuilder table = new StringBuilder();
    keptCounts()
        .forEach((layer, counts) ->
            table.append(
                String.format(
                    Locale.ROOT, "%-24s %6d of %6d units%n", layer, counts.get(0), counts.get(1))));
    return table.toString();
  }

  private String parameters() {
    long all = network().parameterCount();
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
