package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;

/**
 * A layer that reads sequences step after step and has to know where each one ends. Its input has
 * the time axis in front of the features: {@code [steps, features]} for one sample.
 */
public interface SequenceLayer extends Layer {

  /**
   * Computes the output.
   *
   * @param inputs {@code [batch, steps, features]}
   * @param lengths valid steps of each sequence, in [1, steps], or null when all have all
   */
  Tensor forward(List<Tensor> inputs, int[] lengths, Mode mode);

  @Override
  default Tensor forward(List<Tensor> inputs, Mode mode) {
    return forward(inputs, null, mode);
  }

  /** Whether the output has the time axis too, with the same steps. */
  boolean keepsSteps();
}
