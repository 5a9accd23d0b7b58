package org.modaj.engine.kernel.vector.sums;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** Sums of the gradient in front of the ReLU, and of its products with the centred input. */
public final class GradientSums extends RowSums {
  private final float[] x;
  private final boolean relu;
  private final float[] dy;
  private final float @Nullable [] unitGradient;
  private final int mean = spareLine(0);
  private final int scale = spareLine(1);
  private final int shift = spareLine(2);

  public GradientSums(
      int rows,
      int rowsPerSample,
      int channels,
      float[] x,
      float[] mean,
      float[] scale,
      float @Nullable [] shift,
      float[] dy,
      float @Nullable [] unitGradient) {
    super(rows, usesUnits(shift, unitGradient) ? rowsPerSample : 0, channels, 2);
    this.x = x;
    this.relu = shift != null;
    this.dy = dy;
    this.unitGradient = usesUnits(shift, unitGradient) ? unitGradient : null;
    System.arraycopy(mean, 0, sums, this.mean, channels);
    if (relu) {
      System.arraycopy(scale, 0, sums, this.scale, channels);
      System.arraycopy(shift, 0, sums, this.shift, channels);
    }
  }

  private static boolean usesUnits(float @Nullable [] shift, float @Nullable [] unitGradient) {
    return shift != null && unitGradient != null;
  }

  /*
   * Two matrices in rows of their own are too many streams for the CPU's prefetching, so wide rows
   * are added one by one, to sums in memory.
   */
  @Override
  void addRows(int row, int end, int fromC, int toC, int at) {
    if (isNarrow(channels)) {
      addNarrow(row, end, at);
    } else {
      for (int r = row; r < end; r++) {
        addWide(r, fromC, toC, at);
      }
    }
  }

  private void addNarrow(int row, int end, int at) {
    if (!relu) {
      plainNarrow(row, end, at);
    } else if (unitGradient == null) {
      reluNarrow(row, end, at);
    } else {
      unitsNarrow(row, end, at);
    }
  }

  private void addWide(int row, int fromC, int toC, int at) {
    if (!relu) {
      plainWide(row, fromC, toC, at);
    } else if (unitGradient == null) {
      reluWide(row, fromC, toC, at);
    } else {
      unitsWide(row, fromC, toC, at);
    }
  }

  private void plainNarrow(int row, int end, int at) {
    float[] x = this.x;
    float[] dy = this.dy;
    float[] sums = this.sums;
    int channels = this.channels;
    int at2 = at + width;
    for (int c = 0; c < channels; c += LANES) {
      FloatVector m = FloatVector.fromArray(SPECIES, sums, mean + c);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, at + c);
      FloatVector products = FloatVector.fromArray(SPECIES, sums, at2 + c);
      for (int r = row; r < end; r++) {
        int i = r * channels + c;
        FloatVector g = FloatVector.fromArray(SPECIES, dy, i);
        sum = sum.add(g);
        products = g.fma(FloatVector.fromArray(SPECIES, x, i).sub(m), products);
      }
      sum.intoArray(sums, at + c);
      products.intoArray(sums, at2 + c);
    }
  }

  private void plainWide(int row, int fromC, int toC, int at) {
    float[] x = this.x;
    float[] dy = this.dy;
    float[] sums = this.sums;
    int from = row * channels;
    int at2 = at + width;
    for (int c = fromC; c < toC; c += LANES) {
      int i = from + c;
      FloatVector m = FloatVector.fromArray(SPECIES, sums, mean + c);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, i);
      FloatVector centred = FloatVector.fromArray(SPECIES, x, i).sub(m);
      FloatVector.fromArray(SPECIES, sums, at + c).add(g).intoArray(sums, at + c);
      FloatVector products = FloatVector.fromArray(SPECIES, sums, at2 + c);
      g.fma(centred, products).intoArray(sums, at2 + c);
    }
  }

  private void reluNarrow(int row, int end, int at) {
    float[] x = this.x;
    float[] dy = this.dy;
    float[] sums = this.sums;
    int channels = this.channels;
    int at2 = at + width;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = 0; c < channels; c += LANES) {
      FloatVector m = FloatVector.fromArray(SPECIES, sums, mean + c);
      FloatVector a = FloatVector.fromArray(SPECIES, sums, scale + c);
      FloatVector b = FloatVector.fromArray(SPECIES, sums, shift + c);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, at + c);
      FloatVector products = FloatVector.fromArray(SPECIES, sums, at2 + c);
      for (int r = row; r < end; r++) {
        int i = r * channels + c;
        FloatVector centred = FloatVector.fromArray(SPECIES, x, i).sub(m);
        VectorMask<Float> passed = centred.fma(a, b).compare(GT, zero);
        FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, i), passed);
        sum = sum.add(g);
        products = g.fma(centred, products);
      }
      sum.intoArray(sums, at + c);
      products.intoArray(sums, at2 + c);
    }
  }

  private void reluWide(int row, int fromC, int toC, int at) {
    float[] x = this.x;
    float[] dy = this.dy;
    float[] sums = this.sums;
    int from = row * channels;
    int at2 = at + width;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = fromC; c < toC; c += LANES) {
      int i = from + c;
      FloatVector m = FloatVector.fromArray(SPECIES, sums, mean + c);
      FloatVector a = FloatVector.fromArray(SPECIES, sums, scale + c);
      FloatVector b = FloatVector.fromArray(SPECIES, sums, shift + c);
      FloatVector centred = FloatVector.fromArray(SPECIES, x, i).sub(m);
      VectorMask<Float> passed = centred.fma(a, b).compare(GT, zero);
      FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, i), passed);
      FloatVector.fromArray(SPECIES, sums, at + c).add(g).intoArray(sums, at + c);
      FloatVector products = FloatVector.fromArray(SPECIES, sums, at2 + c);
      g.fma(centred, products).intoArray(sums, at2 + c);
    }
  }

  private void unitsNarrow(int row, int end, int at) {
    float[] x = this.x;
    float[] dy = this.dy;
    float[] sums = this.sums;
    int channels = this.channels;
    int at2 = at + width;
    float[] unitGradient = this.unitGradient;
    int unit = row / rowsPerSample * channels;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = 0; c < channels; c += LANES) {
      FloatVector m = FloatVector.fromArray(SPECIES, sums, mean + c);
      FloatVector u = FloatVector.fromArray(SPECIES, unitGradient, unit + c);
      FloatVector a = FloatVector.fromArray(SPECIES, sums, scale + c);
      FloatVector b = FloatVector.fromArray(SPECIES, sums, shift + c);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, at + c);
      FloatVector products = FloatVector.fromArray(SPECIES, sums, at2 + c);
      for (int r = row; r < end; r++) {
        int i = r * channels + c;
        FloatVector centred = FloatVector.fromArray(SPECIES, x, i).sub(m);
        VectorMask<Float> passed = centred.fma(a, b).compare(GT, zero);
        FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, i).add(u), passed);
        sum = sum.add(g);
        products = g.fma(centred, products);
      }
      sum.intoArray(sums, at + c);
      products.intoArray(sums, at2 + c);
    }
  }

  private void unitsWide(int row, int fromC, int toC, int at) {
    float[] x = this.x;
    float[] dy = this.dy;
    float[] sums = this.sums;
    int from = row * channels;
    int at2 = at + width;
    float[] unitGradient = this.unitGradient;
    int unit = row / rowsPerSample * channels;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = fromC; c < toC; c += LANES) {
      int i = from + c;
      FloatVector m = FloatVector.fromArray(SPECIES, sums, mean + c);
      FloatVector u = FloatVector.fromArray(SPECIES, unitGradient, unit + c);
      FloatVector a = FloatVector.fromArray(SPECIES, sums, scale + c);
      FloatVector b = FloatVector.fromArray(SPECIES, sums, shift + c);
      FloatVector centred = FloatVector.fromArray(SPECIES, x, i).sub(m);
      VectorMask<Float> passed = centred.fma(a, b).compare(GT, zero);
      FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, i).add(u), passed);
      FloatVector.fromArray(SPECIES, sums, at + c).add(g).intoArray(sums, at + c);
      FloatVector products = FloatVector.fromArray(SPECIES, sums, at2 + c);
      g.fma(centred, products).intoArray(sums, at2 + c);
    }
  }

  @Override
  void addElement(int row, int channel, int at) {
    int i = row * channels + channel;
    float g = dy[i];
    float centred = x[i] - sums[mean + channel];
    if (relu) {
      if (!(Math.fma(centred, sums[scale + channel], sums[shift + channel]) > 0)) {
        g = 0f;
      } else if (unitGradient != null) {
        g += unitGradient[row / rowsPerSample * channels + channel];
      }
    }
    int sum = at + channel;
    sums[sum] += g;
    sums[sum + width] = Math.fma(g, centred, sums[sum + width]);
  }
}
