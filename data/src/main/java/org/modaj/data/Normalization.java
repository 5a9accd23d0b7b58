package org.modaj.data;

import java.util.Arrays;

/**
 * The map from a pixel value 0 .. 255 to a network's input: {@code (value / 255 - mean) / std}, per
 * channel, in float arithmetic.
 */
public final class Normalization implements Scaling {
  private static final int VALUES = 256;

  private final float[] mean;
  private final float[] std;

  /** The input for value v of channel c at {@code v * channels + c}. */
  private final float[] table;

  private Normalization(float[] mean, float[] std) {
    this.mean = mean;
    this.std = std;
    this.table = new float[VALUES * mean.length];
    for (int i = 0; i < table.length; i++) {
      int value = i / mean.length;
      int channel = i % mean.length;
      table[i] = (value / 255f - mean[channel]) / std[channel];
    }
  }

  /**
   * Returns the normalization with these constants.
   *
   * @param mean the mean of each channel, on the scale 0 .. 1
   * @param std the standard deviation of each channel, on the same scale
   * @throws DataException if the lengths differ, or a standard deviation is not positive
   */
  public static Normalization of(float[] mean, float[] std) {
    boolean valid = mean.length == std.length && mean.length > 0;
    for (int c = 0; valid && c < mean.length; c++) {
      valid = Float.isFinite(mean[c]) && Float.isFinite(std[c]) && std[c] > 0;
    }
    if (!valid) {
      throw new DataException(
          "normalization",
          DataException.Problem.BAD_ARGUMENT,
          "a finite mean and a positive standard deviation for each channel",
          "mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std),
          "");
    }
    return new Normalization(mean.clone(), std.clone());
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] std() {
    return std.clone();
  }

  @Override
  public boolean ofPixels() {
    return true;
  }

  /** Returns the number of channels. */
  public int channels() {
    return mean.length;
  }

  /**
   * Normalizes whole pixels.
   *
   * @param pixels the values as unsigned bytes, the channels of a pixel together; not modified
   * @param out modified from index {@code at} on, {@code pixels.length} elements
   * @param at where the output begins
   */
  public void apply(byte[] pixels, float[] out, int at) {
    apply(pixels, 0, pixels.length, out, at);
  }

  /**
   * Normalizes a part of an array, whole pixels.
   *
   * @param pixels the values as unsigned bytes, the channels of a pixel together; not modified
   * @param from where the part begins
   * @param length its number of values, a multiple of the number of channels
   * @param out modified from index {@code at} on, {@code length} elements
   * @param at where the output begins
   */
  public void apply(byte[] pixels, int from, int length, float[] out, int at) {
    int channels = mean.length;
    for (int i = 0; i < length; i += channels) {
      for (int c = 0; c < channels; c++) {
        out[at + i + c] = table[(pixels[from + i + c] & 0xFF) * channels + c];
      }
    }
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + " std " + Arrays.toString(std);
  }
}
