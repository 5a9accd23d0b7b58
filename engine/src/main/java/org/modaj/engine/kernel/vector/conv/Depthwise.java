package org.modaj.engine.kernel.vector.conv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.lanes.Scratch;
import org.modaj.engine.kernel.vector.sums.ChunkSums;

/**
 * The depthwise convolution and its gradients: positions that gather their taps by {@link
 * DepthwiseReading}; sums over positions, and gradients of strided convolutions, by {@link
 * DepthwiseRows}.
 */
final class Depthwise {
  /** Outputs of a task: small images of one sample are shared by the threads, too. */
  private static final int ELEMENTS_PER_TASK = 4096;

  private Depthwise() {}

  /** The forward pass. */
  static void forward(Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y) {
    boolean maps = ChannelMap.fits(epilogue);
    BlockEpilogue after = maps ? null : BlockEpilogue.of(epilogue, g.outChannels(), y);
    ChannelMap map = ChannelMap.of(maps ? epilogue : Epilogue.NONE, g.outChannels());
    gather(DepthwiseReading.forward(g), g.batch(), x, w, map, after, y);
  }

  private static void gather(
      DepthwiseReading reading,
      int batch,
      float[] a,
      float[] w,
      ChannelMap map,
      @Nullable BlockEpilogue after,
      float[] c) {
    int positions = batch * reading.positions();
    int channels = reading.channels();
    Parallel.ranges(
        positions,
        Math.max(1, ELEMENTS_PER_TASK / Math.max(1, channels)),
        (from, to) -> {
          reading.run(a, w, map, from, to, c, from * channels);
          if (after != null) {
            after.run(from * channels, to * channels);
          }
        });
  }

  /** The gradient of the input. */
  static void inputGradient(Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    int channels = g.inChannels();
    if (g.strideHeight() == 1 && g.strideWidth() == 1) {
      ChannelMap map = ChannelMap.of(Epilogue.NONE, channels);
      gather(DepthwiseReading.inputGradient(g), g.batch(), dy, w, map, null, dx);
      return;
    }
    rows(
        g.batch() * g.inHeight(),
        g.inWidth() * channels,
        row -> {
          int n = row / g.inHeight();
          int to = row * g.inWidth() * channels;
          Arrays.fill(dx, to, to + g.inWidth() * channels, 0f);
          int bottom = row % g.inHeight() + g.padHeight();
          for (int kh = 0; kh < g.kernelHeight(); kh++) {
            int rise = bottom - kh * g.dilationHeight();
            int oy = rise / g.strideHeight();
            if (rise >= 0 && rise % g.strideHeight() == 0 && oy < g.outHeight()) {
              DepthwiseRows.scatter(
                  channels,
                  g.kernelWidth(),
                  -g.padWidth(),
                  g.dilationWidth(),
                  g.strideWidth(),
                  dy,
                  (n * g.outHeight() + oy) * g.outWidth() * channels,
                  g.outWidth(),
                  w,
                  kh * g.kernelWidth() * channels,
                  dx,
                  to,
                  g.inWidth());
            }
          }
        });
  }

  /** The gradient of the weight: the sums of all chunks side by side, then their sum. */
  static void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    int size = g.weightSize();
    int samples = g.samplesPerChunk();
    int chunks = (g.batch() + samples - 1) / samples;
    float[] sums = Scratch.floats(Scratch.Slot.SHARED_LEFT, chunks * size);
    Parallel.run(
        chunks,
        chunk -> {
          Arrays.fill(sums, chunk * size, (chunk + 1) * size, 0f);
          int last = Math.min(g.batch(), (chunk + 1) * samples);
          for (int n = chunk * samples; n < last; n++) {
            for (int oy = 0; oy < g.outHeight(); oy++) {
              addProducts(g, n, oy, x, dy, sums, chunk * size);
            }
          }
        });
    ChunkSums.total(sums, chunks, size, dw, false);
  }

  private static void addProducts(
      Conv2dGeometry g, int n, int oy, float[] x, float[] dy, float[] sums, int to) {
    int channels = g.inChannels();
    int top = oy * g.strideHeight() - g.padHeight();
    if (isWhole(g, top, g.dilationHeight(), g.inHeight())) {
      int rowFloats = g.inWidth() * channels;
      DepthwiseRows.nineProducts(
          channels,
          -g.padWidth(),
          g.dilationWidth(),
          g.strideWidth(),
          x,
          (n * g.inHeight() + top) * rowFloats,
          g.dilationHeight() * rowFloats,
          g.inWidth(),
          dy,
          (n * g.outHeight() + oy) * g.outWidth() * channels,
          g.outWidth(),
          sums,
          to);
      return;
    }
    for (int kh = 0; kh < g.kernelHeight(); kh++) {
      int iy = top + kh * g.dilationHeight();
      if (iy >= 0 && iy < g.inHeight()) {
        DepthwiseRows.products(
            channels,
            g.kernelWidth(),
            -g.padWidth(),
            g.dilationWidth(),
            g.strideWidth(),
            x,
            (n * g.inHeight() + iy) * g.inWidth() * channels,
            g.inWidth(),
            dy,
            (n * g.outHeight() + oy) * g.outWidth() * channels,
            g.outWidth(),
            sums,
            to + kh * g.kernelWidth() * channels);
      }
    }
  }

  /* Whether the kernel is 3 x 3 and its three rows read rows of the source, first the given one. */
  private static boolean isWhole(Conv2dGeometry g, int first, int step, int height) {
    int last = first + 2 * step;
    return g.kernelHeight() == 3
        && g.kernelWidth() == 3
        && Math.min(first, last) >= 0
        && Math.max(first, last) < height;
  }

  private interface Row {
    void run(int row);
  }

  private static void rows(int rows, int rowFloats, Row body) {
    Parallel.ranges(
        rows,
        Math.max(1, ELEMENTS_PER_TASK / rowFloats),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            body.run(row);
          }
        });
  }
}
