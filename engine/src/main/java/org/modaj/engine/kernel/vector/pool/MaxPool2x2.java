package org.modaj.engine.kernel.vector.pool;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.modaj.engine.kernel.PoolGeometry;

/**
 * Max pooling of disjoint 2x2 windows. The last vector of a pixel overlaps the one before it where
 * the channels are no multiple of the lanes. With fewer channels than lanes a vector covers the
 * next pixels too, and what it writes there is overwritten when their turn comes; the last pixels
 * of a line, where this would leave the line, are computed one element at a time.
 */
final class MaxPool2x2 {
  private MaxPool2x2() {}

  /** Row {@code line} of the outputs, counted over all samples. */
  static void forward(PoolGeometry g, int line, float[] x, float[] y) {
    int channels = g.channels();
    int outWidth = g.outWidth();
    int n = line / g.outHeight();
    int top = (n * g.inHeight() + line % g.outHeight() * 2) * g.inWidth() * channels;
    int bottom = top + g.inWidth() * channels;
    int out = line * outWidth * channels;
    int inVectors = windowsInVectors(outWidth, channels);
    for (int ox = 0; ox < outWidth; ox++) {
      if (ox < inVectors) {
        forward(channels, x, top, bottom, y, out);
      } else {
        elements(channels, x, top, bottom, y, out);
      }
      top += 2 * channels;
      bottom += 2 * channels;
      out += channels;
    }
  }

  private static void forward(int channels, float[] x, int top, int bottom, float[] y, int out) {
    for (int from = 0; from < channels; from += LANES) {
      int c = Math.max(0, Math.min(from, channels - LANES));
      FloatVector a = FloatVector.fromArray(SPECIES, x, top + c);
      FloatVector b = FloatVector.fromArray(SPECIES, x, top + channels + c);
      FloatVector d = FloatVector.fromArray(SPECIES, x, bottom + c);
      FloatVector e = FloatVector.fromArray(SPECIES, x, bottom + channels + c);
      a.max(b).max(d.max(e)).intoArray(y, out + c);
    }
  }

  private static void elements(int channels, float[] x, int top, int bottom, float[] y, int out) {
    for (int c = 0; c < channels; c++) {
      float above = Math.max(x[top + c], x[top + channels + c]);
      float below = Math.max(x[bottom + c], x[bottom + channels + c]);
      y[out + c] = Math.max(above, below);
    }
  }

  /** Windows of a line, counted from its start, whose vectors stay inside the line. */
  private static int windowsInVectors(int outWidth, int channels) {
    return channels >= LANES ? outWidth : outWidth - (LANES - 1) / channels;
  }

  /** Sample {@code n}. */
  static void gradient(PoolGeometry g, int n, float[] x, float[] y, float[] dy, float[] dx) {
    int channels = g.channels();
    int outWidth = g.outWidth();
    int inLine = g.inWidth() * channels;
    int sampleEnd = (n + 1) * g.inHeight() * inLine;
    int top = n * g.inHeight() * inLine;
    int out = n * g.outHeight() * outWidth * channels;
    int inVectors = windowsInVectors(outWidth, channels);
    for (int oy = 0; oy < g.outHeight(); oy++) {
      for (int ox = 0; ox < outWidth; ox++) {
        int in = top + 2 * ox * channels;
        if (ox < inVectors) {
          gradient(channels, x, in, in + inLine, y, dy, out, dx);
        } else {
          elements(channels, x, in, in + inLine, y, dy, out, dx);
        }
        out += channels;
      }
      if (2 * outWidth < g.inWidth()) {
        Arrays.fill(dx, top + inLine - channels, top + inLine, 0f);
        Arrays.fill(dx, top + 2 * inLine - channels, top + 2 * inLine, 0f);
      }
      top += 2 * inLine;
    }
    Arrays.fill(dx, top, sampleEnd, 0f);
  }

  private static void gradient(
      int channels, float[] x, int top, int bottom, float[] y, float[] dy, int out, float[] dx) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector finite = zero;
    for (int from = 0; from < channels; from += LANES) {
      int c = Math.max(0, Math.min(from, channels - LANES));
      FloatVector max = FloatVector.fromArray(SPECIES, y, out + c);
      finite = max.fma(zero, finite);
      // adding to +0 turns a gradient of -0 into +0, as the running sum of the definition does
      FloatVector given = FloatVector.fromArray(SPECIES, dy, out + c).add(zero);

      VectorMask<Float> a = FloatVector.fromArray(SPECIES, x, top + c).compare(EQ, max);
      zero.blend(given, a).intoArray(dx, top + c);
      FloatVector rest = given.blend(zero, a);

      VectorMask<Float> b = FloatVector.fromArray(SPECIES, x, top + channels + c).compare(EQ, max);
      zero.blend(rest, b).intoArray(dx, top + channels + c);
      rest = rest.blend(zero, b);

      VectorMask<Float> d = FloatVector.fromArray(SPECIES, x, bottom + c).compare(EQ, max);
      zero.blend(rest, d).intoArray(dx, bottom + c);
      rest = rest.blend(zero, d);

      VectorMask<Float> e =
          FloatVector.fromArray(SPECIES, x, bottom + channels + c).compare(EQ, max);
      zero.blend(rest, e).intoArray(dx, bottom + channels + c);
    }
    if (finite.test(IS_NAN).anyTrue()) { // no element equals a NaN
      elements(channels, x, top, bottom, y, dy, out, dx);
    }
  }

  private static void elements(
      int channels, float[] x, int top, int bottom, float[] y, float[] dy, int out, float[] dx) {
    for (int c = 0; c < channels; c++) {
      int a = top + c;
      int b = bottom + c;
      dx[a] = 0f;
      dx[a + channels] = 0f;
      dx[b] = 0f;
      dx[b + channels] = 0f;
      int chosen = chosen(channels, x, a, b, y[out + c]);
      if (chosen >= 0) {
        dx[chosen] = 0f + dy[out + c];
      }
    }
  }

  /** Index of the first element that is the maximum, or of the last NaN. */
  private static int chosen(int channels, float[] x, int a, int b, float max) {
    if (Float.isNaN(max)) {
      return Float.isNaN(x[b + channels])
          ? b + channels
          : Float.isNaN(x[b]) ? b : Float.isNaN(x[a + channels]) ? a + channels : a;
    }
    return x[a] == max
        ? a
        : x[a + channels] == max
            ? a + channels
            : x[b] == max ? b : x[b + channels] == max ? b + channels : -1;
  }
}
