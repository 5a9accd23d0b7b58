package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The nine taps of a 3 x 3 depthwise kernel in one pass, for positions that have all of them,
 * channels in the lanes: the taps' weights, or their sums, stay in registers along a row of
 * positions.
 */
final class DepthwiseTaps {
  private static final int TAPS = 9;

  private DepthwiseTaps() {}

  /**
   * Computes {@code count} positions, each one chain over the taps.
   *
   * @param from index of what the first position reads at the first tap
   * @param tapRow distance of the kernel's rows in {@code a}
   * @param tap distance of neighbouring taps of one row in {@code a}
   * @param step distance of what neighbouring positions read
   * @param w {@code [9, channels]}
   * @param to index of the first position in {@code c}
   */
  static void add(
      int channels,
      int count,
      float[] a,
      int from,
      int tapRow,
      int tap,
      int step,
      float[] w,
      float[] c,
      int to) {
    int j = 0;
    for (; j <= channels - LANES; j += LANES) {
      row(a, from + j, tapRow, tap, step, w, j, channels, c, to + j, count);
    }
    for (; j < channels; j++) {
      for (int p = 0; p < count; p++) {
        float sum = 0f;
        for (int t = 0; t < TAPS; t++) {
          int i = from + p * step + t / 3 * tapRow + t % 3 * tap + j;
          sum = Math.fma(a[i], w[t * channels + j], sum);
        }
        c[to + p * channels + j] = sum;
      }
    }
  }

  /**
   * Adds the products of {@code count} positions of {@code b} with what they read to one sum for
   * each tap.
   *
   * @param from index of what the first position reads at the first tap
   * @param tapRow distance of the kernel's rows in {@code a}
   * @param tap distance of neighbouring taps of one row in {@code a}
   * @param step distance of what neighbouring positions read
   * @param target index of the first position in {@code b}
   * @param sums {@code [9, channels]} from index {@code to}
   */
  static void products(
      int channels,
      int count,
      float[] a,
      int from,
      int tapRow,
      int tap,
      int step,
      float[] b,
      int target,
      float[] sums,
      int to) {
    int j = 0;
    for (; j <= channels - LANES; j += LANES) {
      sums(a, from + j, tapRow, tap, step, channels, b, target + j, count, sums, to + j);
    }
    for (; j < channels; j++) {
      for (int t = 0; t < TAPS; t++) {
        float sum = sums[to + t * channels + j];
        for (int p = 0; p < count; p++) {
          int i = from + p * step + t / 3 * tapRow + t % 3 * tap + j;
          sum = Math.fma(a[i], b[target + p * channels + j], sum);
        }
        sums[to + t * channels + j] = sum;
      }
    }
  }

  private static void row(
      float[] a,
      int from,
      int tapRow,
      int tap,
      int step,
      float[] w,
      int weight,
      int channels,
      float[] c,
      int to,
      int count) {
    FloatVector w0 = FloatVector.fromArray(SPECIES, w, weight);
    FloatVector w1 = FloatVector.fromArray(SPECIES, w, weight + channels);
    FloatVector w2 = FloatVector.fromArray(SPECIES, w, weight + 2 * channels);
    FloatVector w3 = FloatVector.fromArray(SPECIES, w, weight + 3 * channels);
    FloatVector w4 = FloatVector.fromArray(SPECIES, w, weight + 4 * channels);
    FloatVector w5 = FloatVector.fromArray(SPECIES, w, weight + 5 * channels);
    FloatVector w6 = FloatVector.fromArray(SPECIES, w, weight + 6 * channels);
    FloatVector w7 = FloatVector.fromArray(SPECIES, w, weight + 7 * channels);
    FloatVector w8 = FloatVector.fromArray(SPECIES, w, weight + 8 * channels);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int p = 0; p < count; p++) {
      int i0 = from + p * step;
      int i1 = i0 + tapRow;
      int i2 = i1 + tapRow;
      FloatVector sum = FloatVector.fromArray(SPECIES, a, i0).fma(w0, zero);
      sum = FloatVector.fromArray(SPECIES, a, i0 + tap).fma(w1, sum);
      sum = FloatVector.fromArray(SPECIES, a, i0 + 2 * tap).fma(w2, sum);
      sum = FloatVector.fromArray(SPECIES, a, i1).fma(w3, sum);
      sum = FloatVector.fromArray(SPECIES, a, i1 + tap).fma(w4, sum);
      sum = FloatVector.fromArray(SPECIES, a, i1 + 2 * tap).fma(w5, sum);
      sum = FloatVector.fromArray(SPECIES, a, i2).fma(w6, sum);
      sum = FloatVector.fromArray(SPECIES, a, i2 + tap).fma(w7, sum);
      sum = FloatVector.fromArray(SPECIES, a, i2 + 2 * tap).fma(w8, sum);
      sum.intoArray(c, to + p * channels);
    }
  }

  private static void sums(
      float[] a,
      int from,
      int tapRow,
      int tap,
      int step,
      int channels,
      float[] b,
      int target,
      int count,
      float[] sums,
      int to) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, to);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, to + channels);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, to + 2 * channels);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, to + 3 * channels);
    FloatVector s4 = FloatVector.fromArray(SPECIES, sums, to + 4 * channels);
    FloatVector s5 = FloatVector.fromArray(SPECIES, sums, to + 5 * channels);
    FloatVector s6 = FloatVector.fromArray(SPECIES, sums, to + 6 * channels);
    FloatVector s7 = FloatVector.fromArray(SPECIES, sums, to + 7 * channels);
    FloatVector s8 = FloatVector.fromArray(SPECIES, sums, to + 8 * channels);
    for (int p = 0; p < count; p++) {
      int i0 = from + p * step;
      int i1 = i0 + tapRow;
      int i2 = i1 + tapRow;
      FloatVector f = FloatVector.fromArray(SPECIES, b, target + p * channels);
      s0 = FloatVector.fromArray(SPECIES, a, i0).fma(f, s0);
      s1 = FloatVector.fromArray(SPECIES, a, i0 + tap).fma(f, s1);
      s2 = FloatVector.fromArray(SPECIES, a, i0 + 2 * tap).fma(f, s2);
      s3 = FloatVector.fromArray(SPECIES, a, i1).fma(f, s3);
      s4 = FloatVector.fromArray(SPECIES, a, i1 + tap).fma(f, s4);
      s5 = FloatVector.fromArray(SPECIES, a, i1 + 2 * tap).fma(f, s5);
      s6 = FloatVector.fromArray(SPECIES, a, i2).fma(f, s6);
      s7 = FloatVector.fromArray(SPECIES, a, i2 + tap).fma(f, s7);
      s8 = FloatVector.fromArray(SPECIES, a, i2 + 2 * tap).fma(f, s8);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + channels);
    s2.intoArray(sums, to + 2 * channels);
    s3.intoArray(sums, to + 3 * channels);
    s4.intoArray(sums, to + 4 * channels);
    s5.intoArray(sums, to + 5 * channels);
    s6.intoArray(sums, to + 6 * channels);
    s7.intoArray(sums, to + 7 * channels);
    s8.intoArray(sums, to + 8 * channels);
  }
}
