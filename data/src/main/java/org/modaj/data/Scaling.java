package org.modaj.data;

/**
 * The map from a value to a network's input, {@code (value - mean) / std} for each channel or
 * feature; pixels are divided by 255 before it.
 */
public sealed interface Scaling permits Normalization, Standardization {
  /** Returns the mean of each channel or feature; a fresh array. */
  float[] mean();

  /** Returns the standard deviation of each channel or feature; a fresh array. */
  float[] std();

  /** Whether values are pixels 0 .. 255, divided by 255 before mean and deviation apply. */
  boolean ofPixels();
}
