package org.modaj.moda.objective;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.train.TrainingObjective;

/**
 * Modular training: cross-entropy {@code + α·affinity + β·dispersion + γ·compactness} over all
 * tracked layers (paper section 3.2).
 *
 * @param alpha weight of intra-class affinity
 * @param beta weight of inter-class dispersion
 * @param gamma weight of compactness
 * @param labelSmoothing of the cross-entropy, in [0, 1]
 */
public record ModularObjective(double alpha, double beta, double gamma, double labelSmoothing)
    implements TrainingObjective {
  /** Name of the affinity term in results. */
  public static final String AFFINITY = "affinity";

  /** Name of the dispersion term in results. */
  public static final String DISPERSION = "dispersion";

  /** Name of the compactness term in results. */
  public static final String COMPACTNESS = "compactness";

  /** Without label smoothing. */
  public ModularObjective(double alpha, double beta, double gamma) {
    this(alpha, beta, gamma, 0);
  }

  /** Checks that the weights are finite and not negative. */
  public ModularObjective {
    for (double weight : new double[] {alpha, beta, gamma}) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new ModularizationException(
            "modular objectives",
            null,
            "weights of the modular objectives must be at least 0, but are alpha "
                + alpha
                + ", beta "
                + beta
                + ", gamma "
                + gamma);
      }
    }
  }

  /** The paper's weights: α = 1, β = 1, γ = 0.3. */
  public static ModularObjective paper() {
    return new ModularObjective(1, 1, 0.3);
  }

  @Override
  public boolean tracksUnits() {
    return true;
  }

  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    Tensor crossEntropy = CrossEntropy.apply(output.output(), labels, labelSmoothing);
    ModularLosses losses = ModularLosses.of(output.unitMeans(), labels);
    Tensor total =
        WeightedSum.apply(
            new Tensor[] {
              crossEntropy, losses.affinity(), losses.dispersion(), losses.compactness()
            },
            new double[] {1, alpha, beta, gamma});
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put(CROSS_ENTROPY, (double) crossEntropy.item());
    terms.put(AFFINITY, losses.hasSamePairs() ? losses.affinity().item() : Double.NaN);
    terms.put(DISPERSION, losses.hasDifferentPairs() ? losses.dispersion().item() : Double.NaN);
    terms.put(COMPACTNESS, (double) losses.compactness().item());
    return new Value(total, terms);
  }
}
