package org.modaj.nn.layer;

import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;

/**
 * A layer that works element by element, so that in evaluation mode the convolution in front of it
 * can do its work on each output as soon as it is finished.
 */
interface EpilogueLayer extends Layer {
  /** The parts of an epilogue in the order in which they are computed. */
  enum Part {
    NORMALIZATION,
    SUM,
    RELU
  }

  /** Which part the layer is. */
  Part part();

  /**
   * Adds this layer's part.
   *
   * @param skip the other operand of a sum, of the output's shape; otherwise null
   */
  Epilogue addTo(Epilogue epilogue, Tensor skip);
}
