package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.modaj.engine.Tensor;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * How small and how separate the modules of single classes are (paper section 4.3). Parameters
 * count, not running statistics.
 *
 * @param all of all parameters
 * @param withoutDense of the parameters outside of dense layers: a method that never cuts the
 *     classifier can be compared by this
 * @param flops operations of each class's module for one sample, as a share of the network's
 */
public record ModuleStatistics(Shares all, Shares withoutDense, List<Double> flops) {
  /** Copies the list. */
  public ModuleStatistics {
    flops = List.copyOf(flops);
  }

  /**
   * Parts of the network's parameters.
   *
   * @param sizes each class's module as a share; above 1 when what a method adds is large
   * @param overlaps by class and class, what both modules contain as a share; its diagonal is what
   *     a module shares with itself, without what its method adds
   */
  public record Shares(List<Double> sizes, List<List<Double>> overlaps) {
    /** Copies the lists. */
    public Shares {
      sizes = List.copyOf(sizes);
      overlaps = overlaps.stream().map(List::copyOf).toList();
    }

    /** Mean size of a module. */
    public double meanSize() {
      return mean(sizes);
    }

    /** Mean overlap of two different modules; 0 with fewer than two classes. */
    public double meanOverlap() {
      double sum = 0;
      int pairs = 0;
      for (int a = 0; a < overlaps.size(); a++) {
        for (int b = a + 1; b < overlaps.size(); b++, pairs++) {
          sum += overlaps.get(a).get(b);
        }
      }
      return sum / Math.max(1, pairs);
    }
  }

  /** Mean operations of a module as a share of the network's. */
  public double meanFlops() {
    return mean(flops);
  }

  private static double mean(List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * Measures modules that are cuts of one network, perhaps with something of their own after the
   * cut.
   *
   * @param whole the network
   * @param cuts one for each class
   * @param ownParameters of dense layers that each module has beside its cut
   * @param flops operations of each module
   */
  static ModuleStatistics of(
      Network whole, List<SlicePlan> cuts, long ownParameters, List<Long> flops) {
    Set<String> dense = denseParameters(whole);
    double operations = whole.flops();
    return new ModuleStatistics(
        shares(whole, cuts, ownParameters, name -> true),
        shares(whole, cuts, 0, name -> !dense.contains(name)),
        flops.stream().map(count -> count / operations).toList());
  }

  private static Shares shares(
      Network whole, List<SlicePlan> cuts, long own, Predicate<String> counted) {
    double parameters =
        whole.parameters().entrySet().stream()
            .filter(e -> counted.test(e.getKey()))
            .mapToLong(e -> e.getValue().elements())
            .sum();
    int classes = cuts.size();
    List<Double> sizes = new ArrayList<>();
    List<List<Double>> overlaps = new ArrayList<>();
    for (int a = 0; a < classes; a++) {
      overlaps.add(new ArrayList<>(Collections.nCopies(classes, 0.0)));
      for (int b = 0; b <= a; b++) {
        double share =
            parameters == 0 ? 0 : cuts.get(a).sharedParameters(cuts.get(b), counted) / parameters;
        overlaps.get(a).set(b, share);
        overlaps.get(b).set(a, share);
      }
      sizes.add(overlaps.get(a).get(a) + (parameters == 0 ? 0 : own / parameters));
    }
    return new Shares(sizes, overlaps);
  }

  /** Names of the parameters of dense layers: those whose weights are matrices. */
  private static Set<String> denseParameters(Network network) {
    Set<String> names = new HashSet<>();
    for (NetworkNode node : network.nodes()) {
      Map<String, Tensor> own = node.layer().parameters();
      if (own.values().stream().anyMatch(t -> t.shape().rank() == 2)
          && own.values().stream().allMatch(t -> t.shape().rank() <= 2)) {
        own.keySet().forEach(tensor -> names.add(node.name() + "." + tensor));
      }
    }
    return names;
  }
}
