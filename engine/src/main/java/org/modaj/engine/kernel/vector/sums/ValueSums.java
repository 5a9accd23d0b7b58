package org.modaj.engine.kernel.vector.sums;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Sums of each channel's values. */
public final class ValueSums extends RowSums {
  private final float[] x;

  public ValueSums(int rows, int channels, float[] x) {
    super(rows, 0, channels, 1);
    this.x = x;
  }

  @Override
  void addRows(int row, int end, int fromC, int toC, int at) {
    for (int c = fromC; c < toC; c += COLUMNS) {
      add(x, row * channels + c, end - row, channels, sums, at + c);
    }
  }

  private static void add(float[] x, int from, int rows, int channels, float[] sums, int at) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    for (int r = 0, i = from; r < rows; r++, i += channels) {
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, i));
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
    }
    sum0.intoArray(sums, at);
    sum1.intoArray(sums, at + LANES);
  }

  @Override
  void addElement(int row, int channel, int at) {
    sums[at + channel] += x[row * channels + channel];
  }
}
