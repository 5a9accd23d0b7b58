package org.modaj.nn.io;

import java.util.List;

/**
 * Where a module was cut.
 *
 * @param classes that it is for, by the whole network's numbers, in the order of the outputs
 * @param threshold share of a class's samples in which a unit had to be active, in (0, 1]
 * @param policy what "active" meant, in words
 * @param source {@link org.modaj.nn.Network#sha256} of the network it was cut out of
 */
public record ModuleOrigin(List<Integer> classes, double threshold, String policy, String source) {
  /** Copies the list. */
  public ModuleOrigin {
    classes = List.copyOf(classes);
  }
}
