package org.modaj.moda.objective;

import java.util.List;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/**
 * The three modular objectives of one batch (paper section 3.2), from each tracked layer's mean
 * activation per sample and unit.
 *
 * <p>For layer {@code l} with {@code T [batch, units]}: rows are scaled to unit length, {@code N =
 * T / max(‖T_i‖, 1e-12)}, and {@code S = N·Nᵀ}. {@code a_l} is the mean of {@code S} over pairs
 * {@code i < j} of one label, {@code d_l} over pairs of different labels, {@code c_l} the mean of
 * {@code |T|}. Layers weigh the same:
 *
 * <pre>affinity = 1 - mean a_l    dispersion = mean d_l    compactness = mean c_l</pre>
 *
 * <p>Gradient, with the symmetric pair weights {@code W} ({@code -dA/(L·same)} or {@code
 * dD/(L·different)}, diagonal 0): {@code dN = W·N}, {@code dT_i = (dN_i - N_i (N_i·dN_i)) / ‖T_i‖},
 * plus {@code sign(T)·dC/(L·batch·units)}.
 *
 * <p>A batch without a pair of a kind has no such term: its value is 0 and it has no gradient.
 *
 * @param affinity intra-class affinity, in [0, 2]
 * @param dispersion inter-class dispersion, in [-1, 1]
 * @param compactness mean activation, at least 0
 * @param hasSamePairs whether two samples share a label
 * @param hasDifferentPairs whether two samples differ in their label
 */
public record ModularLosses(
    Tensor affinity,
    Tensor dispersion,
    Tensor compactness,
    boolean hasSamePairs,
    boolean hasDifferentPairs) {
  private static final double MINIMUM_NORM = 1e-12;

  /** The gradient of rows that are all zero, where scaling to unit length is not differentiable. */
  public enum ZeroRows {
    /** None: right for activations behind a ReLU, whose gradient is zero there anyway. */
    NO_GRADIENT,
    /** {@code dN / 1e-12}, what dividing by the clamped norm gives literally. */
    CLAMPED_NORM
  }

  /** The objectives, with no gradient for rows that are all zero. */
  public static ModularLosses of(List<Tensor> unitMeans, int[] labels) {
    return of(unitMeans, labels, ZeroRows.NO_GRADIENT);
  }

  /**
   * The objectives.
   *
   * @param unitMeans one {@code [batch, units]} for each tracked layer, at least one
   * @param labels one for each sample
   * @throws ShapeException when there is no layer or the batch sizes differ
   */
  public static ModularLosses of(List<Tensor> unitMeans, int[] labels, ZeroRows zeroRows) {
    check(unitMeans, labels);
    int layers = unitMeans.size();
    Pairs pairs = Pairs.of(labels);
    Tensor[] directions = new Tensor[layers];
    double[][] norms = new double[layers][];
    double same = 0;
    double different = 0;
    double compact = 0;
    for (int l = 0; l < layers; l++) {
      Tensor t = unitMeans.get(l);
      directions[l] = Tensor.result(t.shape());
      norms[l] = normalize(t, directions[l]);
      double[] sums = pairs.sums(similarities(directions[l]));
      same += sums[0];
      different += sums[1];
      compact += meanMagnitude(t);
    }
    boolean hasSame = pairs.same() > 0;
    boolean hasDifferent = pairs.different() > 0;
    Tensor affinity = Tensor.scalar(hasSame ? (float) (1 - same / pairs.same() / layers) : 0f);
    Tensor dispersion =
        Tensor.scalar(hasDifferent ? (float) (different / pairs.different() / layers) : 0f);
    Tensor compactness = Tensor.scalar((float) (compact / layers));
    Tensor[] operands = unitMeans.toArray(Tensor[]::new);
    Autograd.recordAll(
        "modular losses",
        new Tensor[] {affinity, dispersion, compactness},
        outs -> {
          double dSame = hasSame ? -scalar(outs[0]) / layers / pairs.same() : 0;
          double dDifferent = hasDifferent ? scalar(outs[1]) / layers / pairs.different() : 0;
          Tensor weights = pairs.weights((float) dSame, (float) dDifferent);
          Tensor[] gradients = new Tensor[layers];
          for (int l = 0; l < layers; l++) {
            if (operands[l].requiresGrad()) {
              double dCompact = scalar(outs[2]) / layers / operands[l].elements();
              gradients[l] =
                  gradient(operands[l], directions[l], norms[l], weights, dCompact, zeroRows);
            }
          }
          return gradients;
        },
        operands);
    return new ModularLosses(affinity, dispersion, compactness, hasSame, hasDifferent);
  }

  private static double scalar(Tensor gradient) {
    return gradient == null ? 0 : gradient.item();
  }

  /** Writes the unit-length rows; returns the lengths before clamping. */
  private static double[] normalize(Tensor t, Tensor direction) {
    int units = t.dim(1);
    double[] norms = new double[t.dim(0)];
    float[] in = t.data();
    float[] out = direction.data();
    Parallel.run(
        norms.length,
        i -> {
          double squares = 0;
          for (int u = i * units; u < (i + 1) * units; u++) {
            squares += (double) in[u] * in[u];
          }
          norms[i] = Math.sqrt(squares);
          double inverse = 1 / Math.max(norms[i], MINIMUM_NORM);
          for (int u = i * units; u < (i + 1) * units; u++) {
            out[u] = (float) (in[u] * inverse);
          }
        });
    return norms;
  }

  /** {@code N·Nᵀ}, {@code [batch, batch]}. */
  private static float[] similarities(Tensor direction) {
    int batch = direction.dim(0);
    Tensor s = Tensor.result(Shape.of(batch, batch));
    float[] n = direction.data();
    Kernels.current()
        .matmul()
        .matmul(false, true, batch, batch, direction.dim(1), n, 0, n, 0, s.data(), 0, false);
    return s.data();
  }

  private static double meanMagnitude(Tensor t) {
    double sum = 0;
    for (float value : t.data()) {
      sum += Math.abs(value);
    }
    return sum / t.elements();
  }

  private static Tensor gradient(
      Tensor t,
      Tensor direction,
      double[] norms,
      Tensor weights,
      double dCompact,
      ZeroRows zeroRows) {
    int batch = t.dim(0);
    int units = t.dim(1);
    Tensor gradient = Tensor.result(t.shape());
    float[] n = direction.data();
    float[] g = gradient.data();
    Kernels.current()
        .matmul()
        .matmul(false, false, batch, units, batch, weights.data(), 0, n, 0, g, 0, false);
    float[] in = t.data();
    Parallel.run(
        batch,
        i -> {
          int from = i * units;
          boolean clamped = norms[i] < MINIMUM_NORM;
          boolean dropped = norms[i] == 0 && zeroRows == ZeroRows.NO_GRADIENT;
          double along = 0;
          for (int u = from; !clamped && u < from + units; u++) {
            along += (double) n[u] * g[u];
          }
          double inverse = dropped ? 0 : 1 / Math.max(norms[i], MINIMUM_NORM);
          for (int u = from; u < from + units; u++) {
            g[u] = (float) ((g[u] - n[u] * along) * inverse + Math.signum(in[u]) * dCompact);
          }
        });
    return gradient;
  }

  private static void check(List<Tensor> unitMeans, int[] labels) {
    if (unitMeans.isEmpty()) {
      throw new ShapeException(
          "modular losses",
          null,
          "at least one tracked layer",
          "none",
          "Use a network with activation layers.");
    }
    for (Tensor t : unitMeans) {
      if (t.shape().rank() != 2 || t.dim(0) != labels.length) {
        throw new ShapeException(
            "modular losses",
            null,
            "[" + labels.length + ", units] for each tracked layer",
            "shape " + t.shape(),
            null);
      }
    }
  }
}
