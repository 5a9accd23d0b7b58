package org.modaj.engine.kernel.vector.winograd;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.WinogradKernels;

/**
 * The one-dimensional transforms of {@link WinogradKernels#weightGradient} that the forward pass
 * does not have, for one vector of channels at a time.
 */
final class WinogradGradientTransform {
  private WinogradGradientTransform() {}

  /**
   * Transforms four gradients of outputs that are {@code stride} apart to six factors, {@code
   * toStride} apart. The points' divisors are left to {@link #weights}.
   */
  static void gradient4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector d1 = FloatVector.fromArray(SPECIES, s, from + stride);
    FloatVector d2 = FloatVector.fromArray(SPECIES, s, from + 2 * stride);
    FloatVector d3 = FloatVector.fromArray(SPECIES, s, from + 3 * stride);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    d0.intoArray(t, to);
    FloatVector even = d0.add(d2);
    FloatVector odd = d1.add(d3);
    even.add(odd).intoArray(t, to + toStride);
    even.sub(odd).intoArray(t, to + 2 * toStride);
    even = four.fma(d2, d0);
    odd = four.fma(d3, d1);
    odd = odd.add(odd);
    even.add(odd).intoArray(t, to + 3 * toStride);
    even.sub(odd).intoArray(t, to + 4 * toStride);
    d3.intoArray(t, to + 5 * toStride);
  }

  /**
   * Transforms six sums of products that are {@code stride} apart to the gradients of three
   * weights, {@code toStride} apart.
   */
  private static void weights4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    FloatVector m0 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector m1 = FloatVector.fromArray(SPECIES, s, from + stride);
    FloatVector m2 = FloatVector.fromArray(SPECIES, s, from + 2 * stride);
    FloatVector m3 = FloatVector.fromArray(SPECIES, s, from + 3 * stride);
    FloatVector m4 = FloatVector.fromArray(SPECIES, s, from + 4 * stride);
    FloatVector m5 = FloatVector.fromArray(SPECIES, s, from + 5 * stride);
    FloatVector minusSixth = FloatVector.broadcast(SPECIES, -1f / 6);
    FloatVector twentyFourth = FloatVector.broadcast(SPECIES, 1f / 24);
    FloatVector near = m1.add(m2).mul(minusSixth);
    FloatVector nearOdd = m1.sub(m2).mul(minusSixth);
    FloatVector far = m3.add(m4).mul(twentyFourth);
    FloatVector farOdd = m3.sub(m4).mul(twentyFourth);
    m0.mul(0.25f).add(near).add(far).intoArray(t, to);
    farOdd.add(farOdd).add(nearOdd).intoArray(t, to + toStride);
    FloatVector.broadcast(SPECIES, 4f).fma(far, near).add(m5).intoArray(t, to + 2 * toStride);
  }

  /**
   * Transforms the sums of 36 points to the gradients of nine taps.
   *
   * @param stride distance of two points in {@code s}
   * @param half modified; at least {@link WinogradTransform#HALF} long
   * @param toStride distance of two taps in {@code t}
   */
  static void weights(
      float[] s, int from, int stride, float[] half, float[] t, int to, int toStride) {
    for (int i = 0; i < 6; i++) {
      weights4(s, from + i * stride, 6 * stride, half, i * LANES, 6 * LANES);
    }
    for (int i = 0; i < 3; i++) {
      weights4(half, i * 6 * LANES, LANES, t, to + i * 3 * toStride, toStride);
    }
  }
}
