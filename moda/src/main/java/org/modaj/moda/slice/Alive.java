package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.modaj.nn.Network;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Reading;
import org.modaj.nn.unit.UnitLayout;

/**
 * Which positions of each layer's output are alive, that is, not certainly 0: from first to last,
 * those that its keep-set has and that do not come from zeros alone.
 */
final class Alive {
  private final DeclaredUnits declared;
  private final BitSet[] alive;

  /**
   * Finds them.
   *
   * @param kept keep-sets by node; other nodes keep all
   */
  Alive(DeclaredUnits declared, Map<Integer, BitSet> kept) {
    this.declared = declared;
    this.alive = new BitSet[declared.size()];
    for (int i = 0; i < alive.length; i++) {
      alive[i] = made(i);
      BitSet own = kept.get(i);
      if (own != null) {
        alive[i].and(own);
      }
    }
  }

  /** By node. */
  BitSet[] positions() {
    return alive;
  }

  private BitSet made(int index) {
    UnitFlow flow = declared.flows().get(index);
    BitSet live = KeepSets.all(flow.positions());
    if (flow.moved().isPresent()) {
      UnitLayout from = flow.moved().get();
      for (int p = 0; p < flow.positions(); p++) {
        live.set(p, from.isZero(p) || isAlive(index, from.input(p), from.position(p)));
      }
      return live;
    }
    for (List<Integer> together : flow.zeroes()) {
      BitSet blocks = new BitSet();
      together.forEach(input -> blocks.or(aliveBlocks(index, input)));
      if (blocks.cardinality() < flow.blocks()) {
        for (int p = 0; p < flow.positions(); p++) {
          if (!blocks.get(flow.blockOf(p))) {
            live.clear(p);
          }
        }
      }
    }
    return live;
  }

  private boolean isAlive(int index, int input, int position) {
    int from = declared.inputs(index).get(input);
    return from == Network.INPUT || alive[from].get(position);
  }

  /** Blocks of the output for which an input has something that is not 0. */
  private BitSet aliveBlocks(int index, int input) {
    UnitFlow flow = declared.flows().get(index);
    int from = declared.inputs(index).get(input);
    if (from == Network.INPUT) {
      return KeepSets.all(flow.blocks());
    }
    if (flow.readings().get(input) != Reading.BLOCK) {
      return alive[from].isEmpty() ? new BitSet() : KeepSets.all(flow.blocks());
    }
    int size = declared.width(from) / flow.blocks();
    BitSet blocks = new BitSet();
    alive[from].stream().forEach(p -> blocks.set(p / size));
    return blocks;
  }
}
