package org.modaj.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.modaj.engine.kernel.vector.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.ActivationKernels;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/** Rectified linear units and their gradients; per-unit means with one lane a unit. */
final class VectorActivation implements ActivationKernels {
  private final ActivationKernels scalar = Kernels.scalar().activation();

  /** The scalar loop, which the compiler vectorizes as well by itself. */
  @Override
  public void relu(int n, float[] x, float[] y) {
    scalar.relu(n, x, y);
  }

  @Override
  public void reluGradient(
      int rows,
      int rowsPerSample,
      int channels,
      float[] y,
      float[] dy,
      float[] unitGradient,
      float[] dx) {
    if (rows == 0 || channels == 0) {
      return;
    }
    if (unitGradient == null) {
      Parallel.elements(rows * channels, (from, to) -> reluGradient(y, dy, from, to, dx));
    } else {
      SampleRows.run(
          rows,
          rowsPerSample,
          channels,
          unitGradient,
          (from, to, units) -> reluGradient(y, dy, from, to, channels, units, dx));
    }
  }

  private static void reluGradient(float[] y, float[] dy, int from, int to, float[] dx) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, i);
      zero.blend(g, value.compare(GT, zero)).intoArray(dx, i);
    }
    for (; i < to; i++) {
      dx[i] = y[i] > 0 ? dy[i] : 0f;
    }
  }

  private static void reluGradient(
      float[] y, float[] dy, int from, int to, int channels, float[] units, float[] dx) {
    int advance = ChannelPattern.advance(channels);
    FloatVector zero = FloatVector.zero(SPECIES);
    int c = 0;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, i);
      FloatVector g =
          FloatVector.fromArray(SPECIES, dy, i).add(FloatVector.fromArray(SPECIES, units, c));
      zero.blend(g, value.compare(GT, zero)).intoArray(dx, i);
      c += advance;
      c = c < channels ? c : c - channels;
    }
    for (; i < to; i++) {
      dx[i] = y[i] > 0 ? dy[i] + units[(i - from) % channels] : 0f;
    }
  }

  @Override
  public void unitMeans(int samples, int positions, int channels, float[] x, float[] means) {
    int end = samples * positions;
    Parallel.run(samples, n -> sampleMeans(n, positions, channels, x, end, means));
  }

  /*
   * The running sums of a sample are one padded line. The last vectors of a position may reach into
   * the next positions: their lanes beyond the last unit are never read. The positions before the
   * end of the matrix whose vectors would leave it are added one element at a time.
   */
  private static void sampleMeans(
      int n, int positions, int channels, float[] x, int matrixEnd, float[] means) {
    int width = RowSums.paddedPairs(channels);
    float[] line = Scratch.floats(Scratch.Slot.TASK_LEFT, width);
    int safe = matrixEnd - (width - 1) / Math.max(1, channels);
    int to = n * channels;
    Arrays.fill(means, to, to + channels, 0f);
    int sampleEnd = (n + 1) * positions;
    for (int chunk = n * positions; chunk < sampleEnd; chunk += POSITION_CHUNK) {
      int end = Math.min(sampleEnd, chunk + POSITION_CHUNK);
      Arrays.fill(line, 0, width, 0f);
      int row = chunk;
      while (row < Math.min(end, safe)) {
        int groupEnd = Math.min(Math.min(end, safe), row + RowSums.group(channels));
        for (int c = 0; c < channels; c += COLUMNS) {
          addMagnitudes(x, row * channels + c, groupEnd - row, channels, line, c);
        }
        row = groupEnd;
      }
      for (; row < end; row++) {
        for (int c = 0; c < channels; c++) {
          line[c] += Math.abs(x[row * channels + c]);
        }
      }
      for (int c = 0; c < channels; c++) {
        means[to + c] += line[c];
      }
    }
    float factor = 1f / positions;
    for (int c = 0; c < channels; c++) {
      means[to + c] *= factor;
    }
  }

  private static void addMagnitudes(
      float[] x, int from, int rows, int channels, float[] line, int at) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, line, at);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, line, at + LANES);
    for (int r = 0, i = from; r < rows; r++, i += channels) {
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, i).abs());
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, i + LANES).abs());
    }
    sum0.intoArray(line, at);
    sum1.intoArray(line, at + LANES);
  }
}
