package org.modaj.moda.baseline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/**
 * From masks to modules. The frequency of a channel for a class is the share of the class's samples
 * whose mask is above 0. A class keeps the channels of at least the threshold, compared in single
 * precision; while it keeps none of a layer the threshold falls by 0.05, in double precision, and
 * at 0 the smallest frequency above 0 takes its place. A class whose masks are all 0 in a layer
 * keeps the first channel; the published code has no answer there.
 *
 * @param threshold in [0, 1]; the published value is 0.9
 */
public record MwtRecognition(double threshold) {
  private static final double STEP = 0.05;

  /** Checks the threshold. */
  public MwtRecognition {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new ModularizationException(
          "mwt", null, "the threshold must be in [0, 1], but is " + threshold);
    }
  }

  /**
   * Frequencies of a trained network's masks, in evaluation mode.
   *
   * @param masked see {@link MwtNetwork}
   * @param samples the training samples, read as epoch 0
   * @return by masked convolution; a unit is active where its mask is above 0
   */
  public static ActivityRates frequencies(Network masked, BatchSource samples) {
    List<String> layers = MwtNetwork.maskedConvolutions(masked);
    List<String> heads = List.copyOf(masked.heads().keySet());
    int[] units =
        heads.subList(1, heads.size()).stream()
            .mapToInt(head ->
                masked.nodes().get(requireNonNull(masked.heads().get(head))).shape().dim(-1))
            .toArray();
    ActivityRates rates = ActivityRates.counting(layers, units, samples.classes());
    try (Epoch epoch = samples.epoch(0);
        Autograd.Scope _ = Autograd.noGrad()) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (Workspace _ = Workspace.open()) {
          List<Tensor> values =
              List.copyOf(masked.forwardHeads(NetworkInput.of(batch), Mode.EVALUATE).values());
          rates.add(values.subList(1, values.size()), batch.labels());
        }
      }
    }
    return rates;
  }

  /**
   * Recognizes the modules of all classes.
   *
   * @throws ModularizationException when a class has no samples
   */
  public ModuleSet recognize(ActivityRates frequencies) {
    if (!frequencies.classesWithoutSamples().isEmpty()) {
      throw new ModularizationException(
          "mwt",
          null,
          "no sample of class "
              + frequencies.classesWithoutSamples()
              + " was seen, so its channels are unknown; measure on data with all classes");
    }
    int layers = frequencies.layers().size();
    int[] units = new int[layers];
    BitSet[][] kept = new BitSet[layers][frequencies.classes()];
    for (int l = 0; l < layers; l++) {
      units[l] = frequencies.units(l);
      for (int c = 0; c < frequencies.classes(); c++) {
        kept[l][c] = keep(frequencies.rates(l, c));
      }
    }
    return new ModuleSet(frequencies.layers(), units, kept);
  }

  /** The channels that a class keeps of a layer. */
  BitSet keep(float[] frequencies) {
    double bound = threshold;
    BitSet kept = atLeast(frequencies, (float) bound);
    while (kept.isEmpty() && bound - STEP > 0) {
      bound -= STEP;
      kept = atLeast(frequencies, (float) bound);
    }
    if (kept.isEmpty()) {
      float smallest = Float.POSITIVE_INFINITY;
      for (float f : frequencies) {
        smallest = f > 0 ? Math.min(smallest, f) : smallest;
      }
      kept = atLeast(frequencies, smallest);
    }
    if (kept.isEmpty()) {
      kept.set(0);
    }
    return kept;
  }

  private static BitSet atLeast(float[] frequencies, float bound) {
    BitSet kept = new BitSet();
    for (int u = 0; u < frequencies.length; u++) {
      kept.set(u, frequencies[u] >= bound);
    }
    return kept;
  }

  /** Names of the layers at whose outputs masks act, for the slicer, by masked convolution. */
  static List<String> cutLayers(Network plain, List<String> convolutions) {
    List<String> names = new ArrayList<>();
    for (Convolutions.Convolution c : Convolutions.of(plain)) {
      if (convolutions.contains(c.name())) {
        names.add(c.outputName());
      }
    }
    return names;
  }
}
