package org.modaj.nn.layer;

import org.jspecify.annotations.Nullable;

/** A layer into which constant parts of its input can be folded, for evaluation mode. */
public interface FoldsConstants extends Layer {

  /**
   * This layer for an input that lacks a constant: in evaluation mode the result computes for
   * {@code x} what this layer computes for {@code x + shift}. Its tensors have the same shapes;
   * those that differ are its own. Null when there is no such layer.
   *
   * @param shift one for each position of the input's last axis
   */
  @Nullable Layer absorbing(float[] shift);

  /**
   * What a constant in the input adds to the output, when that is the same for every input, sample
   * and place: this layer computes for {@code x + shift} what it computes for {@code x}, plus the
   * result. Null, the default, when it is not.
   *
   * @param shift one for each position of the input's last axis
   * @return one for each position of the output's last axis
   */
  default float @Nullable [] response(float[] shift) {
    return null;
  }

  /** {@link #absorbing} of any layer. */
  static @Nullable Layer absorbing(Layer layer, float[] shift) {
    return layer instanceof FoldsConstants folding ? folding.absorbing(shift) : null;
  }

  /** {@link #response} of any layer. */
  static float @Nullable [] response(Layer layer, float[] shift) {
    return layer instanceof FoldsConstants folding ? folding.response(shift) : null;
  }
}
