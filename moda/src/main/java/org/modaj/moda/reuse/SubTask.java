package org.modaj.moda.reuse;

import java.util.List;

/**
 * How a composed network does against the whole one on the same classes.
 *
 * @param classes ascending
 * @param composedAccuracy in [0, 1]
 * @param fullAccuracy the whole network's, its other outputs ignored, in [0, 1]
 * @param size parameters as a share of the whole network's
 * @param flops operations for one sample as a share of the whole network's, as {@link
 *     org.modaj.nn.Network#flops} counts them
 */
public record SubTask(
    List<Integer> classes,
    double composedAccuracy,
    double fullAccuracy,
    double size,
    double flops) {
  /** Copies the classes. */
  public SubTask {
    classes = List.copyOf(classes);
  }

  /** Composed minus full accuracy, in [-1, 1]. */
  public double gap() {
    return composedAccuracy - fullAccuracy;
  }
}
