package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.vector.lanes.Lanes;

/**
 * The transforms of {@link org.modaj.engine.kernel.WinogradPlan} for {@link Lanes#LANES}
 * neighbouring channels: a first half along the heights goes to {@code half}, a second along the
 * widths to the result.
 */
final class WinogradTransform {
  /** Floats of the array for the first half, for any tile. */
  static final int HALF = 6 * 6 * LANES;

  private WinogradTransform() {}

  /**
   * Transforms {@code span²} vectors of the source.
   *
   * @param rowStride distance of two rows in {@code s}
   * @param columnStride distance of two columns in {@code s}
   * @param toStride distance of two points in {@code t}
   */
  static void source(
      int tile,
      float[] s,
      int from,
      int rowStride,
      int columnStride,
      float[] half,
      float[] t,
      int to,
      int toStride) {
    if (tile == 4) {
      for (int i = 0; i < 6; i++) {
        source4(s, from + i * columnStride, rowStride, half, i * LANES, 6 * LANES);
      }
      for (int i = 0; i < 6; i++) {
        source4(half, i * 6 * LANES, LANES, t, to + i * 6 * toStride, toStride);
      }
    } else {
      for (int i = 0; i < 4; i++) {
        source2(s, from + i * columnStride, rowStride, half, i * LANES, 4 * LANES);
      }
      for (int i = 0; i < 4; i++) {
        source2(half, i * 4 * LANES, LANES, t, to + i * 4 * toStride, toStride);
      }
    }
  }

  /**
   * Transforms nine vectors of the weight, one for each tap.
   *
   * @param stride distance of two taps in {@code s}
   * @param toStride distance of two points in {@code t}
   */
  static void weight(
      int tile, float[] s, int from, int stride, float[] half, float[] t, int to, int toStride) {
    if (tile == 4) {
      for (int i = 0; i < 3; i++) {
        weight4(s, from + i * stride, 3 * stride, half, i * LANES, 3 * LANES);
      }
      for (int i = 0; i < 6; i++) {
        weight4(half, i * 3 * LANES, LANES, t, to + i * 6 * toStride, toStride);
      }
    } else {
      for (int i = 0; i < 3; i++) {
        weight2(s, from + i * stride, 3 * stride, half, i * LANES, 3 * LANES);
      }
      for (int i = 0; i < 4; i++) {
        weight2(half, i * 3 * LANES, LANES, t, to + i * 4 * toStride, toStride);
      }
    }
  }

  /**
   * Transforms the vectors of {@code span²} points back to {@code tile²} of the target.
   *
   * @param stride distance of two points in {@code s}
   * @param rowStride distance of two rows in {@code t}
   * @param columnStride distance of two columns in {@code t}
   */
  static void target(
      int tile,
      float[] s,
      int from,
      int stride,
      float[] half,
      float[] t,
      int to,
      int rowStride,
      int columnStride) {
    if (tile == 4) {
      for (int i = 0; i < 6; i++) {
        target4(s, from + i * stride, 6 * stride, half, i * LANES, 6 * LANES);
      }
      for (int i = 0; i < 4; i++) {
        target4(half, i * 6 * LANES, LANES, t, to + i * rowStride, columnStride);
      }
    } else {
      for (int i = 0; i < 4; i++) {
        target2(s, from + i * stride, 4 * stride, half, i * LANES, 4 * LANES);
      }
      for (int i = 0; i < 2; i++) {
        target2(half, i * 4 * LANES, LANES, t, to + i * rowStride, columnStride);
      }
    }
  }

  static void source4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector d0 = at(s, from);
    FloatVector d1 = at(s, from + stride);
    FloatVector d2 = at(s, from + 2 * stride);
    FloatVector d3 = at(s, from + 3 * stride);
    FloatVector d4 = at(s, from + 4 * stride);
    FloatVector d5 = at(s, from + 5 * stride);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector lessFour = FloatVector.broadcast(SPECIES, -4f);
    FloatVector lessFive = FloatVector.broadcast(SPECIES, -5f);
    four.fma(d0, lessFive.fma(d2, d4)).intoArray(t, to);
    FloatVector p = lessFour.fma(d2, d4);
    FloatVector q = lessFour.fma(d1, d3);
    p.add(q).intoArray(t, to + toStride);
    p.sub(q).intoArray(t, to + 2 * toStride);
    p = d4.sub(d2);
    q = d3.sub(d1);
    q = q.add(q);
    p.add(q).intoArray(t, to + 3 * toStride);
    p.sub(q).intoArray(t, to + 4 * toStride);
    four.fma(d1, lessFive.fma(d3, d5)).intoArray(t, to + 5 * toStride);
  }

  private static void source2(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector d0 = at(s, from);
    FloatVector d1 = at(s, from + stride);
    FloatVector d2 = at(s, from + 2 * stride);
    FloatVector d3 = at(s, from + 3 * stride);
    d0.sub(d2).intoArray(t, to);
    d1.add(d2).intoArray(t, to + toStride);
    d2.sub(d1).intoArray(t, to + 2 * toStride);
    d1.sub(d3).intoArray(t, to + 3 * toStride);
  }

  private static void weight4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector g0 = at(s, from);
    FloatVector g1 = at(s, from + stride);
    FloatVector g2 = at(s, from + 2 * stride);
    g0.mul(0.25f).intoArray(t, to);
    FloatVector p = g0.add(g2).mul(-1f / 6);
    FloatVector q = g1.mul(1f / 6);
    p.sub(q).intoArray(t, to + toStride);
    p.add(q).intoArray(t, to + 2 * toStride);
    p = g2.fma(FloatVector.broadcast(SPECIES, 1f / 6), g0.mul(1f / 24));
    q = g1.mul(1f / 12);
    p.add(q).intoArray(t, to + 3 * toStride);
    p.sub(q).intoArray(t, to + 4 * toStride);
    g2.intoArray(t, to + 5 * toStride);
  }

  private static void weight2(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector g0 = at(s, from);
    FloatVector g2 = at(s, from + 2 * stride);
    FloatVector p = g0.add(g2).mul(0.5f);
    FloatVector q = at(s, from + stride).mul(0.5f);
    g0.intoArray(t, to);
    p.add(q).intoArray(t, to + toStride);
    p.sub(q).intoArray(t, to + 2 * toStride);
    g2.intoArray(t, to + 3 * toStride);
  }

  private static void target4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector m0 = at(s, from);
    FloatVector m1 = at(s, from + stride);
    FloatVector m2 = at(s, from + 2 * stride);
    FloatVector m3 = at(s, from + 3 * stride);
    FloatVector m4 = at(s, from + 4 * stride);
    FloatVector m5 = at(s, from + 5 * stride);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector a = m1.add(m2);
    FloatVector c = m1.sub(m2);
    FloatVector f = m3.add(m4);
    FloatVector e = m3.sub(m4);
    e = e.add(e);
    m0.add(a).add(f).intoArray(t, to);
    c.add(e).intoArray(t, to + toStride);
    four.fma(f, a).intoArray(t, to + 2 * toStride);
    four.fma(e, c).add(m5).intoArray(t, to + 3 * toStride);
  }

  private static void target2(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector m0 = at(s, from);
    FloatVector m1 = at(s, from + stride);
    FloatVector m2 = at(s, from + 2 * stride);
    FloatVector m3 = at(s, from + 3 * stride);
    m0.add(m1).add(m2).intoArray(t, to);
    m1.sub(m2).sub(m3).intoArray(t, to + toStride);
  }

  private static FloatVector at(float[] s, int from) {
    return FloatVector.fromArray(SPECIES, s, from);
  }
}
