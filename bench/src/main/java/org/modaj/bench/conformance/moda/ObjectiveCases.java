package org.modaj.bench.conformance.moda;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitMeans;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularLosses;

/** Cases about the activations of tracked layers: the three objectives, activity rates, masks. */
public final class ObjectiveCases {
  private ObjectiveCases() {}

  /**
   * Runs {@code moda_losses}.
   *
   * <p>The cases hold what dividing by the clamped norm gives literally, and so this asks for
   * {@link ModularLosses.ZeroRows#CLAMPED_NORM}. Training uses {@code NO_GRADIENT}, which differs
   * for all-zero rows only: after a ReLU their gradient is multiplied by 0 anyway, and numbers of
   * the size of 1e12 have no place in single precision.
   *
   * <p>A kind of which the batch has no pair is NaN in the cases; the library has no value for it
   * and says so instead.
   */
  public static CaseResult losses(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    List<Tensor> unitMeans = new ArrayList<>();
    for (Tensor activation : activations(golden, tensors)) {
      unitMeans.add(activation.shape().rank() == 2 ? activation : UnitMeans.apply(activation));
    }
    ModularLosses losses =
        ModularLosses.of(unitMeans, golden.labels("labels"), ModularLosses.ZeroRows.CLAMPED_NORM);
    CaseParams params = golden.params();
    Tensor total =
        WeightedSum.apply(
            new Tensor[] {losses.affinity(), losses.dispersion(), losses.compactness()},
            new double[] {params.number("alpha"), params.number("beta"), params.number("gamma")});
    total.backward();
    boolean allDefined = losses.hasSamePairs() && losses.hasDifferentPairs();
    return tensors
        .result()
        .output(scalar("affinity", losses.affinity(), losses.hasSamePairs()))
        .output(scalar("dispersion", losses.dispersion(), losses.hasDifferentPairs()))
        .output(scalar("compactness", losses.compactness(), true))
        .output(scalar("total", total, allDefined));
  }

  private static NamedArray scalar(String name, Tensor value, boolean defined) {
    return NamedArray.of(name, new float[] {defined ? value.item() : Float.NaN});
  }

  /** Inputs {@code act0, act1, ...}, one for each tracked layer. */
  private static List<Tensor> activations(GoldenCase golden, OperatorCase tensors) {
    List<Tensor> activations = new ArrayList<>();
    while (golden.hasInput("act" + activations.size())) {
      activations.add(tensors.input("act" + activations.size(), Layout.CHANNELS_SECOND));
    }
    return activations;
  }

  /** Runs {@code activation_rates_and_masks}. */
  public static CaseResult ratesAndMasks(GoldenCase golden, Algorithms algorithms) {
    List<Tensor> unitMeans =
        activations(golden, new OperatorCase(golden)).stream().map(UnitMeans::apply).toList();
    int[] units = unitMeans.stream().mapToInt(means -> means.dim(1)).toArray();
    List<String> names = golden.inputRoles().stream().filter(r -> r.startsWith("act")).toList();
    ActivityRates rates = ActivityRates.counting(names, units, golden.params().integer("classes"));
    rates.add(unitMeans, golden.labels("labels"));

    CaseResult result = new CaseResult();
    for (int l = 0; l < units.length; l++) {
      result.output(matrix("rates" + l, byClass(rates, l), units[l]));
    }
    Map<String, List<Map<String, Object>>> fallbacks = new LinkedHashMap<>();
    for (double threshold : golden.params().numbers("thresholds")) {
      List<Map<String, Object>> starved = new ArrayList<>();
      for (int l = 0; l < units.length; l++) {
        float[][] byClass = byClass(rates, l);
        BitSet[] kept = Recognition.at(threshold).keep(byClass);
        String name = "mask" + l + "_t" + Double.toString(threshold).replace('.', 'p');
        result.output(mask(name, kept, units[l]));
        addStarved(starved, l, (float) threshold, byClass, kept);
      }
      fallbacks.put(Double.toString(threshold), starved);
    }
    return result.fact("fallbacks", fallbacks);
  }

  private static float[][] byClass(ActivityRates rates, int layer) {
    float[][] byClass = new float[rates.classes()][];
    for (int c = 0; c < byClass.length; c++) {
      byClass[c] = rates.rates(layer, c);
    }
    return byClass;
  }

  private static NamedArray matrix(String name, float[][] rows, int columns) {
    float[] values = new float[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, values, r * columns, columns);
    }
    return NamedArray.of(name, values, rows.length, columns);
  }

  private static NamedArray mask(String name, BitSet[] kept, int units) {
    boolean[] values = new boolean[kept.length * units];
    for (int c = 0; c < kept.length; c++) {
      for (int u = 0; u < units; u++) {
        values[c * units + u] = kept[c].get(u);
      }
    }
    return NamedArray.of(name, values, kept.length, units);
  }

  /** Adds an entry for each class of a layer of which the threshold keeps too few units. */
  private static void addStarved(
      List<Map<String, Object>> starved,
      int layer,
      float threshold,
      float[][] rates,
      BitSet[] kept) {
    for (int c = 0; c < rates.length; c++) {
      int byThreshold = 0;
      for (float rate : rates[c]) {
        byThreshold += rate >= threshold ? 1 : 0;
      }
      int minimum = Recognition.minimum(rates[c].length);
      if (byThreshold < minimum) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("layer", layer);
        entry.put("class", c);
        entry.put("kept_by_threshold", byThreshold);
        entry.put("min_required", minimum);
        entry.put("k", kept[c].cardinality());
        entry.put("tie_at_cut", tieAtCut(rates[c], kept[c]));
        starved.add(entry);
      }
    }
  }

  /** Whether a dropped unit has the rate of a kept one, so that which of them stays is a rule. */
  private static boolean tieAtCut(float[] rates, BitSet kept) {
    float lowestKept = Float.POSITIVE_INFINITY;
    float highestDropped = Float.NEGATIVE_INFINITY;
    for (int u = 0; u < rates.length; u++) {
      if (kept.get(u)) {
        lowestKept = Math.min(lowestKept, rates[u]);
      } else {
        highestDropped = Math.max(highestDropped, rates[u]);
      }
    }
    return lowestKept == highestDropped;
  }
}
