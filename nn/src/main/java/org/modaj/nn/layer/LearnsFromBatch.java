package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;

/** A layer that learns from a batch as a whole, such as from the spread of its values. */
public interface LearnsFromBatch extends Layer {

  /**
   * The fewest samples of a batch that it can learn from.
   *
   * @param inputs shapes of one sample
   */
  int leastSamples(List<Shape> inputs);
}
