package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.modaj.moda.ModuleSet;

/**
 * MwT's own measures of modules, by the Jaccard index of sets of channels over all masked layers.
 *
 * @param cohesion mean index of pairs of samples of a class, masks restricted to its module, mean
 *     over classes
 * @param coupling mean index of pairs of modules
 * @param kernelRetention mean share of channels that a module keeps
 */
public record MaskMeasures(double cohesion, double coupling, double kernelRetention) {

  /**
   * Measures.
   *
   * @param modules of all classes
   * @param masks of each sample, the channels above 0, concatenated over the layers
   * @param labels of the samples
   */
  public static MaskMeasures of(ModuleSet modules, List<BitSet> masks, int[] labels) {
    int classes = modules.classes();
    List<BitSet> joined = new ArrayList<>();
    int width = 0;
    for (int c = 0; c < classes; c++) {
      BitSet all = new BitSet();
      int from = 0;
      for (int l = 0; l < modules.layers().size(); l++) {
        int offset = from;
        modules.kept(l, c).stream().forEach(u -> all.set(offset + u));
        from += modules.units(l);
      }
      width = from;
      joined.add(all);
    }
    double cohesion = 0;
    double kept = 0;
    for (int c = 0; c < classes; c++) {
      List<BitSet> own = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == c) {
          BitSet mask = (BitSet) masks.get(i).clone();
          mask.and(joined.get(c));
          own.add(mask);
        }
      }
      cohesion += meanIndex(own);
      kept += (double) joined.get(c).cardinality() / width;
    }
    return new MaskMeasures(cohesion / classes, meanIndex(joined), kept / classes);
  }

  /** Mean Jaccard index of all pairs; two empty sets have index 0. */
  private static double meanIndex(List<BitSet> sets) {
    double sum = 0;
    long pairs = 0;
    for (int a = 0; a < sets.size(); a++) {
      for (int b = a + 1; b < sets.size(); b++, pairs++) {
        BitSet both = (BitSet) sets.get(a).clone();
        both.and(sets.get(b));
        int common = both.cardinality();
        int either = sets.get(a).cardinality() + sets.get(b).cardinality() - common;
        sum += either == 0 ? 0 : (double) common / either;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }
}
