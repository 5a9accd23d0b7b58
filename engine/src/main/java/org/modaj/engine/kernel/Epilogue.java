package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

import org.jspecify.annotations.Nullable;

/**
 * What a convolution does with each output before it leaves the cache: {@code y + bias[c]}, {@code
 * fma(y - mean[c], scale[c], shift[c])}, {@code y + skip[i]} and {@code max(0, y)} (NaN stays NaN,
 * {@code -0} becomes {@code +0}), in this order, {@code c} the channel and {@code i} the place in
 * the output. Each part may be absent. These are the operations of separate passes, so the bits are
 * theirs too.
 *
 * @param bias {@code [channels]}, or null
 * @param mean {@code [channels]}, or null
 * @param scale {@code [channels]}, null when {@code mean} is
 * @param shift {@code [channels]}, null when {@code mean} is
 * @param skip as many as outputs and not these, or null
 * @param relu whether negative values become 0
 */
public record Epilogue(
    float @Nullable [] bias,
    float @Nullable [] mean,
    float @Nullable [] scale,
    float @Nullable [] shift,
    float @Nullable [] skip,
    boolean relu) {
  /** Nothing: the outputs are the sums. */
  public static final Epilogue NONE = new Epilogue(null, null, null, null, null, false);

  /** With a bias, or without one when it is null. */
  public Epilogue withBias(float @Nullable [] values) {
    return new Epilogue(values, mean, scale, shift, skip, relu);
  }

  /** With a mean that is subtracted, a scale and a shift, as of a batch normalization. */
  public Epilogue withAffine(float[] means, float[] scales, float[] shifts) {
    return new Epilogue(bias, means, scales, shifts, skip, relu);
  }

  /** With another tensor of the output's shape that is added. */
  public Epilogue withSkip(float @Nullable [] values) {
    return new Epilogue(bias, mean, scale, shift, values, relu);
  }

  /** With a ReLU. */
  public Epilogue withRelu() {
    return new Epilogue(bias, mean, scale, shift, skip, true);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return bias == null && mean == null && skip == null && !relu;
  }

  /**
   * The normative definition.
   *
   * @param y sum of the output
   * @param c its channel
   * @param i its place in the output
   */
  float apply(float y, int c, int i) {
    float value = bias == null ? y : y + bias[c];
    if (mean != null && scale != null && shift != null) {
      value = fma(value - mean[c], scale[c], shift[c]);
    }
    value = skip == null ? value : value + skip[i];
    return relu ? Math.max(0f, value) : value;
  }
}
