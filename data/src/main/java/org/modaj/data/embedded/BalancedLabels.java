package org.modaj.data.embedded;

import org.modaj.engine.random.CounterRandom;

/** Labels that have every class equally often. */
final class BalancedLabels {
  private BalancedLabels() {}

  /**
   * Draws labels: of every {@code classes} consecutive ones, counted from the first, each class has
   * one, in random order. A longer series begins with the shorter one.
   */
  static int[] draw(CounterRandom random, int classes, int size) {
    int[] labels = new int[size];
    for (int first = 0; first < size; first += classes) {
      int[] order = random.child(first / classes).permutation(classes);
      System.arraycopy(order, 0, labels, first, Math.min(classes, size - first));
    }
    return labels;
  }
}
