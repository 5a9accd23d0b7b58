package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;

/**
 * A layer that keeps more or less than its output until a training step ends; all others keep just
 * that.
 */
public interface KeepsMemory extends Layer {

  /**
   * Floats that a training step keeps for one sample until it ends: the output, and what the output
   * and the gradients are made of. None when the output shares the input's elements. Sequences
   * count as if some ended early.
   */
  long keptElements(List<Shape> inputs);

  /** The floats that any layer keeps. */
  static long keptElements(Layer layer, List<Shape> inputs) {
    return layer instanceof KeepsMemory keeper
        ? keeper.keptElements(inputs)
        : layer.outputShape(inputs).elements();
  }
}
