package org.modaj.engine.kernel.vector;

import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Sums of each channel's values. */
final class ValueSums extends RowSums {
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
