package org.modaj.nn.io;

import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.EngineException;

/**
 * The map from values to what a network reads, {@code (value - mean) / std} for each channel or
 * feature; pixels 0 .. 255 are divided by 255 before it. Computed in floats.
 *
 * @param mean of each channel or feature
 * @param std of each channel or feature, above 0
 * @param pixels whether values are pixels 0 .. 255
 */
public record InputScaling(List<Float> mean, List<Float> std, boolean pixels) {
  private static final float LARGEST_PIXEL = 255;

  /**
   * Copies the lists.
   *
   * @throws EngineException when they differ in length, are empty, or hold what cannot be
   */
  public InputScaling {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    boolean valid = mean.size() == std.size() && !mean.isEmpty();
    valid &= mean.stream().allMatch(Float::isFinite);
    valid &= std.stream().allMatch(s -> Float.isFinite(s) && s > 0);
    if (!valid) {
      throw new EngineException(
          "input scaling",
          null,
          "expected a finite mean and a positive standard deviation for each channel, but got mean "
              + mean
              + " and std "
              + std);
    }
  }

  /** With arrays. */
  public static InputScaling of(float[] mean, float[] std, boolean pixels) {
    return new InputScaling(list(mean), list(std), pixels);
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float v : values) {
      list.add(v);
    }
    return list;
  }

  /** The number of channels or features. */
  public int channels() {
    return mean.size();
  }

  /**
   * Scales whole pixels, steps or samples.
   *
   * @param values channels or features last; not modified
   * @return as many
   */
  public float[] apply(float[] values) {
    float[] scaled = new float[values.length];
    int channels = channels();
    for (int i = 0; i < values.length; i++) {
      int c = i % channels;
      float value = pixels ? values[i] / LARGEST_PIXEL : values[i];
      scaled[i] = (value - mean.get(c)) / std.get(c);
    }
    return scaled;
  }
}
