package org.modaj.interop;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/** Sets of units that a cut keeps. */
public final class KeepSets {
  private KeepSets() {}

  /** One and about half of the other units of every tracked layer. */
  public static Map<String, BitSet> half(Network network, long seed) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    for (NetworkNode node : network.trackedNodes()) {
      int count = Slicer.units(network, node.name());
      CounterRandom random = CounterRandom.of(seed, node.name());
      BitSet units = new BitSet();
      units.set(random.below(count, count));
      for (int u = 0; u < count; u++) {
        units.set(u, units.get(u) || random.bits24(u) % 2 == 0);
      }
      kept.put(node.name(), units);
    }
    return kept;
  }
}
