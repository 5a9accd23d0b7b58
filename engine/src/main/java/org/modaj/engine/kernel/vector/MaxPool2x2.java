package org.modaj.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.EQ;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.modaj.engine.kernel.PoolGeometry;

/**
 * Max pooling of disjoint 2x2 windows, for at least as many channels as lanes. The last vector of a
 * pixel overlaps the one before it where the channels are no multiple of the lanes.
 */
final class MaxPool2x2 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private MaxPool2x2() {}

  /** Row {@code line} of the outputs, counted over all samples. */
  static void forward(PoolGeometry g, int line, float[] x, float[] y) {
    int channels = g.channels();
    int outWidth = g.outWidth();
    int n = line / g.outHeight();
    int top = (n * g.inHeight() + line % g.outHeight() * 2) * g.inWidth() * channels;
    int bottom = top + g.inWidth() * channels;
    int out = line * outWidth * channels;
    for (int ox = 0; ox < outWidth; ox++) {
      forward(channels, x, top, bottom, y, out);
      top += 2 * channels;
      bottom += 2 * channels;
      out += channels;
    }
  }

  private static void forward(int channels, float[] x, int top, int bottom, float[] y, int out) {
    for (int from = 0; from < channels; from += LANES) {
      int c = Math.min(from, channels - LANES);
      FloatVector a = FloatVector.fromArray(SPECIES, x, top + c);
      FloatVector b = FloatVector.fromArray(SPECIES, x, top + channels + c);
      FloatVector d = FloatVector.fromArray(SPECIES, x, bottom + c);
      FloatVector e = FloatVector.fromArray(SPECIES, x, bottom + channels + c);
      a.max(b).max(d.max(e)).intoArray(y, out + c);
    }
  }

  /** Sample {@code n}. */
  static void gradient(PoolGeometry g, int n, float[] x, float[] y, float[] dy, float[] dx) {
    int channels = g.channels();
    int outWidth = g.outWidth();
    int inLine = g.inWidth() * channels;
    int sampleEnd = (n + 1) * g.inHeight() * inLine;
    int top = n * g.inHeight() * inLine;
    int out = n * g.outHeight() * outWidth * channels;
    for (int oy = 0; oy < g.outHeight(); oy++) {
      for (int ox = 0; ox < outWidth; ox++) {
        int in = top + 2 * ox * channels;
        gradient(channels, x, in, in + inLine, y, dy, out, dx);
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
    for (int from = 0; from < channels; from += LANES) {
      int c = Math.min(from, channels - LANES);
      FloatVector max = FloatVector.fromArray(SPECIES, y, out + c);
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
  }
}
