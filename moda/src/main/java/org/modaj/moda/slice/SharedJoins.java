package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modaj.nn.Network;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Reading;
import org.modaj.nn.unit.UnitLayout;

/**
 * Keep-sets with which both sides of each join have the same units ({@link Joins#SHARED}).
 * Positions that layers pass on one by one are tied, from join to join; a tied position stays
 * everywhere when it stays anywhere.
 */
final class SharedJoins {
  private final DeclaredUnits declared;

  /** Number of the first position of each node; the network's input comes first. */
  private final int[] first;

  /** For each position one that it is tied to; the representative of its tie is its own. */
  private final int[] tie;

  private SharedJoins(DeclaredUnits declared) {
    this.declared = declared;
    first = new int[declared.size()];
    int count = declared.width(Network.INPUT);
    for (int i = 0; i < first.length; i++) {
      first[i] = count;
      count += declared.width(i);
    }
    tie = new int[count];
    for (int p = 0; p < count; p++) {
      tie[p] = p;
    }
  }

  /** The keep-sets, and what they are tied to. */
  static Map<Integer, BitSet> unite(DeclaredUnits declared, Map<Integer, BitSet> kept) {
    return new SharedJoins(declared).unite(kept);
  }

  private Map<Integer, BitSet> unite(Map<Integer, BitSet> kept) {
    for (int i = 0; i < first.length; i++) {
      tie(i);
    }
    BitSet joined = new BitSet();
    for (int i = 0; i < first.length; i++) {
      if (isJoin(i)) {
        for (int p = 0; p < declared.width(i); p++) {
          joined.set(representative(first[i] + p));
        }
      }
    }
    BitSet stay = new BitSet();
    kept.forEach(
        (node, units) -> units.stream().forEach(p -> stay.set(representative(first[node] + p))));
    Map<Integer, BitSet> united = new TreeMap<>();
    kept.forEach((node, units) -> {
      BitSet own = (BitSet) units.clone();
      for (int p = 0; p < declared.width(node); p++) {
        int tied = representative(first[node] + p);
        if (joined.get(tied) && stay.get(tied)) {
          own.set(p);
        }
      }
      united.put(node, own);
    });
    return united;
  }

  /** Whether a layer reads several inputs position by position. */
  private boolean isJoin(int index) {
    return passesOn(index) && declared.inputs(index).size() > 1;
  }

  private boolean passesOn(int index) {
    UnitFlow flow = declared.flows().get(index);
    return flow.moved().isEmpty()
        && flow.blocks() == flow.positions()
        && flow.readings().stream().allMatch(reading -> reading == Reading.BLOCK)
        && declared.inputs(index).stream()
            .allMatch(from -> declared.width(from) == flow.positions());
  }

  private void tie(int index) {
    List<Integer> inputs = declared.inputs(index);
    UnitLayout moved = declared.flows().get(index).moved().orElse(null);
    if (moved != null) {
      for (int p = 0; p < moved.size(); p++) {
        if (!moved.isZero(p)) {
          tie(first[index] + p, number(inputs.get(moved.input(p)), moved.position(p)));
        }
      }
    } else if (passesOn(index)) {
      for (int from : inputs) {
        for (int p = 0; p < declared.width(index); p++) {
          tie(first[index] + p, number(from, p));
        }
      }
    }
  }

  private int number(int node, int position) {
    return node == Network.INPUT ? position : first[node] + position;
  }

  private void tie(int a, int b) {
    int one = representative(a);
    int other = representative(b);
    tie[Math.max(one, other)] = Math.min(one, other);
  }

  private int representative(int position) {
    int at = position;
    while (tie[at] != at) {
      tie[at] = tie[tie[at]];
      at = tie[at];
    }
    return at;
  }
}
