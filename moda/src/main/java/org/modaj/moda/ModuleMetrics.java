package org.modaj.moda;

import java.util.ArrayList;
import java.util.List;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * How small and how separate the modules of single classes are (paper section 4.3).
 *
 * @param sizes parameters of each class's module as a share of the network's, in (0, 1]
 * @param flops operations of each class's module for one sample, as {@link Network#flops} counts
 *     them, as a share of the network's
 * @param meanOverlap mean over pairs of classes of the parameters both modules contain, as a share
 *     of the network's; 0 with fewer than two classes
 * @param meanStateOverlap the artifact's count: running statistics and one batch counter for each
 *     normalization also count as shared, while the denominator stays the parameters
 */
public record ModuleMetrics(
    List<Double> sizes, List<Double> flops, double meanOverlap, double meanStateOverlap) {

  /** Measures all single-class modules. */
  public static ModuleMetrics of(Network network, Composer composer) {
    List<SlicePlan> plans = new ArrayList<>();
    List<Long> flops = new ArrayList<>();
    for (int c = 0; c < composer.modules().classes(); c++) {
      plans.add(composer.plan(c));
      flops.add(composer.compose(c).flops());
    }
    return of(network, plans, flops, 0);
  }

  /**
   * Measures modules that are cuts, perhaps with something of their own after the cut.
   *
   * @param plans one for each class
   * @param operations of each module for one sample
   * @param ownParameters that each module has beside its cut
   */
  public static ModuleMetrics of(
      Network network, List<SlicePlan> plans, List<Long> operations, long ownParameters) {
    double all = network.parameterCount();
    double whole = network.flops();
    long counters = network.nodes().stream().filter(ModuleMetrics::hasCounter).count();
    double parameters = 0;
    double state = 0;
    int pairs = 0;
    for (int a = 0; a < plans.size(); a++) {
      for (int b = a + 1; b < plans.size(); b++, pairs++) {
        parameters += plans.get(a).sharedParameters(plans.get(b)) / all;
        state += (plans.get(a).sharedStateElements(plans.get(b)) + counters) / all;
      }
    }
    return new ModuleMetrics(
        plans.stream().map(plan -> (plan.parameterCount() + ownParameters) / all).toList(),
        operations.stream().map(count -> count / whole).toList(),
        parameters / Math.max(1, pairs),
        state / Math.max(1, pairs));
  }

  /** PyTorch counts the batches in every layer that keeps running statistics. */
  private static boolean hasCounter(NetworkNode node) {
    return !node.layer().buffers().isEmpty();
  }

  /** Mean size of a module, in (0, 1]. */
  public double meanSize() {
    return mean(sizes);
  }

  /** Mean operations of a module as a share of the network's. */
  public double meanFlops() {
    return mean(flops);
  }

  private static double mean(List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
