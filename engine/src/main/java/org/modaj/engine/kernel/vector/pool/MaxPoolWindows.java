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
 * Max pooling of windows of any size, for at least as many channels as lanes. The last vector of a
 * pixel overlaps the one before it where the channels are no multiple of the lanes.
 */
final class MaxPoolWindows {
  /** Lane numbers, to find the lanes of the last vector that the one before has done. */
  private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);

  private MaxPoolWindows() {}

  /**
   * The part of one window inside the image.
   *
   * @param rows rows of the part
   * @param columns columns of the part
   * @param corner index of its first pixel in the input
   * @param down distance of its rows in the input
   * @param right distance of its columns in the input
   */
  private record Part(int channels, int rows, int columns, int corner, int down, int right) {
    static Part of(PoolGeometry g, int n, int oy, int ox) {
      int row = g.firstRow(oy);
      int column = g.firstColumn(ox);
      int iy = oy * g.strideHeight() - g.padHeight() + row * g.dilationHeight();
      int ix = ox * g.strideWidth() - g.padWidth() + column * g.dilationWidth();
      return new Part(
          g.channels(),
          g.endRow(oy) - row,
          g.endColumn(ox) - column,
          ((n * g.inHeight() + iy) * g.inWidth() + ix) * g.channels(),
          g.dilationHeight() * g.inWidth() * g.channels(),
          g.dilationWidth() * g.channels());
    }
  }

  /** Row {@code line} of the outputs, counted over all samples. */
  static void forward(PoolGeometry g, int line, float[] x, float[] y) {
    for (int ox = 0; ox < g.outWidth(); ox++) {
      Part part = Part.of(g, line / g.outHeight(), line % g.outHeight(), ox);
      forward(part, x, y, (line * g.outWidth() + ox) * g.channels());
    }
  }

  private static void forward(Part part, float[] x, float[] y, int out) {
    for (int from = 0; from < part.channels; from += LANES) {
      int c = Math.min(from, part.channels - LANES);
      FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int h = 0; h < part.rows; h++) {
        int in = part.corner + h * part.down + c;
        for (int w = 0; w < part.columns; w++) {
          max = max.max(FloatVector.fromArray(SPECIES, x, in + w * part.right));
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
      for (int ox = 0; ox < g.outWidth(); ox++) {
        gradient(Part.of(g, n, oy, ox), x, y, dy, out, dx);
        out += channels;
      }
    }
  }

  /*
   * A lane that has given its gradient away gets NaN as its maximum, which equals nothing any more.
   * Lanes without a match add +0, which changes no sum that started at +0. Lanes whose maximum is
   * NaN are done afterwards, one by one.
   */
  private static void gradient(Part part, float[] x, float[] y, float[] dy, int out, float[] dx) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int from = 0; from < part.channels; from += LANES) {
      int c = Math.min(from, part.channels - LANES);
      FloatVector max = FloatVector.fromArray(SPECIES, y, out + c);
      boolean anyNaN = max.test(IS_NAN).anyTrue();
      max = max.blend(Float.NaN, NUMBERS.lt(from - c));
      FloatVector given = FloatVector.fromArray(SPECIES, dy, out + c);
      for (int h = 0; h < part.rows; h++) {
        int in = part.corner + h * part.down + c;
        for (int w = 0; w < part.columns; w++) {
          int i = in + w * part.right;
          VectorMask<Float> here = FloatVector.fromArray(SPECIES, x, i).compare(EQ, max);
          FloatVector.fromArray(SPECIES, dx, i).add(zero.blend(given, here)).intoArray(dx, i);
          max = max.blend(Float.NaN, here);
        }
      }
      for (int lane = from - c; anyNaN && lane < LANES; lane++) {
        if (Float.isNaN(y[out + c + lane])) {
          dx[lastNaN(part, x, c + lane)] += dy[out + c + lane];
        }
      }
    }
  }

  private static int lastNaN(Part part, float[] x, int channel) {
    for (int h = part.rows - 1; h >= 0; h--) {
      for (int w = part.columns - 1; w >= 0; w--) {
        int i = part.corner + h * part.down + w * part.right + channel;
        if (Float.isNaN(x[i])) {
          return i;
        }
      }
    }
    throw new AssertionError("a maximum of NaN without a NaN in its window");
  }
}
