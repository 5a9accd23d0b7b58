package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

import java.util.Arrays;

/** The normative convolution: the direct sums, output channels innermost. */
final class ScalarConv2d implements Conv2dKernels {

  @Override
  public void forward(Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y) {
    int outHeight = g.outHeight();
    int outWidth = g.outWidth();
    int groupIn = g.groupInChannels();
    int groupOut = g.groupOutChannels();
    Parallel.run(
        g.batch() * outHeight,
        task -> {
          int n = task / outHeight;
          int oy = task % outHeight;
          for (int ox = 0; ox < outWidth; ox++) {
            int out = (task * outWidth + ox) * g.outChannels();
            Arrays.fill(y, out, out + g.outChannels(), 0f);
            for (int kh = 0; kh < g.kernelHeight(); kh++) {
              int iy = oy * g.strideHeight() - g.padHeight() + kh * g.dilationHeight();
              if (iy < 0 || iy >= g.inHeight()) {
                continue;
              }
              for (int kw = 0; kw < g.kernelWidth(); kw++) {
                int ix = ox * g.strideWidth() - g.padWidth() + kw * g.dilationWidth();
                if (ix < 0 || ix >= g.inWidth()) {
                  continue;
                }
                int in = ((n * g.inHeight() + iy) * g.inWidth() + ix) * g.inChannels();
                int tap = (kh * g.kernelWidth() + kw) * groupIn;
                for (int group = 0; group < g.groups(); group++) {
                  for (int c = 0; c < groupIn; c++) {
                    float factor = x[in + group * groupIn + c];
                    int from = (tap + c) * g.outChannels() + group * groupOut;
                    int to = out + group * groupOut;
                    for (int o = 0; o < groupOut; o++) {
                      y[to + o] = fma(factor, w[from + o], y[to + o]);
                    }
                  }
                }
              }
            }
            for (int o = 0; o < g.outChannels(); o++) {
              y[out + o] = epilogue.apply(y[out + o], o, out + o);
            }
          }
        });
  }

  @Override
  public void inputGradient(Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    int outHeight = g.outHeight();
    int outWidth = g.outWidth();
    int groupIn = g.groupInChannels();
    int groupOut = g.groupOutChannels();
    Parallel.run(
        g.batch() * g.inHeight(),
        task -> {
          int n = task / g.inHeight();
          int iy = task % g.inHeight();
          for (int ix = 0; ix < g.inWidth(); ix++) {
            int in = (task * g.inWidth() + ix) * g.inChannels();
            Arrays.fill(dx, in, in + g.inChannels(), 0f);
            for (int kh = 0; kh < g.kernelHeight(); kh++) {
              int rise = iy + g.padHeight() - kh * g.dilationHeight();
              int oy = Math.floorDiv(rise, g.strideHeight());
              if (oy < 0 || oy >= outHeight || oy * g.strideHeight() != rise) {
                continue;
              }
              for (int kw = 0; kw < g.kernelWidth(); kw++) {
                int run = ix + g.padWidth() - kw * g.dilationWidth();
                int ox = Math.floorDiv(run, g.strideWidth());
                if (ox < 0 || ox >= outWidth || ox * g.strideWidth() != run) {
                  continue;
                }
                int out = ((n * outHeight + oy) * outWidth + ox) * g.outChannels();
                int tap = (kh * g.kernelWidth() + kw) * groupIn;
                for (int group = 0; group < g.groups(); group++) {
                  for (int c = 0; c < groupIn; c++) {
                    int from = (tap + c) * g.outChannels() + group * groupOut;
                    float sum = dx[in + group * groupIn + c];
                    for (int o = 0; o < groupOut; o++) {
                      sum = fma(dy[out + group * groupOut + o], w[from + o], sum);
                    }
                    dx[in + group * groupIn + c] = sum;
                  }
                }
              }
            }
          }
        });
  }

  @Override
  public void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    int groupIn = g.groupInChannels();
    Parallel.run(
        g.kernelHeight() * g.kernelWidth() * groupIn,
        task -> {
          int c = task % groupIn;
          int kh = task / groupIn / g.kernelWidth();
          int kw = task / groupIn % g.kernelWidth();
          int row = task * g.outChannels();
          Arrays.fill(dw, row, row + g.outChannels(), 0f);
          float[] chunk = new float[g.outChannels()];
          for (int from = 0; from < g.batch(); from += g.samplesPerChunk()) {
            int to = Math.min(g.batch(), from + g.samplesPerChunk());
            Arrays.fill(chunk, 0f);
            for (int n = from; n < to; n++) {
              addSample(g, n, kh, kw, c, x, dy, chunk);
            }
            for (int o = 0; o < chunk.length; o++) {
              dw[row + o] = from == 0 ? chunk[o] : dw[row + o] + chunk[o];
            }
          }
        });
  }

  private static void addSample(
      Conv2dGeometry g, int n, int kh, int kw, int c, float[] x, float[] dy, float[] sums) {
    int groupIn = g.groupInChannels();
    int groupOut = g.groupOutChannels();
    for (int oy = 0; oy < g.outHeight(); oy++) {
      int iy = oy * g.strideHeight() - g.padHeight() + kh * g.dilationHeight();
      for (int ox = 0; ox < g.outWidth(); ox++) {
        int ix = ox * g.strideWidth() - g.padWidth() + kw * g.dilationWidth();
        if (iy < 0 || iy >= g.inHeight() || ix < 0 || ix >= g.inWidth()) {
          continue;
        }
        int in = ((n * g.inHeight() + iy) * g.inWidth() + ix) * g.inChannels() + c;
        int out = ((n * g.outHeight() + oy) * g.outWidth() + ox) * g.outChannels();
        for (int o = 0; o < sums.length; o++) {
          sums[o] = fma(x[in + o / groupOut * groupIn], dy[out + o], sums[o]);
        }
      }
    }
  }
}
