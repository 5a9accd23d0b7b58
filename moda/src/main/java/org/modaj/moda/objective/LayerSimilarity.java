package org.modaj.moda.objective;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.moda.objective.ModularLosses.ZeroRows;

/**
 * How alike the samples' activations of one layer are, summed over pairs without looking at pairs.
 * With the unit-length rows {@code N}, their sum {@code G_g} over each group and {@code Σ} over all
 * samples:
 *
 * <pre>
 * sum of N_i·N_j over pairs of one label         = (Σ_g ‖G_g‖² - Σ_i ‖N_i‖²) / 2
 * sum of N_i·N_j over pairs of different labels  = (‖Σ‖² - Σ_g ‖G_g‖²) / 2
 * </pre>
 *
 * whose gradients of {@code N_i} are {@code G_g(i) - N_i} and {@code Σ - G_g(i)}. This takes {@code
 * batch·units} steps where a matrix of all pairs takes {@code batch²·units}.
 *
 * <p>Sums run in double precision: over samples in ascending order, over units in blocks. The rows
 * are rounded to single precision before they are summed.
 */
final class LayerSimilarity {
  private static final double MINIMUM_NORM = 1e-12;

  /** Units whose sums are made together. */
  private static final int BLOCK = 64;

  private final Tensor t;
  private final LabelGroups groups;
  private final double[] norms;

  /** {@code [groups + 1, units]}: the sum of each group's rows, and that of all rows. */
  private final Tensor sums;

  private double same;
  private double different;
  private double magnitudes;

  /**
   * Takes the memory; {@link #measure} computes.
   *
   * @param t {@code [batch, units]}
   */
  LayerSimilarity(Tensor t, LabelGroups groups) {
    this.t = t;
    this.groups = groups;
    this.norms = new double[groups.samples()];
    this.sums = Tensor.result(Shape.of(groups.count() + 1, t.dim(1)));
  }

  /** Sum over pairs of one label. */
  double same() {
    return same;
  }

  /** Sum over pairs of different labels. */
  double different() {
    return different;
  }

  /** Mean of {@code |t|}. */
  double meanMagnitude() {
    return magnitudes / t.elements();
  }

  void measure() {
    int units = t.dim(1);
    float[] in = t.data();
    for (int i = 0; i < norms.length; i++) {
      double even = 0;
      double odd = 0;
      double magnitude = 0;
      int u = i * units;
      int end = u + units;
      for (; u < end - 1; u += 2) {
        even += (double) in[u] * in[u];
        odd += (double) in[u + 1] * in[u + 1];
        magnitude += Math.abs(in[u]) + (double) Math.abs(in[u + 1]);
      }
      if (u < end) {
        even += (double) in[u] * in[u];
        magnitude += Math.abs(in[u]);
      }
      norms[i] = Math.sqrt(even + odd);
      magnitudes += magnitude;
    }
    double[] block = new double[(groups.count() + 2) * BLOCK];
    for (int u = 0; u < units; u += BLOCK) {
      addUnits(u, Math.min(BLOCK, units - u), block);
    }
  }

  /**
   * Adds up {@code count} units from {@code first} on; one line a group, then all, then squares.
   */
  private void addUnits(int first, int count, double[] block) {
    Arrays.fill(block, 0);
    int units = t.dim(1);
    int all = groups.count() * BLOCK;
    int squares = all + BLOCK;
    float[] in = t.data();
    for (int i = 0; i < norms.length; i++) {
      double inverse = inverse(i);
      int line = groups.of()[i] * BLOCK;
      int from = i * units + first;
      for (int u = 0; u < count; u++) {
        double n = (float) (in[from + u] * inverse);
        block[line + u] += n;
        block[squares + u] += n * n;
      }
    }
    for (int line = 0; line < all; line += BLOCK) {
      for (int u = 0; u < count; u++) {
        block[all + u] += block[line + u];
      }
    }
    double own = sum(block, squares, count);
    double groupSquares = 0;
    for (int g = 0; g <= groups.count(); g++) {
      int line = g * BLOCK;
      int to = g * units + first;
      double lineSquares = 0;
      for (int u = 0; u < count; u++) {
        lineSquares += block[line + u] * block[line + u];
        sums.data()[to + u] = (float) block[line + u];
      }
      if (g < groups.count()) {
        groupSquares += lineSquares;
      } else {
        different += (lineSquares - groupSquares) / 2;
      }
    }
    same += (groupSquares - own) / 2;
  }

  private static double sum(double[] values, int from, int count) {
    double sum = 0;
    for (int u = from; u < from + count; u++) {
      sum += values[u];
    }
    return sum;
  }

  private double inverse(int i) {
    return 1 / Math.max(norms[i], MINIMUM_NORM);
  }

  /**
   * Writes the gradient of {@code t}.
   *
   * @param dSame gradient of {@link #same}
   * @param dDifferent gradient of {@link #different}
   * @param dMagnitude gradient of the sum of {@code |t|}
   * @param to {@code [batch, units]}; modified
   */
  void gradient(double dSame, double dDifferent, double dMagnitude, ZeroRows zeroRows, float[] to) {
    int units = t.dim(1);
    float[] in = t.data();
    for (int i = 0; i < norms.length; i++) {
      double inverse = inverse(i);
      double product = directions(i, inverse, dSame, dDifferent, to);
      double along = norms[i] < MINIMUM_NORM ? 0 : product;
      double factor = norms[i] == 0 && zeroRows == ZeroRows.NO_GRADIENT ? 0 : inverse;
      for (int u = i * units; u < (i + 1) * units; u++) {
        float n = (float) (in[u] * inverse);
        to[u] = (float) ((to[u] - n * along) * factor + Math.signum(in[u]) * dMagnitude);
      }
    }
  }

  /** Writes the gradient of row {@code i} of {@code N}; returns its product with the row. */
  private double directions(int i, double inverse, double dSame, double dDifferent, float[] to) {
    int units = t.dim(1);
    int group = groups.of()[i] * units;
    int all = groups.count() * units;
    float[] in = t.data();
    float[] sums = this.sums.data();
    double even = 0;
    double odd = 0;
    for (int u = 0; u < units; u++) {
      int at = i * units + u;
      float n = (float) (in[at] * inverse);
      double own = sums[group + u];
      float d = (float) (dSame * (own - n) + dDifferent * (sums[all + u] - own));
      to[at] = d;
      if (u % 2 == 0) {
        even += (double) n * d;
      } else {
        odd += (double) n * d;
      }
    }
    return even + odd;
  }
}
