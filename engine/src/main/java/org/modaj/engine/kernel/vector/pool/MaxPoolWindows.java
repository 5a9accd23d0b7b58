package org.modaj.engine.kernel.vector.pool;

import static jdk.incubator.vector.VectorOperators.EQ;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.modaj.engine.kernel.PoolGeometry;

/**
 * Max pooling of windows of any size, for at least as many channels as lanes. The last vector of a
 * pixel overlaps the one before it where the channels are no multiple of the lanes.
 */
final class MaxPoolWindows {
  /** Lane numbers, to find the lanes of the last vector that the one before has done. */
  private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);

  private MaxPoolWindows() {}

  /** Row {@code line} of the outputs, counted over all samples. */
  static void forward(PoolGeometry g, int line, float[] x, float[] y) {
    int channels = g.channels();
    int n = line / g.outHeight();
    int iy = line % g.outHeight() * g.strideHeight() - g.padHeight();
    int fromY = Math.max(0, iy);
    int toY = Math.min(g.inHeight(), iy + g.kernelHeight());
    int pixel = n * g.inHeight() * g.inWidth();
    for (int ox = 0; ox < g.outWidth(); ox++) {
      int ix = ox * g.strideWidth() - g.padWidth();
      int fromX = Math.max(0, ix);
      int toX = Math.min(g.inWidth(), ix + g.kernelWidth());
      int corner = (pixel + fromY * g.inWidth() + fromX) * channels;
      int out = (line * g.outWidth() + ox) * channels;
      forward(channels, g.inWidth(), toY - fromY, toX - fromX, x, corner, y, out);
    }
  }

  private static void forward(
      int channels, int width, int high, int wide, float[] x, int corner, float[] y, int out) {
    for (int from = 0; from < channels; from += LANES) {
      int c = Math.min(from, channels - LANES);
      FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int h = 0; h < high; h++) {
        int in = corner + h * width * channels + c;
        for (int w = 0; w < wide; w++) {
          max = max.max(FloatVector.fromArray(SPECIES, x, in + w * channels));
        }
      }
      max.intoArray(y, out + c);
    }
  }

  /** Sample {@code n}. */
  static void gradient(PoolGeometry g, int n, float[] x, float[] y, float[] dy, float[] dx) {
    int channels = g.channels();
    int pixel = n * g.inHeight() * g.inWidth();
    Arrays.fill(dx, pixel * channels, (pixel + g.inHeight() * g.inWidth()) * channels, 0f);
    int out = n * g.outHeight() * g.outWidth() * channels;
    for (int oy = 0; oy < g.outHeight(); oy++) {
      int iy = oy * g.strideHeight() - g.padHeight();
      int fromY = Math.max(0, iy);
      int toY = Math.min(g.inHeight(), iy + g.kernelHeight());
      for (int ox = 0; ox < g.outWidth(); ox++) {
        int ix = ox * g.strideWidth() - g.padWidth();
        int fromX = Math.max(0, ix);
        int toX = Math.min(g.inWidth(), ix + g.kernelWidth());
        int corner = (pixel + fromY * g.inWidth() + fromX) * channels;
        gradient(channels, g.inWidth(), toY - fromY, toX - fromX, x, corner, y, dy, out, dx);
        out += channels;
      }
    }
  }

  /*
   * A lane that has given its gradient away gets NaN as its maximum, which equals nothing any more.
   * Lanes without a match add +0, which changes no sum that started at +0.
   */
  private static void gradient(
      int channels,
      int width,
      int high,
      int wide,
      float[] x,
      int corner,
      float[] y,
      float[] dy,
      int out,
      float[] dx) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int from = 0; from < channels; from += LANES) {
      int c = Math.min(from, channels - LANES);
      FloatVector max = FloatVector.fromArray(SPECIES, y, out + c);
      max = max.blend(Float.NaN, NUMBERS.lt(from - c));
      FloatVector given = FloatVector.fromArray(SPECIES, dy, out + c);
      for (int h = 0; h < high; h++) {
        int in = corner + h * width * channels + c;
        for (int w = 0; w < wide; w++) {
          int i = in + w * channels;
          VectorMask<Float> here = FloatVector.fromArray(SPECIES, x, i).compare(EQ, max);
          FloatVector.fromArray(SPECIES, dx, i).add(zero.blend(given, here)).intoArray(dx, i);
          max = max.blend(Float.NaN, here);
        }
      }
    }
  }
}
