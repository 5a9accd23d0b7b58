package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modaj.nn.unit.KeptUnits;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Alignment;
import org.modaj.nn.unit.UnitLayout;
import org.modaj.nn.unit.UnitSpace;

/**
 * Narrows kept units to those that somebody reads. A layer with weights of its own for every input
 * position reads all units of its input; an LSTM also reads its own. A layer that reads position by position (an addition, a
 * depthwise convolution) reads only what its own kept units need. A space that was recognized keeps
 * its recognized units as far as they are read; any other space keeps what is read of it.
 *
 * <p>When none of the recognized units is read, the first unit that is needed stays, so that no
 * layer becomes empty.
 */
final class Liveness {
  private static final BitSet NONE = new BitSet();

  private final List<UnitFlow> flows;
  private final List<List<UnitLayout>> inputs;
  private final Map<UnitSpace, BitSet> recognized;

  /** Units that stay whether they are read or not. */
  private final Map<UnitSpace, BitSet> forced;
  private final KeptUnits kept = new KeptUnits();

  /** Units of a space that position-by-position readers need, gathered from last to first. */
  private final Map<UnitSpace, BitSet> needed = new LinkedHashMap<>();

  private Liveness(
      List<UnitFlow> flows,
      List<List<UnitLayout>> inputs,
      Map<UnitSpace, BitSet> recognized,
      Map<UnitSpace, BitSet> forced) {
    this.forced = forced;
    this.flows = flows;
    this.inputs = inputs;
    this.recognized = recognized;
  }

  /**
   * The units that stay.
   *
   * @param flows what each layer declares, in order of computation
   * @param inputs layouts of each layer's inputs
   * @param recognized units that may stay, by space
   * @param forced units that stay in any case, by space
   */
  static KeptUnits of(
      List<UnitFlow> flows,
      List<List<UnitLayout>> inputs,
      Map<UnitSpace, BitSet> recognized,
      Map<UnitSpace, BitSet> forced) {
    Liveness liveness = new Liveness(flows, inputs, recognized, forced);
    liveness.needAll(flows.get(flows.size() - 1).output());
    for (int i = flows.size() - 1; i >= 0; i--) {
      liveness.visit(i);
    }
    return liveness.kept;
  }

  /** Settles the spaces that a node makes, then notes what it reads. */
  private void visit(int index) {
    UnitFlow flow = flows.get(index);
    Set<UnitSpace> carried = flow.output().spaces();
    for (UnitSpace space : carried) {
      if (isMadeAt(index, space)) {
        if (readsItself(flow, space)) {
          needAll(UnitLayout.of(space));
        }
        settle(space);
      }
    }
    for (int i = 0; i < inputs.get(index).size(); i++) {
      UnitLayout input = inputs.get(index).get(i);
      if (!flow.alignments().isEmpty()) {
        needAligned(flow, flow.alignments().get(i), input);
      } else if (!carried.containsAll(input.spaces())) {
        needAll(input);
      }
    }
  }

  /** Whether no input of the node carries the space. */
  private boolean isMadeAt(int index, UnitSpace space) {
    return inputs.get(index).stream().noneMatch(input -> input.spaces().contains(space));
  }

  /** Whether a tensor leads from the space to the space: the units of an LSTM read each other. */
  private static boolean readsItself(UnitFlow flow, UnitSpace space) {
    Set<String> seen = new HashSet<>();
    return flow.bindings().stream()
        .filter(binding -> binding.layout().spaces().contains(space))
        .anyMatch(binding -> !seen.add(binding.tensor()));
  }

  private void settle(UnitSpace space) {
    BitSet need = needed.getOrDefault(space, new BitSet());
    BitSet own = recognized.get(space);
    BitSet stay = (BitSet) need.clone();
    if (own != null) {
      stay.and(own);
    }
    stay.or(forced.getOrDefault(space, NONE));
    if (stay.isEmpty()) {
      boolean unread = need.isEmpty() && own != null && !own.isEmpty();
      stay.set(unread ? own.nextSetBit(0) : Math.max(0, need.nextSetBit(0)));
    }
    kept.set(space, stay);
  }

  private void needAll(UnitLayout layout) {
    for (int p = 0; p < layout.positions(); p++) {
      need(layout.space(p), layout.unit(p));
    }
  }

  private void needAligned(UnitFlow flow, Alignment alignment, UnitLayout input) {
    for (int p = 0; p < flow.output().positions(); p++) {
      int source = alignment.sources()[p];
      if (source >= 0 && kept.contains(flow.output().space(p), flow.output().unit(p))) {
        need(input.space(source), input.unit(source));
      }
    }
  }

  private void need(UnitSpace space, int unit) {
    needed.computeIfAbsent(space, s -> new BitSet(s.size())).set(unit);
  }
}
