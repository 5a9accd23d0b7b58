package org.modaj.moda.slice;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked of a cut.
 *
 * @param kept positions that are not set to 0, by node; other nodes keep all
 * @param roots positions that are delivered in any case, by node: the outputs of the network
 * @param artifact whether what stays for its shape alone is read as it is, rather than as 0
 */
record KeepSets(Map<Integer, BitSet> kept, Map<Integer, BitSet> roots, boolean artifact) {

  /** All positions of the output and of the nodes that nothing reads. */
  static Map<Integer, BitSet> allRoots(DeclaredUnits declared) {
    BitSet read = new BitSet();
    for (int i = 0; i < declared.size(); i++) {
      declared.inputs(i).stream().filter(from -> from >= 0).forEach(read::set);
    }
    Map<Integer, BitSet> roots = new TreeMap<>();
    for (int i = 0; i < declared.size(); i++) {
      if (!read.get(i) || i == declared.size() - 1) {
        roots.put(i, all(declared.width(i)));
      }
    }
    return roots;
  }

  static BitSet all(int count) {
    BitSet all = new BitSet(count);
    all.set(0, count);
    return all;
  }
}
