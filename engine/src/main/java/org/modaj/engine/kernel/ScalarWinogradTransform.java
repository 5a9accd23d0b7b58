package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

/** The one-dimensional transforms of {@link WinogradPlan}, and their application along two axes. */
final class ScalarWinogradTransform {
  /** A transform of the numbers {@code stride} apart; the results are {@code toStride} apart. */
  @FunctionalInterface
  interface Line {
    void apply(float[] s, int from, int stride, float[] t, int to, int toStride);
  }

  private final int sources;
  private final int results;
  private final Line line;
  private final float[] half;

  private ScalarWinogradTransform(int sources, int results, Line line) {
    this.sources = sources;
    this.results = results;
    this.line = line;
    this.half = new float[results * sources];
  }

  static ScalarWinogradTransform source(int tile) {
    return tile == 4
        ? new ScalarWinogradTransform(6, 6, ScalarWinogradTransform::source4)
        : new ScalarWinogradTransform(4, 4, ScalarWinogradTransform::source2);
  }

  static ScalarWinogradTransform weight(int tile) {
    return tile == 4
        ? new ScalarWinogradTransform(3, 6, ScalarWinogradTransform::weight4)
        : new ScalarWinogradTransform(3, 4, ScalarWinogradTransform::weight2);
  }

  static ScalarWinogradTransform target(int tile) {
    return tile == 4
        ? new ScalarWinogradTransform(6, 4, ScalarWinogradTransform::target4)
        : new ScalarWinogradTransform(4, 2, ScalarWinogradTransform::target2);
  }

  static ScalarWinogradTransform outputGradient() {
    return new ScalarWinogradTransform(4, 6, ScalarWinogradTransform::outputGradient4);
  }

  static ScalarWinogradTransform weightGradient() {
    return new ScalarWinogradTransform(6, 3, ScalarWinogradTransform::weightGradient4);
  }

  /** Transforms a square, heights first; elements are {@code step} apart in both arrays. */
  void apply(float[] s, int from, int step, float[] t, int to, int toStep) {
    for (int column = 0; column < sources; column++) {
      line.apply(s, from + column * step, sources * step, half, column, sources);
    }
    for (int row = 0; row < results; row++) {
      line.apply(half, row * sources, 1, t, to + row * results * toStep, toStep);
    }
  }

  private static void source4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    float d0 = s[from];
    float d1 = s[from + stride];
    float d2 = s[from + 2 * stride];
    float d3 = s[from + 3 * stride];
    float d4 = s[from + 4 * stride];
    float d5 = s[from + 5 * stride];
    t[to] = fma(4f, d0, fma(-5f, d2, d4));
    float p = fma(-4f, d2, d4);
    float q = fma(-4f, d1, d3);
    t[to + toStride] = p + q;
    t[to + 2 * toStride] = p - q;
    p = d4 - d2;
    q = (d3 - d1) + (d3 - d1);
    t[to + 3 * toStride] = p + q;
    t[to + 4 * toStride] = p - q;
    t[to + 5 * toStride] = fma(4f, d1, fma(-5f, d3, d5));
  }

  private static void source2(float[] s, int from, int stride, float[] t, int to, int toStride) {
    float d1 = s[from + stride];
    float d2 = s[from + 2 * stride];
    t[to] = s[from] - d2;
    t[to + toStride] = d1 + d2;
    t[to + 2 * toStride] = d2 - d1;
    t[to + 3 * toStride] = d1 - s[from + 3 * stride];
  }

  private static void weight4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    float g0 = s[from];
    float g1 = s[from + stride];
    float g2 = s[from + 2 * stride];
    t[to] = g0 * 0.25f;
    float p = (g0 + g2) * (-1f / 6);
    float q = g1 * (1f / 6);
    t[to + toStride] = p - q;
    t[to + 2 * toStride] = p + q;
    p = fma(g2, 1f / 6, g0 * (1f / 24));
    q = g1 * (1f / 12);
    t[to + 3 * toStride] = p + q;
    t[to + 4 * toStride] = p - q;
    t[to + 5 * toStride] = g2;
  }

  private static void weight2(float[] s, int from, int stride, float[] t, int to, int toStride) {
    float g0 = s[from];
    float g2 = s[from + 2 * stride];
    float p = (g0 + g2) * 0.5f;
    float q = s[from + stride] * 0.5f;
    t[to] = g0;
    t[to + toStride] = p + q;
    t[to + 2 * toStride] = p - q;
    t[to + 3 * toStride] = g2;
  }

  private static void target4(float[] s, int from, int stride, float[] t, int to, int toStride) {
    float m1 = s[from + stride];
    float m2 = s[from + 2 * stride];
    float m3 = s[from + 3 * stride];
    float m4 = s[from + 4 * stride];
    float a = m1 + m2;
    float c = m1 - m2;
    float f = m3 + m4;
    float e = (m3 - m4) + (m3 - m4);
    t[to] = s[from] + a + f;
    t[to + toStride] = c + e;
    t[to + 2 * toStride] = fma(4f, f, a);
    t[to + 3 * toStride] = fma(4f, e, c) + s[from + 5 * stride];
  }

  private static void target2(float[] s, int from, int stride, float[] t, int to, int toStride) {
    float m1 = s[from + stride];
    float m2 = s[from + 2 * stride];
    t[to] = s[from] + m1 + m2;
    t[to + toStride] = m1 - m2 - s[from + 3 * stride];
  }

  private static void outputGradient4(
      float[] s, int from, int stride, float[] t, int to, int toStride) {
    float d0 = s[from];
    float d1 = s[from + stride];
    float d2 = s[from + 2 * stride];
    float d3 = s[from + 3 * stride];
    t[to] = d0;
    float p = d0 + d2;
    float q = d1 + d3;
    t[to + toStride] = p + q;
    t[to + 2 * toStride] = p - q;
    p = fma(4f, d2, d0);
    q = fma(4f, d3, d1) + fma(4f, d3, d1);
    t[to + 3 * toStride] = p + q;
    t[to + 4 * toStride] = p - q;
    t[to + 5 * toStride] = d3;
  }

  private static void weightGradient4(
      float[] s, int from, int stride, float[] t, int to, int toStride) {
    float m1 = s[from + stride];
    float m2 = s[from + 2 * stride];
    float m3 = s[from + 3 * stride];
    float m4 = s[from + 4 * stride];
    float a = (m1 + m2) * (-1f / 6);
    float c = (m1 - m2) * (-1f / 6);
    float f = (m3 + m4) * (1f / 24);
    float e = (m3 - m4) * (1f / 24);
    t[to] = s[from] * 0.25f + a + f;
    t[to + toStride] = (e + e) + c;
    t[to + 2 * toStride] = fma(4f, f, a) + s[from + 5 * stride];
  }
}
