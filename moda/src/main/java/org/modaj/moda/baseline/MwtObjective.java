package org.modaj.moda.baseline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.objective.ModularLosses;
import org.modaj.nn.HeadOutputs;
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
 * @param labelSmoothing of the cross-entropy, in [0, 1)
 */
public record MwtObjective(double cohesion, double coupling, double labelSmoothing)
    implements TrainingObjective {
  private static final String OPERATION = "mwt objective";

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
    if (!(cohesion >= 0 && coupling >= 0)
        || Double.isInfinite(cohesion + coupling)
        || !(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new ModularizationException(
          OPERATION,
          null,
          "weights must be finite and at least 0 and label smoothing in [0, 1), but are cohesion "
              + cohesion
              + ", coupling "
              + coupling
              + ", label smoothing "
              + labelSmoothing);
    }
  }

  /** The published weights, 0.5 and 1.5. */
  public static MwtObjective published() {
    return new MwtObjective(0.5, 1.5, 0);
  }

  /** The same with smoothed labels. */
  public MwtObjective withLabelSmoothing(double smoothing) {
    return new MwtObjective(cohesion, coupling, smoothing);
  }

  @Override
  public boolean tracksUnits() {
    return false;
  }

  /** Refused: the masks are other heads. */
  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    throw new ModularizationException(
        OPERATION, null, "the masks are heads of the network; give all of its outputs");
  }

  /**
   * Computes the objective of one batch of a {@link MwtNetwork}.
   *
   * @throws ModularizationException when the network has no masks
   */
  @Override
  public Value compute(HeadOutputs outputs, Batch batch) {
    List<Tensor> heads = List.copyOf(outputs.heads().values());
    List<Tensor> masks = heads.subList(1, heads.size());
    if (masks.isEmpty()) {
      throw new ModularizationException(
          OPERATION, null, "the network has no mask generators; add them: MwtNetwork.masked");
    }
    int[] labels = batch.labels();
    Tensor crossEntropy = CrossEntropy.apply(outputs.output(), labels, labelSmoothing);
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
