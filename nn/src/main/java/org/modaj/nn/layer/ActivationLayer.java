package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.Mode;

/**
 * A layer whose output tells which units are active: the places where the modular objectives and
 * the activity rates look.
 */
public interface ActivationLayer extends Layer {

  /**
   * As {@link #forward}, together with the mean activation of each unit.
   *
   * @param lengths valid steps of each sequence when the samples are sequences that end early, null
   *     otherwise; means cover valid steps only
   */
  UnitActivations forwardWithUnitMeans(List<Tensor> inputs, int[] lengths, Mode mode);

  /**
   * Whether the output of a unit that does not respond is exactly 0, as behind a ReLU. Where it is
   * not, as in an LSTM, activity needs a threshold.
   */
  default boolean hasExactZeros() {
    return true;
  }
}
