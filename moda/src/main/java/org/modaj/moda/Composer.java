package org.modaj.moda;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.modaj.moda.slice.Joins;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * Makes small networks for sets of classes out of one modular network: the union of the classes'
 * modules, with no retraining (paper section 3.4).
 */
public final class Composer {
  private final Network network;
  private final ModuleSet modules;
  private final Joins joins;

  /**
   * Creates a composer.
   *
   * @param network the whole network, whose outputs are the classes
   * @param modules recognized in it
   * @throws ModularizationException when the modules have other classes, layers or units
   */
  public Composer(Network network, ModuleSet modules) {
    if (network.outputShape().elements() != modules.classes()) {
      throw new ModularizationException(
          "compose",
          network.name(),
          "the network has " + network.outputShape().elements() + " outputs, the modules "
              + modules.classes() + " classes; were they made from another network?");
    }
    for (int l = 0; l < modules.layers().size(); l++) {
      checkLayer(network, modules.layers().get(l), modules.units(l));
    }
    this.network = network;
    this.modules = modules;
    this.joins = Joins.ALIGNED;
  }

  private Composer(Composer other, Joins joins) {
    this.network = other.network;
    this.modules = other.modules;
    this.joins = joins;
  }

  /** The same with other kept units at additions; {@link Joins#ALIGNED} at first. */
  public Composer with(Joins other) {
    return new Composer(this, other);
  }

  private static void checkLayer(Network network, String layer, int units) {
    NetworkNode node =
        network.nodes().stream().filter(n -> n.name().equals(layer)).findFirst().orElse(null);
    if (node == null || node.shape().dim(-1) != units) {
      throw new ModularizationException(
          "compose",
          layer,
          "the modules have " + units + " units there, and the network has "
              + (node == null ? "no such layer" : node.shape().dim(-1))
              + "; were they made from another network?");
    }
  }

  /** The whole network. */
  public Network network() {
    return network;
  }

  /** The modules that networks are composed of. */
  public ModuleSet modules() {
    return modules;
  }

  /**
   * The classes as composing uses them: ascending, without duplicates.
   *
   * @throws ModularizationException when there is none or one is out of range
   */
  public static int[] targets(int classCount, int... classes) {
    if (classes.length == 0) {
      throw new ModularizationException("compose", null, "name at least one class");
    }
    for (int c : classes) {
      if (c < 0 || c >= classCount) {
        throw new ModularizationException(
            "compose",
            null,
            "class " + c + " does not exist; classes are 0 to " + (classCount - 1));
      }
    }
    return Arrays.stream(classes).sorted().distinct().toArray();
  }

  /** What composing these classes keeps; see {@link #targets}. */
  public SlicePlan plan(int... classes) {
    int[] targets = targets(modules.classes(), classes);
    BitSet outputs = new BitSet();
    Arrays.stream(targets).forEach(outputs::set);
    return Slicer.plan(network, modules.union(targets), outputs, joins);
  }

  /**
   * The network for these classes; its outputs stand for them in ascending order, whatever their
   * order here.
   */
  public Network compose(int... classes) {
    int[] targets = targets(modules.classes(), classes);
    String name =
        network.name()
            + "-"
            + Arrays.stream(targets).mapToObj(Integer::toString).collect(Collectors.joining("-"));
    return plan(targets).build(name);
  }
}
