package org.modaj.data;

import java.util.Arrays;
import org.modaj.data.DataException.Problem;

/**
 * The map from a feature's value to a network's input: {@code (value - mean) / std}, per feature,
 * in float arithmetic.
 */
public final class Standardization implements Scaling {
  private final float[] mean;
  private final float[] std;

  private Standardization(float[] mean, float[] std) {
    this.mean = mean;
    this.std = std;
  }

  /**
   * Returns the standardization with these constants.
   *
   * @param mean the mean of each feature
   * @param std the standard deviation of each feature
   * @throws DataException if the lengths differ, or a standard deviation is not positive
   */
  public static Standardization of(float[] mean, float[] std) {
    boolean valid = mean.length == std.length && mean.length > 0;
    for (int f = 0; valid && f < mean.length; f++) {
      valid = Float.isFinite(mean[f]) && Float.isFinite(std[f]) && std[f] > 0;
    }
    if (!valid) {
      throw new DataException(
          "standardization",
          Problem.BAD_ARGUMENT,
          "a finite mean and a positive standard deviation for each feature",
          "mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std),
          "");
    }
    return new Standardization(mean.clone(), std.clone());
  }

  /** Returns the one that changes nothing. */
  public static Standardization none(int features) {
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    return new Standardization(new float[features], ones);
  }

  /** Shows steps to a consumer, all of them each time it is asked. */
  interface Steps {
    /** Calls {@code to} with every step, in order. */
    void forEach(StepConsumer to);
  }

  /** Takes in steps. */
  interface StepConsumer {
    /** Adds the first {@code steps} steps of {@code values}, the features of a step together. */
    void add(float[] values, int steps);
  }

  /**
   * Returns the one that gives some steps mean 0 and standard deviation 1. A feature that never
   * changes is only shifted. Sums are in double, in the order of the data.
   */
  static Standardization measuredOn(int features, Steps data) {
    double[] sums = new double[features];
    double[] squares = new double[features];
    long[] steps = new long[1];
    data.forEach((values, count) -> {
      steps[0] += count;
      for (int at = 0; at < count * features; at++) {
        sums[at % features] += values[at];
      }
    });
    data.forEach((values, count) -> {
      for (int at = 0; at < count * features; at++) {
        double distance = values[at] - sums[at % features] / steps[0];
        squares[at % features] += distance * distance;
      }
    });
    float[] mean = new float[features];
    float[] std = new float[features];
    for (int f = 0; f < features; f++) {
      mean[f] = (float) (sums[f] / steps[0]);
      float deviation = (float) Math.sqrt(squares[f] / steps[0]);
      std[f] = deviation > 0 ? deviation : 1;
    }
    return new Standardization(mean, std);
  }

  void checkFeatures(int features) {
    if (mean.length != features) {
      throw new DataException(
          "standardization",
          Problem.WRONG_SIZE,
          "a standardization for " + features + " features",
          mean.length + " features",
          "");
    }
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
    return false;
  }

  /** Returns whether it changes nothing. */
  public boolean isNone() {
    for (int f = 0; f < mean.length; f++) {
      if (mean[f] != 0 || std[f] != 1) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of features. */
  public int features() {
    return mean.length;
  }

  /**
   * Standardizes whole steps in place.
   *
   * @param values modified: {@code steps} steps from index {@code at} on, the features of a step
   *     together
   */
  public void apply(float[] values, int at, int steps) {
    int features = mean.length;
    for (int t = 0; t < steps; t++) {
      for (int f = 0; f < features; f++) {
        int i = at + t * features + f;
        values[i] = (values[i] - mean[f]) / std[f];
      }
    }
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + " std " + Arrays.toString(std);
  }
}
