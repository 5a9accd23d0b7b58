package org.modaj.moda.baseline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.objective.ModularLosses;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.train.TrainingObjective;

/**
 * What MwT minimizes: cross-entropy {@code + 0.5·cohesion + 1.5·coupling} of a {@link MwtNetwork}.
 * Both are those of {@link ModularLosses} on masks in place of mean activations: cohesion is the
 * affinity, coupling the dispersion. How large masks are on average and how many are above 0 is
 * reported and not minimized.
 *
 * @param cohesion weight, at least 0
 * @param coupling weight, at least 0
 */
public record MwtObjective(double cohesion, double coupling) implements TrainingObjective {
  /** Name of the cohesion term in results. */
  public static final String COHESION = "cohesion";

  /** Name of the coupling term in results. */
  public static final String COUPLING = "coupling";

  /** Name of the mean mask value in results. */
  public static final String MEAN_MASK = "mean_mask";

  /** Name of the share of masks above 0 in results. */
  public static final String KERNEL_RATE = "kernel_rate";

  /** Checks that the weights are finite and not negative. */
  public MwtObjective {
    if (!(cohesion >= 0 && coupling >= 0) || Double.isInfinite(cohesion + coupling)) {
      throw new ModularizationException(
          "mwt objective",
          null,
          "weights must be finite and at least 0, but are cohesion "
              + cohesion
              + ", coupling "
              + coupling);
    }
  }

  /** The published weights, 0.5 and 1.5. */
  public static MwtObjective published() {
    return new MwtObjective(0.5, 1.5);
  }

  @Override
  public boolean tracksUnits() {
    return false;
  }

  /** Logits, and the masks in place of unit means. */
  @Override
  public TrackedOutput forward(Network network, NetworkInput x) {
    List<Tensor> heads = List.copyOf(network.forwardHeads(x, Mode.TRAIN).values());
    return new TrackedOutput(heads.getFirst(), heads.subList(1, heads.size()));
  }

  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    Tensor crossEntropy = CrossEntropy.apply(output.output(), labels);
    List<Tensor> masks = output.unitMeans();
    ModularLosses losses = ModularLosses.of(masks, labels);
    Tensor total =
        WeightedSum.apply(
            new Tensor[] {crossEntropy, losses.affinity(), losses.dispersion()},
            new double[] {1, cohesion, coupling});
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put(CROSS_ENTROPY, (double) crossEntropy.item());
    terms.put(COHESION, losses.hasSamePairs() ? losses.affinity().item() : Double.NaN);
    terms.put(COUPLING, losses.hasDifferentPairs() ? losses.dispersion().item() : Double.NaN);
    terms.put(MEAN_MASK, (double) losses.compactness().item());
    terms.put(KERNEL_RATE, kernelRate(masks));
    return new Value(total, terms);
  }

  /** Share of mask values above 0, in [0, 1]: the mean over layers of each layer's share. */
  public static double kernelRate(List<Tensor> masks) {
    double sum = 0;
    for (Tensor mask : masks) {
      int above = 0;
      for (int i = 0; i < mask.elements(); i++) {
        above += mask.data()[i] > 0 ? 1 : 0;
      }
      sum += (double) above / mask.elements();
    }
    return sum / masks.size();
  }
}
