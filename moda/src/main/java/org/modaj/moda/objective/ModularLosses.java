package org.modaj.moda.objective;

import java.util.List;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
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
 * <p>Gradient, with the sums {@code G} of {@code N} over the samples of one label and {@code Σ}
 * over all: {@code dN_i = -dA/(L·same)·(G_label(i) - N_i) + dD/(L·different)·(Σ - G_label(i))},
 * {@code dT_i = (dN_i - N_i (N_i·dN_i)) / ‖T_i‖}, plus {@code sign(T)·dC/(L·batch·units)}. No
 * matrix of pairs is made; the cost is that of reading {@code T} a few times.
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
  /** The gradient of rows that are all zero, where scaling to unit length is not differentiable. */
  public enum ZeroRows {
    /** None: right for activations after a ReLU, whose gradient is zero there anyway. */
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
    LabelGroups groups = LabelGroups.of(labels);
    LayerSimilarity[] similarities = new LayerSimilarity[layers];
    for (int l = 0; l < layers; l++) {
      similarities[l] = new LayerSimilarity(unitMeans.get(l), groups);
    }
    Parallel.run(layers, l -> similarities[l].measure());
    double same = 0;
    double different = 0;
    double compact = 0;
    for (LayerSimilarity layer : similarities) {
      same += layer.same();
      different += layer.different();
      compact += layer.meanMagnitude();
    }
    boolean hasSame = groups.same() > 0;
    boolean hasDifferent = groups.different() > 0;
    Tensor affinity = Tensor.scalar(hasSame ? (float) (1 - same / groups.same() / layers) : 0f);
    Tensor dispersion =
        Tensor.scalar(hasDifferent ? (float) (different / groups.different() / layers) : 0f);
    Tensor compactness = Tensor.scalar((float) (compact / layers));
    Tensor[] operands = unitMeans.toArray(Tensor[]::new);
    Autograd.recordAll(
        "modular losses",
        new Tensor[] {affinity, dispersion, compactness},
        outs -> {
          double dSame = hasSame ? -scalar(outs[0]) / layers / groups.same() : 0;
          double dDifferent = hasDifferent ? scalar(outs[1]) / layers / groups.different() : 0;
          double dCompact = scalar(outs[2]) / layers;
          Tensor[] gradients = new Tensor[layers];
          for (int l = 0; l < layers; l++) {
            gradients[l] = operands[l].requiresGrad() ? Tensor.result(operands[l].shape()) : null;
          }
          Parallel.run(
              layers,
              l -> {
                if (gradients[l] != null) {
                  double dMagnitude = dCompact / operands[l].elements();
                  similarities[l].gradient(
                      dSame, dDifferent, dMagnitude, zeroRows, gradients[l].data());
                }
              });
          return gradients;
        },
        operands);
    return new ModularLosses(affinity, dispersion, compactness, hasSame, hasDifferent);
  }

  private static double scalar(Tensor gradient) {
    return gradient == null ? 0 : gradient.item();
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
