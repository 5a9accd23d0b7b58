package org.modaj.moda;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;

/** The units that each class keeps in each tracked layer of a network: its modules. */
public final class ModuleSet {
  private final List<String> layers;
  private final int[] units;

  /** Kept units by layer and class. */
  private final BitSet[][] kept;

  /**
   * Creates a set.
   *
   * @param layers names of the tracked layers
   * @param units their numbers of units
   * @param kept by layer and class; copied
   * @throws ModularizationException when the three do not fit together
   */
  public ModuleSet(List<String> layers, int[] units, BitSet[][] kept) {
    if (layers.size() != units.length || layers.size() != kept.length) {
      throw new ModularizationException(
          "modules",
          null,
          layers.size() + " layers, units of " + units.length + " and modules of " + kept.length);
    }
    this.layers = List.copyOf(layers);
    this.units = units.clone();
    this.kept = new BitSet[kept.length][];
    for (int l = 0; l < kept.length; l++) {
      this.kept[l] = new BitSet[kept[l].length];
      for (int c = 0; c < kept[l].length; c++) {
        if (kept[l].length != kept[0].length || kept[l][c].length() > units[l]) {
          throw new ModularizationException(
              "modules",
              layers.get(l),
              "a layer of "
                  + units[l]
                  + " units and "
                  + kept[0].length
                  + " classes cannot keep "
                  + kept[l][c]
                  + " for class "
                  + c);
        }
        this.kept[l][c] = (BitSet) kept[l][c].clone();
      }
    }
  }

  /**
   * Recognizes the modules of all classes.
   *
   * @throws ModularizationException when a class has no samples
   */
  public static ModuleSet recognize(ActivityRates rates, Recognition rule) {
    if (!rates.classesWithoutSamples().isEmpty()) {
      throw new ModularizationException(
          "modularize",
          null,
          "no sample of class "
              + rates.classesWithoutSamples()
              + " was seen, so its units are unknown; measure activity on data with all classes");
    }
    int layerCount = rates.layers().size();
    int[] units = new int[layerCount];
    BitSet[][] kept = new BitSet[layerCount][];
    for (int l = 0; l < layerCount; l++) {
      units[l] = rates.units(l);
      float[][] byClass = new float[rates.classes()][];
      for (int c = 0; c < byClass.length; c++) {
        byClass[c] = rates.rates(l, c);
      }
      kept[l] = rule.keep(byClass);
    }
    return new ModuleSet(rates.layers(), units, kept);
  }

  /** Number of classes. */
  public int classes() {
    return kept.length == 0 ? 0 : kept[0].length;
  }

  /** Names of the tracked layers. */
  public List<String> layers() {
    return layers;
  }

  /** Units of a tracked layer. */
  public int units(int layer) {
    return units[layer];
  }

  /** Units that a class keeps in a layer, a copy. */
  public BitSet kept(int layer, int classIndex) {
    return (BitSet) kept[layer][classIndex].clone();
  }

  /**
   * The units that a set of classes keeps together.
   *
   * @param classes sorted, without duplicates; see {@link Composer#targets}
   * @return kept units by layer name, in layer order
   */
  public Map<String, BitSet> union(int... classes) {
    Map<String, BitSet> union = new LinkedHashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      BitSet all = new BitSet();
      for (int c : classes) {
        all.or(kept[l][c]);
      }
      union.put(layers.get(l), all);
    }
    return union;
  }

  /** Mean share of units that a class keeps, by layer, in [0, 1]. */
  public List<Double> meanKeptShare() {
    List<Double> shares = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      long count = 0;
      for (BitSet units : kept[l]) {
        count += units.cardinality();
      }
      shares.add((double) count / classes() / units[l]);
    }
    return shares;
  }
}
