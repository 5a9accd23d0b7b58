package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What is asked of a cut.
 *
 * @param kept positions that are not set to 0, by node; other nodes keep all
 * @param outputs positions that are delivered, by head; other heads go
 * @param artifact whether what stays for its shape alone is read as it is, rather than as 0
 */
record KeepSets(Map<Integer, BitSet> kept, SequencedMap<String, BitSet> outputs, boolean artifact) {

  /** All positions of all heads. */
  static SequencedMap<String, BitSet> allOutputs(DeclaredUnits declared) {
    SequencedMap<String, BitSet> all = new LinkedHashMap<>();
    declared.network().heads().forEach((head, node) -> all.put(head, all(declared.width(node))));
    return all;
  }

  /** Positions that are delivered, by node. */
  Map<Integer, BitSet> roots(DeclaredUnits declared) {
    Map<Integer, BitSet> roots = new TreeMap<>();
    outputs.forEach((head, positions) ->
        roots
            .computeIfAbsent(declared.network().heads().get(head), node -> new BitSet())
            .or(positions));
    return roots;
  }

  static BitSet all(int count) {
    BitSet all = new BitSet(count);
    all.set(0, count);
    return all;
  }
}
