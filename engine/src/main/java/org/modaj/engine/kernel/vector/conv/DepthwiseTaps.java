package org.modaj.engine.kernel.vector.conv;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * All taps of a position of the depthwise convolution in one chain, channels in the lanes. Where
 * neighbouring positions have all nine taps of a 3 x 3 kernel, the taps' weights, or their sums,
 * stay in registers along the row.
 */
final class DepthwiseTaps {
  /** Taps of a 3 x 3 kernel. */
  static final int TAPS = 9;

  private DepthwiseTaps() {}

  /**
   * Computes one position: a chain over its taps, then the map.
   *
   * @param taps where a tap reads, from {@code from} on, and where its weights start, in turns
   * @param w {@code [taps of the kernel, channels]}
   * @param to index of the position in {@code c}
   */
  static void position(
      int channels,
      int count,
      int[] taps,
      float[] a,
      int from,
      float[] w,
      ChannelMap map,
      float[] c,
      int to) {
    switch (count) {
      case 4 -> four(channels, taps, a, from, w, map, c, to);
      case 6 -> six(channels, taps, a, from, w, map, c, to);
      default -> any(channels, count, taps, a, from, w, map, c, to);
    }
    rest(channels, count, taps, a, from, w, map, c, to);
  }

  /**
   * Computes {@code count} neighbouring positions that have the same nine taps.
   *
   * @param taps as of {@link #position}, for the first position
   * @param step distance of what neighbouring positions read
   * @param to index of the first position in {@code c}
   */
  static void nineInRow(
      int channels,
      int count,
      int[] taps,
      float[] a,
      int from,
      int step,
      float[] w,
      ChannelMap map,
      float[] c,
      int to) {
    for (int j = 0; j <= channels - LANES; j += LANES) {
      row(channels, count, taps, a, from + j, step, w, j, map, c, to + j);
    }
    if (ChannelMap.whole(channels) < channels) {
      for (int p = 0; p < count; p++) {
        rest(channels, TAPS, taps, a, from + p * step, w, map, c, to + p * channels);
      }
    }
  }

  private static FloatVector product(float[] a, int i, float[] w, int k, FloatVector sum) {
    return FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, w, k), sum);
  }

  /* The channels that fill no vector. */
  private static void rest(
      int channels,
      int count,
      int[] taps,
      float[] a,
      int from,
      float[] w,
      ChannelMap map,
      float[] c,
      int to) {
    for (int j = ChannelMap.whole(channels); j < channels; j++) {
      float sum = 0f;
      for (int t = 0; t < count; t++) {
        sum = Math.fma(a[from + taps[2 * t] + j], w[taps[2 * t + 1] + j], sum);
      }
      c[to + j] = map.apply(sum, j);
    }
  }

  private static void any(
      int channels,
      int count,
      int[] taps,
      float[] a,
      int from,
      float[] w,
      ChannelMap map,
      float[] c,
      int to) {
    FloatVector least = map.least();
    for (int j = 0; j <= channels - LANES; j += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int t = 0; t < count; t++) {
        sum = product(a, from + taps[2 * t] + j, w, taps[2 * t + 1] + j, sum);
      }
      map.write(sum, j, least, c, to + j);
    }
  }

  private static void four(
      int channels, int[] taps, float[] a, int from, float[] w, ChannelMap map, float[] c, int to) {
    int a0 = from + taps[0];
    int a1 = from + taps[2];
    int a2 = from + taps[4];
    int a3 = from + taps[6];
    int w0 = taps[1];
    int w1 = taps[3];
    int w2 = taps[5];
    int w3 = taps[7];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector least = map.least();
    for (int j = 0; j <= channels - LANES; j += LANES) {
      FloatVector sum = product(a, a0 + j, w, w0 + j, zero);
      sum = product(a, a1 + j, w, w1 + j, sum);
      sum = product(a, a2 + j, w, w2 + j, sum);
      sum = product(a, a3 + j, w, w3 + j, sum);
      map.write(sum, j, least, c, to + j);
    }
  }

  private static void six(
      int channels, int[] taps, float[] a, int from, float[] w, ChannelMap map, float[] c, int to) {
    int a0 = from + taps[0];
    int a1 = from + taps[2];
    int a2 = from + taps[4];
    int a3 = from + taps[6];
    int a4 = from + taps[8];
    int a5 = from + taps[10];
    int w0 = taps[1];
    int w1 = taps[3];
    int w2 = taps[5];
    int w3 = taps[7];
    int w4 = taps[9];
    int w5 = taps[11];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector least = map.least();
    for (int j = 0; j <= channels - LANES; j += LANES) {
      FloatVector sum = product(a, a0 + j, w, w0 + j, zero);
      sum = product(a, a1 + j, w, w1 + j, sum);
      sum = product(a, a2 + j, w, w2 + j, sum);
      sum = product(a, a3 + j, w, w3 + j, sum);
      sum = product(a, a4 + j, w, w4 + j, sum);
      sum = product(a, a5 + j, w, w5 + j, sum);
      map.write(sum, j, least, c, to + j);
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
      int channels,
      int count,
      int[] taps,
      float[] a,
      int from,
      int step,
      float[] w,
      int channel,
      ChannelMap map,
      float[] c,
      int to) {
    int a0 = from + taps[0];
    int a1 = from + taps[2];
    int a2 = from + taps[4];
    int a3 = from + taps[6];
    int a4 = from + taps[8];
    int a5 = from + taps[10];
    int a6 = from + taps[12];
    int a7 = from + taps[14];
    int a8 = from + taps[16];
    FloatVector w0 = FloatVector.fromArray(SPECIES, w, taps[1] + channel);
    FloatVector w1 = FloatVector.fromArray(SPECIES, w, taps[3] + channel);
    FloatVector w2 = FloatVector.fromArray(SPECIES, w, taps[5] + channel);
    FloatVector w3 = FloatVector.fromArray(SPECIES, w, taps[7] + channel);
    FloatVector w4 = FloatVector.fromArray(SPECIES, w, taps[9] + channel);
    FloatVector w5 = FloatVector.fromArray(SPECIES, w, taps[11] + channel);
    FloatVector w6 = FloatVector.fromArray(SPECIES, w, taps[13] + channel);
    FloatVector w7 = FloatVector.fromArray(SPECIES, w, taps[15] + channel);
    FloatVector w8 = FloatVector.fromArray(SPECIES, w, taps[17] + channel);
    FloatVector mean = FloatVector.fromArray(SPECIES, map.mean, channel);
    FloatVector scale = FloatVector.fromArray(SPECIES, map.scale, channel);
    FloatVector shift = FloatVector.fromArray(SPECIES, map.shift, channel);
    FloatVector least = map.least();
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int p = 0; p < count; p++) {
      int i = p * step;
      FloatVector sum = FloatVector.fromArray(SPECIES, a, a0 + i).fma(w0, zero);
      sum = FloatVector.fromArray(SPECIES, a, a1 + i).fma(w1, sum);
      sum = FloatVector.fromArray(SPECIES, a, a2 + i).fma(w2, sum);
      sum = FloatVector.fromArray(SPECIES, a, a3 + i).fma(w3, sum);
      sum = FloatVector.fromArray(SPECIES, a, a4 + i).fma(w4, sum);
      sum = FloatVector.fromArray(SPECIES, a, a5 + i).fma(w5, sum);
      sum = FloatVector.fromArray(SPECIES, a, a6 + i).fma(w6, sum);
      sum = FloatVector.fromArray(SPECIES, a, a7 + i).fma(w7, sum);
      sum = FloatVector.fromArray(SPECIES, a, a8 + i).fma(w8, sum);
      FloatVector value = sum.sub(mean).fma(scale, shift);
      value.blend(least, value.compare(LE, least)).intoArray(c, to + p * channels);
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
