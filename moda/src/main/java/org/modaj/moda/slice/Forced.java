package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Positions that stay because of tensors that several layers use: a tensor is cut once, so each use
 * keeps what any use keeps. Found by planning again until all uses agree.
 */
final class Forced {
  private static final BitSet NONE = new BitSet();

  /** One use of a tensor. */
  private record Use(int node, String tensor) {}

  private final DeclaredUnits declared;
  private final Map<Tensor, List<Use>> shared = new IdentityHashMap<>();
  private final Map<Integer, BitSet> outputs = new HashMap<>();
  private final Map<List<Integer>, BitSet> inputs = new HashMap<>();

  private Forced(DeclaredUnits declared) {
    this.declared = declared;
    for (int i = 0; i < declared.size(); i++) {
      int node = i;
      Map<String, Tensor> tensors = new LinkedHashMap<>(declared.node(i).layer().parameters());
      tensors.putAll(declared.node(i).layer().buffers());
      tensors.forEach(
          (name, t) -> shared.computeIfAbsent(t, k -> new ArrayList<>()).add(new Use(node, name)));
    }
    shared.values().removeIf(uses -> uses.size() == 1);
  }

  /** What is left of each layer when every tensor is cut once; see {@link Liveness#of}. */
  static List<NodeCut> plan(DeclaredUnits declared, KeepSets keep) {
    Forced forced = new Forced(declared);
    List<NodeCut> cuts = Liveness.of(declared, keep, forced);
    while (forced.grow(cuts)) {
      cuts = Liveness.of(declared, keep, forced);
    }
    return cuts;
  }

  /** Output positions of a node that stay in any case. */
  BitSet outputs(int node) {
    return outputs.getOrDefault(node, NONE);
  }

  /** Positions of an input that a node gets in any case. */
  BitSet inputs(int node, int input) {
    return inputs.getOrDefault(List.of(node, input), NONE);
  }

  /** Makes the uses of each tensor agree; false when they did. */
  private boolean grow(List<NodeCut> cuts) {
    boolean more = false;
    for (Map.Entry<Tensor, List<Use>> tensor : shared.entrySet()) {
      List<Use> uses = tensor.getValue().stream().filter(u -> cuts.get(u.node()) != null).toList();
      for (int axis = 0; axis < tensor.getKey().shape().rank(); axis++) {
        BitSet all = new BitSet();
        for (Use use : uses) {
          all.or(kept(cuts, use, axis, tensor.getKey().dim(axis)));
        }
        for (Use use : uses) {
          if (!kept(cuts, use, axis, tensor.getKey().dim(axis)).equals(all)) {
            force(use, axis, all);
            more = true;
          }
        }
      }
    }
    return more;
  }

  /** Indices of a tensor's axis that a use keeps. */
  private BitSet kept(List<NodeCut> cuts, Use use, int axis, int size) {
    UnitFlow flow = declared.flows().get(use.node());
    int[] kept = null;
    if (!isTrimmed(use)) {
      kept = TensorCut.of(flow, cuts.get(use.node()), use.tensor(), axis);
    }
    BitSet indices = kept == null ? KeepSets.all(size) : new BitSet();
    if (kept != null) {
      Arrays.stream(kept).forEach(indices::set);
    }
    return indices;
  }

  /** Weights whose blocks lose different positions stay whole when they are shared. */
  private boolean isTrimmed(Use use) {
    return declared
        .flows()
        .get(use.node())
        .trimming()
        .filter(trimming -> trimming.tensor().equals(use.tensor()))
        .isPresent();
  }

  private void force(Use use, int axis, BitSet indices) {
    for (UnitFlow.Binding binding : declared.flows().get(use.node()).bindings()) {
      if (binding.tensor().equals(use.tensor()) && binding.axis() == axis) {
        UnitLayout layout = binding.layout();
        indices.stream().filter(i -> !layout.isZero(i)).forEach(i -> force(use.node(), layout, i));
      }
    }
  }

  private void force(int node, UnitLayout layout, int index) {
    BitSet positions =
        layout.isOutput(index)
            ? outputs.computeIfAbsent(node, n -> new BitSet())
            : inputs.computeIfAbsent(List.of(node, layout.input(index)), n -> new BitSet());
    positions.set(layout.position(index));
  }
}
