package org.modaj.engine.kernel;

/**
 * How {@link WinogradKernels} cut a convolution, or its gradient of the input, into tiles of the
 * target. A target tile of {@code tile} x {@code tile} reads {@code span} x {@code span} of the
 * source, {@code span = tile + 2}; there are {@code span²} points.
 *
 * <p>The one-dimensional transforms, with every operation rounded, {@code fma(a, b, c) = a·b + c}
 * rounded once, and sums taken from the left. For tiles of 4, the points are 0, 1, -1, 2, -2, ∞:
 *
 * <pre>
 * source  v0 = fma(4, d0, fma(-5, d2, d4))     v5 = fma(4, d1, fma(-5, d3, d5))
 *         v1, v2 = p ± q   with p = fma(-4, d2, d4), q = fma(-4, d1, d3)
 *         v3, v4 = p ± q   with p = d4 - d2, q = (d3 - d1) + (d3 - d1)
 * weight  u0 = g0 / 4                          u5 = g2
 *         u1, u2 = p ∓ q   with p = (g0 + g2)·(-1/6), q = g1·(1/6)
 *         u3, u4 = p ± q   with p = fma(g2, 1/6, g0·(1/24)), q = g1·(1/12)
 * target  y0 = m0 + a + f      y1 = c + e      y2 = fma(4, f, a)      y3 = fma(4, e, c) + m5
 *         with a = m1 + m2, c = m1 - m2, f = m3 + m4, e = (m3 - m4) + (m3 - m4)
 * </pre>
 *
 * <p>For tiles of 2, the points are 0, 1, -1, ∞:
 *
 * <pre>
 * source  v0 = d0 - d2      v1 = d1 + d2      v2 = d2 - d1      v3 = d1 - d3
 * weight  u0 = g0           u1, u2 = p ± q with p = (g0 + g2)/2, q = g1/2           u3 = g2
 * target  y0 = m0 + m1 + m2      y1 = m1 - m2 - m3
 * </pre>
 *
 * @param tile outputs of a tile in each direction, 2 or 4
 * @param padTop rows of zeros above the source; may be negative for a gradient: rows not read
 * @param padLeft columns of zeros left of the source; may be negative
 * @param turned whether the taps are turned by 180 degrees and the weight's channels exchanged
 */
public record WinogradPlan(
    int tile,
    int batch,
    int sourceHeight,
    int sourceWidth,
    int sourceChannels,
    int targetHeight,
    int targetWidth,
    int targetChannels,
    int padTop,
    int padLeft,
    boolean turned) {

  /** Taps of the kernel in each direction. */
  public static final int TAPS = 3;

  /** The plan of the output. */
  public static WinogradPlan forward(int tile, Conv2dGeometry g) {
    assert isPossible(g) : g;
    return new WinogradPlan(
        tile,
        g.batch(),
        g.inHeight(),
        g.inWidth(),
        g.inChannels(),
        g.outHeight(),
        g.outWidth(),
        g.outChannels(),
        g.padHeight(),
        g.padWidth(),
        false);
  }

  /** The plan of the gradient of the input. */
  public static WinogradPlan inputGradient(int tile, Conv2dGeometry g) {
    assert isPossible(g) : g;
    return new WinogradPlan(
        tile,
        g.batch(),
        g.outHeight(),
        g.outWidth(),
        g.outChannels(),
        g.inHeight(),
        g.inWidth(),
        g.inChannels(),
        TAPS - 1 - g.padHeight(),
        TAPS - 1 - g.padWidth(),
        true);
  }

  /** Whether the convolution is one of 3 x 3 taps with strides and dilations of 1, ungrouped. */
  public static boolean isPossible(Conv2dGeometry g) {
    return g.kernelHeight() == TAPS
        && g.kernelWidth() == TAPS
        && g.strideHeight() == 1
        && g.strideWidth() == 1
        && g.dilationHeight() == 1
        && g.dilationWidth() == 1
        && g.groups() == 1;
  }

  /** Rows and columns of the source that a tile reads. */
  public int span() {
    return tile + TAPS - 1;
  }

  /** Products of a tile for each pair of channels. */
  public int points() {
    return span() * span();
  }

  /** Tiles from top to bottom; the last may reach beyond the target. */
  public int tilesDown() {
    return (targetHeight + tile - 1) / tile;
  }

  /** Tiles from left to right. */
  public int tilesAcross() {
    return (targetWidth + tile - 1) / tile;
  }

  /** Tiles of a sample. */
  public int tilesPerSample() {
    return tilesDown() * tilesAcross();
  }

  /** Tiles of all samples. */
  public int tiles() {
    return Math.multiplyExact(batch, tilesPerSample());
  }

  /** The sample of a tile. */
  public int sample(int number) {
    return number / tilesPerSample();
  }

  /** The first target row of a tile. */
  public int top(int number) {
    return number % tilesPerSample() / tilesAcross() * tile;
  }

  /** The first target column of a tile. */
  public int left(int number) {
    return number % tilesAcross() * tile;
  }

  /** Where the weight's value for a tap, a source channel and a target channel is. */
  public int weightIndex(int kh, int kw, int source, int target) {
    return turned
        ? (((TAPS - 1 - kh) * TAPS + TAPS - 1 - kw) * targetChannels + target) * sourceChannels
            + source
        : ((kh * TAPS + kw) * sourceChannels + source) * targetChannels + target;
  }
}
