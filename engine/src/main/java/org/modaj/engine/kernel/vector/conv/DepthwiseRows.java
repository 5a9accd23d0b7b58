package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of the gradients of the depthwise convolution: chains over the taps of one row of the
 * kernel, or of all three of a 3 x 3 kernel, channels in the lanes. Tap t of target position p
 * reads source position {@code p · stride + shift + t · step}; taps outside of the source are left
 * out.
 */
final class DepthwiseRows {
  private DepthwiseRows() {}

  /** Adds the products of three source rows and a target row to one sum for each of nine taps. */
  static void nineProducts(
      int channels,
      int shift,
      int step,
      int stride,
      float[] a,
      int from,
      int rowStep,
      int width,
      float[] b,
      int target,
      int count,
      float[] sums,
      int to) {
    int inner = first(Math.min(shift, shift + 2 * step), stride, count);
    int outer = Math.max(inner, last(Math.max(shift, shift + 2 * step), stride, width, count));
    for (int part = 0; part < 2; part++) {
      for (int t = 0; t < 9; t++) {
        int at = shift + t % 3 * step;
        int p = Math.max(first(at, stride, count), part == 0 ? 0 : outer);
        int end = Math.min(last(at, stride, width, count), part == 0 ? inner : count);
        addOne(
            channels,
            end - p,
            a,
            from + t / 3 * rowStep + (p * stride + at) * channels,
            stride * channels,
            b,
            target + p * channels,
            channels,
            sums,
            to + t * channels,
            0);
      }
      if (part == 0) {
        DepthwiseTaps.products(
            channels,
            outer - inner,
            a,
            from + (inner * stride + shift) * channels,
            rowStep,
            step * channels,
            stride * channels,
            b,
            target + inner * channels,
            sums,
            to);
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
          channels,
          last(at, stride, width, count) - p,
          a,
          from + p * channels,
          channels,
          w,
          weights + tap * channels,
          0,
          c,
          to + (p * stride + at) * channels,
          stride * channels);
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
            channels,
            end - p,
            a,
            from + (p * stride + at) * channels,
            stride * channels,
            b,
            target + p * channels,
            channels,
            sums,
            to + tap * channels,
            0);
      }
      if (part == 0 && inner < outer) {
        addThreeSums(
            channels,
            outer - inner,
            a,
            from + (inner * stride + shift) * channels,
            stride * channels,
            step * channels,
            b,
            target + inner * channels,
            sums,
            to);
      }
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
    int j = 0;
    for (; j <= channels - LANES; j += LANES) {
      int s0 = to + j;
      int s1 = s0 + channels;
      int s2 = s1 + channels;
      FloatVector v0 = FloatVector.fromArray(SPECIES, sums, s0);
      FloatVector v1 = FloatVector.fromArray(SPECIES, sums, s1);
      FloatVector v2 = FloatVector.fromArray(SPECIES, sums, s2);
      for (int p = 0; p < positions; p++) {
        int i = from + p * aStep + j;
        FloatVector factor = FloatVector.fromArray(SPECIES, b, target + p * channels + j);
        v0 = FloatVector.fromArray(SPECIES, a, i).fma(factor, v0);
        v1 = FloatVector.fromArray(SPECIES, a, i + tapStep).fma(factor, v1);
        v2 = FloatVector.fromArray(SPECIES, a, i + 2 * tapStep).fma(factor, v2);
      }
      v0.intoArray(sums, s0);
      v1.intoArray(sums, s1);
      v2.intoArray(sums, s2);
    }
    for (; j < channels; j++) {
      for (int t = 0; t < 3; t++) {
        float sum = sums[to + t * channels + j];
        for (int p = 0; p < positions; p++) {
          sum = Math.fma(a[from + p * aStep + t * tapStep + j], b[target + p * channels + j], sum);
        }
        sums[to + t * channels + j] = sum;
      }
    }
  }
}
