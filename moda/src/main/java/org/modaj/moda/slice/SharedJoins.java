package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modaj.nn.unit.KeptUnits;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;
import org.modaj.nn.unit.UnitSpace;

/**
 * Kept units when the sides of each join keep the same ones ({@link Joins#SHARED}). Units that a
 * layer with several inputs reads at one position are tied, from join to join; a tied unit stays
 * everywhere when it stays anywhere.
 */
final class SharedJoins {
  private final Map<UnitSpace, Integer> first = new LinkedHashMap<>();

  /** For each unit of all spaces a unit it is tied to; the representative of its tie is its own. */
  private int[] tie = {};

  private SharedJoins(List<UnitFlow> flows, List<List<UnitLayout>> inputs) {
    for (int i = 0; i < flows.size(); i++) {
      if (flows.get(i).alignments().size() > 1) {
        tie(flows.get(i), inputs.get(i));
      }
    }
  }

  /** The units that stay; parameters as of {@link Liveness#of}. */
  static KeptUnits keep(
      List<UnitFlow> flows, List<List<UnitLayout>> inputs, Map<UnitSpace, BitSet> recognized) {
    SharedJoins joins = new SharedJoins(flows, inputs);
    Map<UnitSpace, BitSet> united = joins.unite(recognized);
    Map<UnitSpace, BitSet> forced = new HashMap<>();
    while (true) {
      KeptUnits kept = Liveness.of(flows, inputs, united, forced);
      Map<UnitSpace, BitSet> spread = new HashMap<>();
      joins.first.keySet().forEach(space -> spread.put(space, kept.get(space)));
      Map<UnitSpace, BitSet> more = joins.spread(spread, Set.of());
      if (more.equals(spread)) {
        return kept;
      }
      forced = more;
    }
  }

  private void tie(UnitFlow flow, List<UnitLayout> inputs) {
    UnitLayout out = flow.output();
    for (int i = 0; i < inputs.size(); i++) {
      int[] sources = flow.alignments().get(i).sources();
      for (int p = 0; p < sources.length; p++) {
        if (sources[p] >= 0) {
          UnitLayout in = inputs.get(i);
          int a = representative(id(out.space(p), out.unit(p)));
          int b = representative(id(in.space(sources[p]), in.unit(sources[p])));
          tie[Math.max(a, b)] = Math.min(a, b);
        }
      }
    }
  }

  private int id(UnitSpace space, int unit) {
    Integer begin = first.get(space);
    if (begin == null) {
      begin = tie.length;
      first.put(space, begin);
      tie = Arrays.copyOf(tie, begin + space.size());
      for (int u = begin; u < tie.length; u++) {
        tie[u] = u;
      }
    }
    return begin + unit;
  }

  private int representative(int unit) {
    int at = unit;
    while (tie[at] != at) {
      at = tie[at];
    }
    return at;
  }

  /** The recognized units with those that they are tied to. */
  private Map<UnitSpace, BitSet> unite(Map<UnitSpace, BitSet> recognized) {
    Map<UnitSpace, BitSet> united = new LinkedHashMap<>(recognized);
    united.putAll(spread(recognized, new ArrayList<>(first.keySet())));
    return united;
  }

  /**
   * Adds to the given units those that they are tied to.
   *
   * @param free spaces of which all units stay that are tied to no space in {@code units}
   */
  private Map<UnitSpace, BitSet> spread(
      Map<UnitSpace, BitSet> units, Collection<UnitSpace> free) {
    BitSet known = new BitSet();
    BitSet stay = new BitSet();
    first.forEach(
        (space, begin) -> {
          for (int u = 0; units.containsKey(space) && u < space.size(); u++) {
            known.set(representative(begin + u));
            if (units.get(space).get(u)) {
              stay.set(representative(begin + u));
            }
          }
        });
    Map<UnitSpace, BitSet> spread = new LinkedHashMap<>();
    first.forEach(
        (space, begin) -> {
          BitSet own = new BitSet();
          for (int u = 0; u < space.size(); u++) {
            int tied = representative(begin + u);
            own.set(u, stay.get(tied) || !known.get(tied) && free.contains(space));
          }
          spread.put(space, own);
        });
    return spread;
  }
}
