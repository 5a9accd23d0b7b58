package org.modaj.engine.batch;

import java.util.List;

/**
 * What one target of every sample looks like.
 *
 * @param name what results call it, such as {@code "price"}; distinct within a source
 * @param classes the number of classes, whose numbers are the target; 0 for real values
 * @param sampleShape the shape of one sample's target: empty for one number, {@code [K]} for K
 *     numbers, {@code [T]} for one for each step, {@code [H, W]} for one for each pixel
 */
public record TargetSpec(String name, int classes, List<Integer> sampleShape) {

  /**
   * Checks the parts.
   *
   * @throws BatchShapeException if the name is empty, the number of classes is negative, or a size
   *     is not positive
   */
  public TargetSpec {
    sampleShape = List.copyOf(sampleShape);
    if (name.isEmpty()) {
      throw new BatchShapeException("target", "a name", "none");
    }
    if (classes < 0) {
      throw new BatchShapeException("target \"" + name + "\"", "0 or more classes", classes);
    }
    long product = 1;
    for (int size : sampleShape) {
      product = size < 1 ? 0 : product * size;
      if (product < 1 || product > Integer.MAX_VALUE) {
        throw new BatchShapeException(
            "target \"" + name + "\"", "positive sizes, together below 2^31", sampleShape);
      }
    }
  }

  /** Whether the target is the numbers of classes, not real values. */
  public boolean isClasses() {
    return classes > 0;
  }

  /** Returns the number of elements of one sample's target. */
  public int elements() {
    return sampleShape.stream().reduce(1, (a, b) -> a * b);
  }
}
