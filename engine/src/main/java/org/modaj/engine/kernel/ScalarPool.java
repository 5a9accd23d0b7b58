package org.modaj.engine.kernel;

import java.util.Arrays;

/** The normative max pooling. */
final class ScalarPool implements PoolKernels {
  @Override
  public void maxForward(PoolGeometry g, float[] x, float[] y) {
    int outHeight = g.outHeight();
    int outWidth = g.outWidth();
    Parallel.run(
        g.batch() * outHeight,
        task -> {
          for (int ox = 0; ox < outWidth; ox++) {
            int out = (task * outWidth + ox) * g.channels();
            Arrays.fill(y, out, out + g.channels(), Float.NEGATIVE_INFINITY);
            for (int kh = 0; kh < g.kernelHeight(); kh++) {
              for (int kw = 0; kw < g.kernelWidth(); kw++) {
                int in = source(g, task / outHeight, task % outHeight, ox, kh, kw);
                for (int c = 0; in >= 0 && c < g.channels(); c++) {
                  y[out + c] = Math.max(y[out + c], x[in + c]);
                }
              }
            }
          }
        });
  }

  @Override
  public void maxGradient(PoolGeometry g, float[] x, float[] y, float[] dy, float[] dx) {
    int outHeight = g.outHeight();
    int outWidth = g.outWidth();
    int sample = g.inHeight() * g.inWidth() * g.channels();
    Parallel.run(
        g.batch(),
        n -> {
          Arrays.fill(dx, n * sample, (n + 1) * sample, 0f);
          for (int oy = 0; oy < outHeight; oy++) {
            for (int ox = 0; ox < outWidth; ox++) {
              int out = ((n * outHeight + oy) * outWidth + ox) * g.channels();
              for (int c = 0; c < g.channels(); c++) {
                int chosen = chosen(g, n, oy, ox, x, c, y[out + c]);
                if (chosen >= 0) {
                  dx[chosen] += dy[out + c];
                }
              }
            }
          }
        });
  }

  /** Index of the element that gets the gradient of a window; -1 where none equals the maximum. */
  private static int chosen(PoolGeometry g, int n, int oy, int ox, float[] x, int c, float max) {
    int chosen = -1;
    for (int kh = 0; kh < g.kernelHeight(); kh++) {
      for (int kw = 0; kw < g.kernelWidth(); kw++) {
        int in = source(g, n, oy, ox, kh, kw);
        if (in >= 0 && chosen < 0 && x[in + c] == max) {
          chosen = in + c;
        } else if (in >= 0 && Float.isNaN(x[in + c])) {
          chosen = in + c;
        }
      }
    }
    return chosen;
  }

  /** Index of the window's element in the input, or -1 in the padding. */
  private static int source(PoolGeometry g, int n, int oy, int ox, int kh, int kw) {
    int iy = oy * g.strideHeight() - g.padHeight() + kh * g.dilationHeight();
    int ix = ox * g.strideWidth() - g.padWidth() + kw * g.dilationWidth();
    if (iy < 0 || iy >= g.inHeight() || ix < 0 || ix >= g.inWidth()) {
      return -1;
    }
    return ((n * g.inHeight() + iy) * g.inWidth() + ix) * g.channels();
  }
}
