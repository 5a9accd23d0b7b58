package org.modaj.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of each channel's values. */
final class ValueSums extends RowSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final float[] x;

  ValueSums(int rows, int channels, float[] x) {
    super(rows, 0, channels, 1);
    this.x = x;
  }

  @Override
  void addNarrow(int row, int end, int at) {
    float[] x = this.x;
    float[] sums = this.sums;
    int channels = this.channels;
    for (int c = 0; c < channels; c += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, at + c);
      for (int r = row; r < end; r++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, x, r * channels + c));
      }
      sum.intoArray(sums, at + c);
    }
  }

  @Override
  void addWide(int row, int fromC, int toC, int at) {
    float[] x = this.x;
    float[] sums = this.sums;
    int from = row * channels;
    for (int c = fromC; c < toC; c += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, from + c);
      FloatVector.fromArray(SPECIES, sums, at + c).add(value).intoArray(sums, at + c);
    }
  }

  @Override
  void addElement(int row, int channel, int at) {
    sums[at + channel] += x[row * channels + channel];
  }
}
