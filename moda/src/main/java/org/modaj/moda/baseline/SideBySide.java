package org.modaj.moda.baseline;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Value;

/**
 * Modules that are composed side by side: each computes one score of its class, and nothing is
 * shared between them. The size of a composed network is therefore the sum of its modules' sizes.
 */
abstract class SideBySide implements ClassModules {
  private final Network whole;
  private final ModuleSet modules;

  SideBySide(Network whole, ModuleSet modules) {
    this.whole = whole;
    this.modules = modules;
  }

  /** The outputs of the network that a class's module needs; empty for all. */
  abstract Optional<BitSet> outputs(int classIndex);

  /** What a module has after its cut, recorded after {@code y}; by default nothing. */
  Value after(NetworkBuilder net, int classIndex, Value y) {
    return y;
  }

  /** Trained numbers of {@link #after}. */
  long ownParameters() {
    return 0;
  }

  @Override
  public final Network whole() {
    return whole;
  }

  @Override
  public final ModuleSet units() {
    return modules;
  }

  private SlicePlan plan(int classIndex) {
    Map<String, BitSet> kept = modules.union(classIndex);
    return Slicer.plan(whole, kept, outputs(classIndex).orElse(null));
  }

  /** The network of one class, {@code [1]}. */
  Network module(int classIndex) {
    Network cut = plan(classIndex).build(whole.name() + "-" + classIndex);
    NetworkBuilder net = NetworkBuilder.like(whole, cut.name(), 0);
    after(net, classIndex, new GraphCopy(cut, net).addAll());
    return net.build();
  }

  @Override
  public final ModuleStatistics statistics() {
    List<Integer> classes = IntStream.range(0, modules.classes()).boxed().toList();
    return ModuleStatistics.of(
        whole,
        classes.stream().map(this::plan).toList(),
        ownParameters(),
        classes.stream().map(c -> module(c).flops()).toList());
  }

  @Override
  public final Composed compose(int... classes) {
    int[] targets = Composer.targets(modules.classes(), classes);
    String name =
        Arrays.stream(targets).mapToObj(Integer::toString).collect(Collectors.joining("-"));
    NetworkBuilder net = NetworkBuilder.like(whole, whole.name() + "-" + name, 0);
    Value[] scores = new Value[targets.length];
    for (int i = 0; i < targets.length; i++) {
      scores[i] = net.embed("module" + targets[i], module(targets[i]), net.input());
    }
    if (targets.length > 1) {
      net.concat("scores", scores);
    }
    Network composed = net.build().withClasses(Arrays.stream(targets).boxed().toList());
    return Composed.of(whole, targets, composed, Optional.empty());
  }
}
