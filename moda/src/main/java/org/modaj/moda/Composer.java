package org.modaj.moda;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modaj.moda.replace.Assembly;
import org.modaj.moda.slice.Joins;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Network;

/**
 * Makes small networks for sets of classes out of one modular network: the union of the classes'
 * modules, with no retraining (paper section 3.4).
 */
public final class Composer {
  private static final String OPERATION = "compose";

  private final Network network;
  private final String head;
  private final ModuleSet modules;
  private final Joins joins;

  /**
   * Creates a composer.
   *
   * @param network the whole network, whose outputs are the classes; of several heads the main
   *     one's
   * @param modules recognized in it
   * @throws ModularizationException when the modules have other classes, layers or units
   */
  public Composer(Network network, ModuleSet modules) {
    this(network, network.heads().firstEntry().getKey(), modules);
  }

  /**
   * Creates a composer for one head of a network with several. Composed networks have this head
   * alone, without what only the others read.
   *
   * @param network the whole network
   * @param head the one whose outputs are the classes, as {@link Network#heads} names it
   * @param modules recognized in it
   * @throws ModularizationException when there is no such head, or the modules have other classes,
   *     layers or units
   */
  public Composer(Network network, String head, ModuleSet modules) {
    this(network, head, modules, Joins.ALIGNED);
    if (!network.heads().containsKey(head)) {
      throw new ModularizationException(
          OPERATION,
          network.name(),
          "there is no head \"" + head + "\"; its heads are " + sizes(network));
    }
    if (outputs(network, head) != modules.classes()) {
      throw new ModularizationException(
          OPERATION,
          network.name(),
          "the network has "
              + outputs(network, head)
              + " outputs"
              + (network.heads().size() == 1 ? "" : " at its head \"" + head + "\"")
              + ", the modules "
              + modules.classes()
              + " classes; "
              + (network.heads().size() == 1
                  ? "were they made from another network?"
                  : "its heads are " + sizes(network) + ": name the one that the classes are of"));
    }
    Map<String, Integer> units = Slicer.units(network);
    for (int l = 0; l < modules.layers().size(); l++) {
      checkLayer(units.get(modules.layers().get(l)), modules.layers().get(l), modules.units(l));
    }
  }

  private Composer(Network network, String head, ModuleSet modules, Joins joins) {
    this.network = network;
    this.head = head;
    this.modules = modules;
    this.joins = joins;
  }

  private static int outputs(Network network, String head) {
    return network.nodes().get(requireNonNull(network.heads().get(head))).shape().dim(-1);
  }

  /** Heads with their numbers of outputs, for messages. */
  private static Map<String, Integer> sizes(Network network) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    network.heads().keySet().forEach(name -> sizes.put(name, outputs(network, name)));
    return sizes;
  }

  /** The same with other kept units at additions; {@link Joins#ALIGNED} at first. */
  public Composer with(Joins other) {
    return new Composer(network, head, modules, other);
  }

  private static void checkLayer(@Nullable Integer actual, String layer, int units) {
    if (actual == null || actual != units) {
      throw new ModularizationException(
          OPERATION,
          layer,
          "the modules have "
              + units
              + " units there, and the network has "
              + (actual == null ? "no such layer" : actual)
              + "; were they made from another network?");
    }
  }

  /**
   * Makes one classifier of modules that were cut out of different networks, side by side, to be
   * calibrated.
   *
   * @param modules composed networks that read the same
   * @throws ModularizationException when they do not fit together; see {@link Assembly#of}
   */
  public static Assembly merge(Network... modules) {
    return Assembly.of(List.of(modules));
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
      throw new ModularizationException(OPERATION, null, "name at least one class");
    }
    for (int c : classes) {
      if (c < 0 || c >= classCount) {
        throw new ModularizationException(
            OPERATION,
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
    return Slicer.plan(network, modules.union(targets), head, outputs, joins);
  }

  /**
   * The network for these classes; its outputs stand for them in ascending order, whatever their
   * order here, and it says so ({@link Network#classes}).
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
