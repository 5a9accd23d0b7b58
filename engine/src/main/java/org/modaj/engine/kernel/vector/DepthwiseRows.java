package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of the depthwise convolution: chains over the taps of one row of the kernel, channels in the
 * lanes. Tap t of target position p reads source position {@code p · stride + shift + t · step};
 * taps outside of the source are left out.
 */
final class DepthwiseRows {
  private DepthwiseRows() {}

  /** Adds {@code a[source] · w[tap]} to each position of the row {@code c}. */
  static void add(
      int channels,
      int taps,
      int shift,
      int step,
      int stride,
      float[] a,
      int from,
      int width,
      float[] w,
      int weights,
      float[] c,
      int to,
      int count) {
    int inner = taps == 3 ? first(Math.min(shift, shift + 2 * step), stride, count) : count;
    int outer = Math.max(inner, last(Math.max(shift, shift + 2 * step), stride, width, count));
    for (int part = 0; part < 2; part++) {
      for (int tap = 0; tap < taps; tap++) {
        int at = shift + tap * step;
        int p = Math.max(first(at, stride, count), part == 0 ? 0 : outer);
        int end = Math.min(last(at, stride, width, count), part == 0 ? inner : count);
        addOne(
            channels, end - p, a, from + (p * stride + at) * channels, stride * channels, w,
            weights + tap * channels, 0, c, to + p * channels, channels);
      }
      if (part == 0 && inner < outer) {
        addThree(
            channels, outer - inner, a, from + (inner * stride + shift) * channels,
            stride * channels, step * channels, w, weights, c, to + inner * channels);
      }
    }
  }

  /** Adds {@code a[p] · w[tap]} to the position of {@code c} that p reads at the tap. */
  static void scatter(
      int channels,
      int taps,
      int shift,
      int step,
      int stride,
      float[] a,
      int from,
      int count,
      float[] w,
      int weights,
      float[] c,
      int to,
      int width) {
    for (int tap = 0; tap < taps; tap++) {
      int at = shift + tap * step;
      int p = first(at, stride, count);
      addOne(
          channels, last(at, stride, width, count) - p, a, from + p * channels, channels, w,
          weights + tap * channels, 0, c, to + (p * stride + at) * channels, stride * channels);
    }
  }

  /** Adds the products of a source row and a target row to one sum for each tap. */
  static void products(
      int channels,
      int taps,
      int shift,
      int step,
      int stride,
      float[] a,
      int from,
      int width,
      float[] b,
      int target,
      int count,
      float[] sums,
      int to) {
    int inner = taps == 3 ? first(Math.min(shift, shift + 2 * step), stride, count) : count;
    int outer = Math.max(inner, last(Math.max(shift, shift + 2 * step), stride, width, count));
    for (int part = 0; part < 2; part++) {
      for (int tap = 0; tap < taps; tap++) {
        int at = shift + tap * step;
        int p = Math.max(first(at, stride, count), part == 0 ? 0 : outer);
        int end = Math.min(last(at, stride, width, count), part == 0 ? inner : count);
        addOne(
            channels, end - p, a, from + (p * stride + at) * channels, stride * channels, b,
            target + p * channels, channels, sums, to + tap * channels, 0);
      }
      if (part == 0 && inner < outer) {
        addThreeSums(
            channels, outer - inner, a, from + (inner * stride + shift) * channels,
            stride * channels, step * channels, b, target + inner * channels, sums, to);
      }
    }
  }

  /** Adds {@code a} to {@code c}. */
  static void addInto(float[] a, int from, float[] c, int to, int size) {
    int j = 0;
    for (; j <= size - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, c, to + j)
          .add(FloatVector.fromArray(SPECIES, a, from + j))
          .intoArray(c, to + j);
    }
    for (; j < size; j++) {
      c[to + j] += a[from + j];
    }
  }

  /* First position of 0..count whose source position is not negative. */
  private static int first(int shift, int stride, int count) {
    return Math.min(count, Math.max(0, -Math.floorDiv(shift, stride)));
  }

  /* Position after the last one of 0..count whose source position is below width. */
  private static int last(int shift, int stride, int width, int count) {
    return Math.clamp(Math.floorDiv(width - 1 - shift, stride) + 1, 0, count);
  }

  private static void addOne(
      int channels,
      int positions,
      float[] a,
      int from,
      int aStep,
      float[] w,
      int weights,
      int wStep,
      float[] c,
      int to,
      int cStep) {
    for (int p = 0; p < positions; p++) {
      int i = from + p * aStep;
      int k = weights + p * wStep;
      int o = to + p * cStep;
      int j = 0;
      for (; j <= channels - LANES; j += LANES) {
        FloatVector.fromArray(SPECIES, a, i + j)
            .fma(FloatVector.fromArray(SPECIES, w, k + j), FloatVector.fromArray(SPECIES, c, o + j))
            .intoArray(c, o + j);
      }
      for (; j < channels; j++) {
        c[o + j] = Math.fma(a[i + j], w[k + j], c[o + j]);
      }
    }
  }

  /* Three taps of one target position in one pass. */
  private static void addThree(
      int channels,
      int positions,
      float[] a,
      int from,
      int aStep,
      int tapStep,
      float[] w,
      int weights,
      float[] c,
      int to) {
    int w1 = weights + channels;
    int w2 = w1 + channels;
    for (int p = 0; p < positions; p++) {
      int i0 = from + p * aStep;
      int i1 = i0 + tapStep;
      int i2 = i1 + tapStep;
      int o = to + p * channels;
      int j = 0;
      for (; j <= channels - LANES; j += LANES) {
        FloatVector sum =
            FloatVector.fromArray(SPECIES, a, i0 + j)
                .fma(
                    FloatVector.fromArray(SPECIES, w, weights + j),
                    FloatVector.fromArray(SPECIES, c, o + j));
        sum =
            FloatVector.fromArray(SPECIES, a, i1 + j)
                .fma(FloatVector.fromArray(SPECIES, w, w1 + j), sum);
        FloatVector.fromArray(SPECIES, a, i2 + j)
            .fma(FloatVector.fromArray(SPECIES, w, w2 + j), sum)
            .intoArray(c, o + j);
      }
      for (; j < channels; j++) {
        float sum = Math.fma(a[i0 + j], w[weights + j], c[o + j]);
        sum = Math.fma(a[i1 + j], w[w1 + j], sum);
        c[o + j] = Math.fma(a[i2 + j], w[w2 + j], sum);
      }
    }
  }

  /* The sums of three taps in one pass. */
  private static void addThreeSums(
      int channels,
      int positions,
      float[] a,
      int from,
      int aStep,
      int tapStep,
      float[] b,
      int target,
      float[] sums,
      int to) {
    int s1 = to + channels;
    int s2 = s1 + channels;
    for (int p = 0; p < positions; p++) {
      int i0 = from + p * aStep;
      int i1 = i0 + tapStep;
      int i2 = i1 + tapStep;
      int k = target + p * channels;
      int j = 0;
      for (; j <= channels - LANES; j += LANES) {
        FloatVector factor = FloatVector.fromArray(SPECIES, b, k + j);
        FloatVector.fromArray(SPECIES, a, i0 + j)
            .fma(factor, FloatVector.fromArray(SPECIES, sums, to + j))
            .intoArray(sums, to + j);
        FloatVector.fromArray(SPECIES, a, i1 + j)
            .fma(factor, FloatVector.fromArray(SPECIES, sums, s1 + j))
            .intoArray(sums, s1 + j);
        FloatVector.fromArray(SPECIES, a, i2 + j)
            .fma(factor, FloatVector.fromArray(SPECIES, sums, s2 + j))
            .intoArray(sums, s2 + j);
      }
      for (; j < channels; j++) {
        float factor = b[k + j];
        sums[to + j] = Math.fma(a[i0 + j], factor, sums[to + j]);
        sums[s1 + j] = Math.fma(a[i1 + j], factor, sums[s1 + j]);
        sums[s2 + j] = Math.fma(a[i2 + j], factor, sums[s2 + j]);
      }
    }
  }
}
