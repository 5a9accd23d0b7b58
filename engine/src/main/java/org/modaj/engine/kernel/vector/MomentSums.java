package org.modaj.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of each channel's distances to the value of its first row, and of their squares. */
final class MomentSums extends RowSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final float[] x;
  private final int shift = spareLine(0);

  MomentSums(int rows, int channels, float[] x) {
    super(rows, 0, channels, 2);
    this.x = x;
    System.arraycopy(x, 0, sums, shift, channels);
  }

  @Override
  void addNarrow(int row, int end, int at) {
    float[] x = this.x;
    float[] sums = this.sums;
    int channels = this.channels;
    int at2 = at + width;
    for (int c = 0; c < channels; c += LANES) {
      FloatVector k = FloatVector.fromArray(SPECIES, sums, shift + c);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, at + c);
      FloatVector squares = FloatVector.fromArray(SPECIES, sums, at2 + c);
      for (int r = row; r < end; r++) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, r * channels + c).sub(k);
        sum = sum.add(d);
        squares = d.fma(d, squares);
      }
      sum.intoArray(sums, at + c);
      squares.intoArray(sums, at2 + c);
    }
  }

  @Override
  void addWide(int row, int fromC, int toC, int at) {
    float[] x = this.x;
    float[] sums = this.sums;
    int from = row * channels;
    int at2 = at + width;
    for (int c = fromC; c < toC; c += LANES) {
      FloatVector k = FloatVector.fromArray(SPECIES, sums, shift + c);
      FloatVector d = FloatVector.fromArray(SPECIES, x, from + c).sub(k);
      FloatVector.fromArray(SPECIES, sums, at + c).add(d).intoArray(sums, at + c);
      d.fma(d, FloatVector.fromArray(SPECIES, sums, at2 + c)).intoArray(sums, at2 + c);
    }
  }

  @Override
  void addElement(int row, int channel, int at) {
    float d = x[row * channels + channel] - x[channel];
    sums[at + channel] += d;
    sums[at + width + channel] = Math.fma(d, d, sums[at + width + channel]);
  }
}
