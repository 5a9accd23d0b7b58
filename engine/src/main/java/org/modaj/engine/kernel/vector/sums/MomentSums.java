package org.modaj.engine.kernel.vector.sums;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Sums of each channel's distances to the value of its first row, and of their squares. */
public final class MomentSums extends RowSums {
  private final float[] x;
  private final int shift = spareLine(0);

  public MomentSums(int rows, int channels, float[] x) {
    super(rows, 0, channels, 2);
    this.x = x;
    System.arraycopy(x, 0, sums, shift, channels);
  }

  @Override
  void addRows(int row, int end, int fromC, int toC, int at) {
    for (int c = fromC; c < toC; c += COLUMNS) {
      int shifts = shift + c;
      add(x, row * channels + c, end - row, channels, shifts, sums, at + c, at + width + c);
    }
  }

  private static void add(
      float[] x, int from, int rows, int channels, int shift, float[] sums, int at, int at2) {
    FloatVector k0 = FloatVector.fromArray(SPECIES, sums, shift);
    FloatVector k1 = FloatVector.fromArray(SPECIES, sums, shift + LANES);
    FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector squares0 = FloatVector.fromArray(SPECIES, sums, at2);
    FloatVector squares1 = FloatVector.fromArray(SPECIES, sums, at2 + LANES);
    for (int r = 0, i = from; r < rows; r++, i += channels) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(k0);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + LANES).sub(k1);
      sum0 = sum0.add(d0);
      sum1 = sum1.add(d1);
      squares0 = d0.fma(d0, squares0);
      squares1 = d1.fma(d1, squares1);
    }
    sum0.intoArray(sums, at);
    sum1.intoArray(sums, at + LANES);
    squares0.intoArray(sums, at2);
    squares1.intoArray(sums, at2 + LANES);
  }

  @Override
  void addElement(int row, int channel, int at) {
    float d = x[row * channels + channel] - x[channel];
    sums[at + channel] += d;
    sums[at + width + channel] = Math.fma(d, d, sums[at + width + channel]);
  }
}
