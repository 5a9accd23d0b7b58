package org.modaj.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.modaj.engine.kernel.ActivationKernels;
import org.modaj.engine.kernel.Parallel;

/** Rectified linear units, and per-unit means with one lane a unit. */
final class VectorActivation implements ActivationKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void relu(int n, float[] x, float[] y) {
    Parallel.elements(n, (from, to) -> relu(x, from, to, y));
  }

  private static void relu(float[] x, int from, int to, float[] y) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, i);
      value.blend(zero, value.compare(LE, zero)).intoArray(y, i);
    }
    for (; i < to; i++) {
      y[i] = Math.max(0f, x[i]);
    }
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
    Parallel.run(samples, n -> sampleMeans(n, positions, channels, x, means));
  }

  /*
   * The running sums of a sample are one padded line. The last vector of a position may reach into
   * the next position: its lanes beyond the last unit are never read. Positions whose vectors would
   * leave the sample are added one element at a time.
   */
  private static void sampleMeans(int n, int positions, int channels, float[] x, float[] means) {
    int width = RowSums.padded(channels);
    float[] line = Scratch.floats(Scratch.Slot.TASK_LEFT, width);
    int safe = positions - (width - 1) / Math.max(1, channels);
    float factor = 1f / positions;
    int to = n * channels;
    Arrays.fill(means, to, to + channels, 0f);
    for (int chunk = 0; chunk < positions; chunk += POSITION_CHUNK) {
      int end = Math.min(positions, chunk + POSITION_CHUNK);
      Arrays.fill(line, 0, width, 0f);
      int safeEnd = Math.max(chunk, Math.min(end, safe));
      int from = n * positions;
      if (RowSums.isNarrow(channels)) {
        addNarrow(x, from + chunk, from + safeEnd, channels, line);
      } else {
        for (int p = chunk; p < safeEnd; p++) {
          addWide(x, (from + p) * channels, channels, line);
        }
      }
      for (int p = safeEnd; p < end; p++) {
        for (int c = 0; c < channels; c++) {
          line[c] += Math.abs(x[(from + p) * channels + c]);
        }
      }
      for (int c = 0; c < channels; c++) {
        means[to + c] += line[c];
      }
    }
    for (int c = 0; c < channels; c++) {
      means[to + c] *= factor;
    }
  }

  private static void addNarrow(float[] x, int row, int end, int channels, float[] line) {
    for (int c = 0; c < channels; c += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, line, c);
      for (int r = row; r < end; r++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, x, r * channels + c).abs());
      }
      sum.intoArray(line, c);
    }
  }

  private static void addWide(float[] x, int from, int channels, float[] line) {
    for (int c = 0; c < channels; c += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, from + c).abs();
      FloatVector.fromArray(SPECIES, line, c).add(value).intoArray(line, c);
    }
  }
}
