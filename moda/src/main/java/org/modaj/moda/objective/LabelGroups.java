package org.modaj.moda.objective;

import java.util.HashMap;
import java.util.Map;

/**
 * The samples of a batch in groups of one label, and the pairs {@code i < j} that follow from them.
 *
 * @param of the group of each sample; groups are numbered in the order of their first sample
 * @param count number of groups
 * @param same number of pairs of one label
 * @param different number of pairs of different labels
 */
record LabelGroups(int[] of, int count, long same, long different) {

  static LabelGroups of(int[] labels) {
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] of = new int[labels.length];
    int[] sizes = new int[labels.length];
    long same = 0;
    for (int i = 0; i < labels.length; i++) {
      of[i] = numbers.computeIfAbsent(labels[i], label -> numbers.size());
      same += sizes[of[i]]++;
    }
    long all = (long) labels.length * (labels.length - 1) / 2;
    return new LabelGroups(of, numbers.size(), same, all - same);
  }

  int samples() {
    return of.length;
  }
}
