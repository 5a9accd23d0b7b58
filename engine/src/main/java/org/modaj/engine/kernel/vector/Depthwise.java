package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Parallel;

/** The depthwise convolution and its gradients: channels in the lanes, one chain per output. */
final class Depthwise {
  private Depthwise() {}

  /** The forward pass without bias. */
  static void forward(Conv2dGeometry g, float[] x, float[] w, float[] y) {
    int channels = g.inChannels();
    Parallel.run(
        g.batch() * g.outHeight(),
        task -> {
          int n = task / g.outHeight();
          int top = task % g.outHeight() * g.strideHeight() - g.padHeight();
          int khFrom = ceilDiv(Math.max(0, -top), g.dilationHeight());
          int khTo =
              Math.min(g.kernelHeight(), ceilDiv(g.inHeight() - top, g.dilationHeight()));
          for (int ox = 0; ox < g.outWidth(); ox++) {
            int start = ox * g.strideWidth() - g.padWidth();
            int kwFrom = ceilDiv(Math.max(0, -start), g.dilationWidth());
            int kwTo = Math.min(g.kernelWidth(), ceilDiv(g.inWidth() - start, g.dilationWidth()));
            int source = ((n * g.inHeight() + top) * g.inWidth() + start) * channels;
            sum(
                x, source, g.dilationHeight() * g.inWidth() * channels,
                g.dilationWidth() * channels, w, g.kernelWidth() * channels, channels, khFrom,
                khTo, kwFrom, kwTo, y, (task * g.outWidth() + ox) * channels);
          }
        });
  }

  /** The gradient of the input. */
  static void inputGradient(Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    int channels = g.inChannels();
    Parallel.run(
        g.batch() * g.inHeight(),
        task -> {
          int n = task / g.inHeight();
          int iy = task % g.inHeight();
          for (int ix = 0; ix < g.inWidth(); ix++) {
            int to = (task * g.inWidth() + ix) * channels;
            boolean fresh = true;
            for (int kh = 0; kh < g.kernelHeight(); kh++) {
              int oy = output(iy + g.padHeight() - kh * g.dilationHeight(), g.strideHeight());
              if (oy < 0 || oy >= g.outHeight()) {
                continue;
              }
              for (int kw = 0; kw < g.kernelWidth(); kw++) {
                int ox = output(ix + g.padWidth() - kw * g.dilationWidth(), g.strideWidth());
                if (ox >= 0 && ox < g.outWidth()) {
                  int from = ((n * g.outHeight() + oy) * g.outWidth() + ox) * channels;
                  add(dy, from, w, (kh * g.kernelWidth() + kw) * channels, channels, dx, to, fresh);
                  fresh = false;
                }
              }
            }
            if (fresh) {
              Arrays.fill(dx, to, to + channels, 0f);
            }
          }
        });
  }

  /** The gradient of the weight. */
  static void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    int channels = g.inChannels();
    int taps = g.kernelHeight() * g.kernelWidth();
    int blocks = (channels + LANES - 1) / LANES;
    Parallel.run(
        taps * blocks,
        task -> {
          int tap = task % taps;
          int from = task / taps * LANES;
          int to = tap * channels + from;
          if (from + LANES <= channels) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int n = 0; n < g.batch(); n += g.samplesPerChunk()) {
              FloatVector chunk = chunkSum(g, n, tap, from, x, dy);
              sum = n == 0 ? chunk : sum.add(chunk);
            }
            sum.intoArray(dw, to);
          } else {
            for (int c = from; c < channels; c++) {
              float sum = 0;
              for (int n = 0; n < g.batch(); n += g.samplesPerChunk()) {
                float chunk = channelSum(g, n, tap, c, x, dy);
                sum = n == 0 ? chunk : sum + chunk;
              }
              dw[tap * channels + c] = sum;
            }
          }
        });
  }

  private static FloatVector chunkSum(
      Conv2dGeometry g, int n0, int tap, int c, float[] x, float[] dy) {
    int channels = g.inChannels();
    int shiftY = tap / g.kernelWidth() * g.dilationHeight() - g.padHeight();
    int shiftX = tap % g.kernelWidth() * g.dilationWidth() - g.padWidth();
    int oxFrom = ceilDiv(Math.max(0, -shiftX), g.strideWidth());
    int oxTo = Math.min(g.outWidth(), ceilDiv(g.inWidth() - shiftX, g.strideWidth()));
    int step = g.strideWidth() * channels;
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int n = n0; n < Math.min(g.batch(), n0 + g.samplesPerChunk()); n++) {
      for (int oy = 0; oy < g.outHeight(); oy++) {
        int iy = oy * g.strideHeight() + shiftY;
        if (iy < 0 || iy >= g.inHeight()) {
          continue;
        }
        int out = ((n * g.outHeight() + oy) * g.outWidth() + oxFrom) * channels + c;
        int in =
            ((n * g.inHeight() + iy) * g.inWidth() + oxFrom * g.strideWidth() + shiftX) * channels
                + c;
        for (int i = 0; i < oxTo - oxFrom; i++) {
          sum =
              FloatVector.fromArray(SPECIES, x, in + i * step)
                  .fma(FloatVector.fromArray(SPECIES, dy, out + i * channels), sum);
        }
      }
    }
    return sum;
  }

  private static float channelSum(
      Conv2dGeometry g, int n0, int tap, int c, float[] x, float[] dy) {
    int channels = g.inChannels();
    int shiftY = tap / g.kernelWidth() * g.dilationHeight() - g.padHeight();
    int shiftX = tap % g.kernelWidth() * g.dilationWidth() - g.padWidth();
    float sum = 0;
    for (int n = n0; n < Math.min(g.batch(), n0 + g.samplesPerChunk()); n++) {
      for (int oy = 0; oy < g.outHeight(); oy++) {
        int iy = oy * g.strideHeight() + shiftY;
        for (int ox = 0; ox < g.outWidth(); ox++) {
          int ix = ox * g.strideWidth() + shiftX;
          if (iy >= 0 && iy < g.inHeight() && ix >= 0 && ix < g.inWidth()) {
            int in = ((n * g.inHeight() + iy) * g.inWidth() + ix) * channels + c;
            int out = ((n * g.outHeight() + oy) * g.outWidth() + ox) * channels + c;
            sum = Math.fma(x[in], dy[out], sum);
          }
        }
      }
    }
    return sum;
  }

  /* One output position: the taps [khFrom, khTo) x [kwFrom, kwTo) of all channels. */
  private static void sum(
      float[] x,
      int source,
      int rowStep,
      int columnStep,
      float[] w,
      int weightRow,
      int channels,
      int khFrom,
      int khTo,
      int kwFrom,
      int kwTo,
      float[] y,
      int to) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int kh = khFrom; kh < khTo; kh++) {
        int in = source + kh * rowStep + c;
        int weight = kh * weightRow + c;
        for (int kw = kwFrom; kw < kwTo; kw++) {
          sum =
              FloatVector.fromArray(SPECIES, x, in + kw * columnStep)
                  .fma(FloatVector.fromArray(SPECIES, w, weight + kw * channels), sum);
        }
      }
      sum.intoArray(y, to + c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      for (int kh = khFrom; kh < khTo; kh++) {
        for (int kw = kwFrom; kw < kwTo; kw++) {
          float factor = x[source + kh * rowStep + kw * columnStep + c];
          sum = Math.fma(factor, w[kh * weightRow + kw * channels + c], sum);
        }
      }
      y[to + c] = sum;
    }
  }

  private static void add(
      float[] a, int from, float[] w, int weight, int channels, float[] c, int to, boolean fresh) {
    int j = 0;
    for (; j <= channels - LANES; j += LANES) {
      FloatVector sum =
          fresh ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, c, to + j);
      FloatVector.fromArray(SPECIES, a, from + j)
          .fma(FloatVector.fromArray(SPECIES, w, weight + j), sum)
          .intoArray(c, to + j);
    }
    for (; j < channels; j++) {
      c[to + j] = Math.fma(a[from + j], w[weight + j], fresh ? 0f : c[to + j]);
    }
  }

  private static int output(int distance, int stride) {
    return distance % stride == 0 ? distance / stride : -1;
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }
}
