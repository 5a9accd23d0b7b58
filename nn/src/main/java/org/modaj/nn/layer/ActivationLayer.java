package org.modaj.nn.layer;

/**
 * A layer whose output may tell which units are active: the places where the modular objectives and
 * the activity rates look. The unit means come from {@link org.modaj.nn.Context#deliverUnitMeans}
 * when the layer has a cheaper way to compute them than another pass over its output.
 */
public interface ActivationLayer extends Layer {

  /** Whether units are tracked here at all. */
  default boolean isTracked() {
    return true;
  }

  /**
   * Whether the output of a unit that does not respond is exactly 0, as after a ReLU. Where it is
   * not, as in an LSTM, activity needs a threshold.
   */
  default boolean hasExactZeros() {
    return true;
  }

  /**
   * Whether, where it is not exactly 0, the output of a unit that does not respond is near 0 on one
   * side, as after a GELU. An LSTM's goes to both sides.
   */
  default boolean hasNearZeros() {
    return false;
  }
}
