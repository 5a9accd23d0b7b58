package org.modaj.moda;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.slice.MaskedNetwork;
import org.modaj.moda.slice.RandomInputs;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.Layer;

/**
 * Whether the layers of a network do what they declare about their units: for random keep-sets, the
 * cut network has to compute what the masked network computes, layer by layer ({@code
 * docs/units-law.md}). For tests of layers of one's own:
 *
 * <pre>{@code
 * UnitsCheck.verify(network);
 * }</pre>
 */
public final class UnitsCheck {
  private static final int ROUNDS = 12;
  private static final int SAMPLES = 3;

  /** Sums of other orders, as a share of a layer's largest value. */
  private static final float TOLERANCE = 1e-4f;

  private final Network network;
  private final NetworkInput input;
  private float largestDifference;
  private int compared;

  private UnitsCheck(Network network, NetworkInput input) {
    this.network = perturbed(network);
    this.input = input;
  }

  /**
   * What was found in a network that obeys the law.
   *
   * @param keepSets how many cuts were compared with their mask
   * @param values how many numbers
   * @param largestDifference between a cut and its mask, as a share of the layer's largest value; 0
   *     when all sums have the same order
   */
  public record Report(int keepSets, int values, float largestDifference) {}

  /**
   * Checks a network on random inputs.
   *
   * @param network not modified; its tensors are checked with other values, so a fresh one will do
   * @throws UnitsLawException naming the first layer whose cut does not compute what its mask does
   * @throws ModularizationException when a layer declares something that does not fit its tensors
   *     and shapes
   */
  public static Report verify(Network network) {
    return verify(network, RandomInputs.of(network, SAMPLES, "units check", true));
  }

  /**
   * Checks a network on given inputs: for networks that cannot read any numbers.
   *
   * @param input a few samples
   * @throws ModularizationException as of {@link #verify(Network)}
   */
  public static Report verify(Network network, NetworkInput input) {
    UnitsCheck check = new UnitsCheck(network, input);
    try (Conv2dMode.Scope _ = Conv2dMode.EXACT.use();
        Autograd.Scope _ = Autograd.noGrad()) {
      for (int round = 0; round < ROUNDS; round++) {
        check.verify(round);
      }
    }
    return new Report(ROUNDS, check.compared, check.largestDifference);
  }

  /** A copy with values that hide nothing: no bias is 0, no scale is 1. */
  private static Network perturbed(Network network) {
    Network copy = network.copy();
    copy.state()
        .forEach((name, tensor) -> {
          boolean trained = copy.parameters().containsKey(name);
          CounterRandom random = CounterRandom.of("perturbed/" + name);
          float[] noise = new float[tensor.elements()];
          random.fill(noise, 0.5f, 0);
          float scale = 0.1f;
          for (float value : tensor.data()) {
            scale = Math.max(scale, Math.abs(value));
          }
          for (int i = 0; i < noise.length; i++) {
            tensor.data()[i] += noise[i] * (trained ? scale : tensor.data()[i]);
          }
        });
    return copy;
  }

  // ------------------------------------------------------------------------------ one round

  private void verify(int round) {
    Map<String, BitSet> kept = keepSets(round);
    BitSet outputs = round % 2 == 0 ? null : drawn("outputs" + round, width(), 0.5);
    SlicePlan plan = Slicer.plan(network, kept, outputs);
    Map<String, Tensor> masked = new MaskedNetwork(network, kept).outputs(input);
    Network part;
    try {
      part = plan.build(network.name());
    } catch (EngineException e) {
      throw broken(e, "cannot be made with fewer units");
    }
    for (NetworkNode node : network.nodes()) {
      requireZeros(plan, node.name(), requireNonNull(masked.get(node.name())));
    }
    try {
      part.observe(
          input,
          Mode.EVALUATE,
          (node, y) -> {
            if (masked.containsKey(node.name())) {
              compare(plan, node.name(), masked.get(node.name()), y);
            }
          });
    } catch (UnitsLawException e) {
      throw e;
    } catch (EngineException e) {
      throw broken(e, "cannot be computed with fewer units");
    }
  }

  private static UnitsLawException broken(EngineException e, String what) {
    UnitsLawException broken =
        new UnitsLawException(
            e.where(),
            -1,
            Float.NaN,
            Float.NaN,
            "the cut layer "
                + what
                + ": "
                + e.getMessage()
                + "; does it bind every axis that has units, and take its sizes from its tensors?");
    broken.initCause(e);
    return broken;
  }

  private int width() {
    return network.outputShape().dim(-1);
  }

  /** Even rounds: where units are tracked. Odd rounds: anywhere. */
  private Map<String, BitSet> keepSets(int round) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    Map<Object, String> owners = new IdentityHashMap<>();
    double density = new double[] {0.5, 0.8, 0.2}[round / 2 % 3];
    for (NetworkNode node : network.nodes()) {
      String owner = owners.computeIfAbsent(shared(node.layer()), l -> node.name());
      boolean chosen =
          round % 2 == 0
              ? network.trackedNodes().contains(node)
              : CounterRandom.of("where" + round + owner).bits24(0) % 3 == 0;
      if (chosen) {
        kept.put(node.name(), drawn(round + owner, Slicer.units(network, node.name()), density));
      }
    }
    return kept;
  }

  /** What the uses of one layer have in common: they get the same keep-sets. */
  private static Object shared(Layer layer) {
    return layer.parameters().isEmpty() ? layer : layer.parameters().values().iterator().next();
  }

  /** Some of {@code count} units, at least one. */
  private static BitSet drawn(String name, int count, double density) {
    CounterRandom random = CounterRandom.of("units check/" + name);
    BitSet units = new BitSet();
    units.set(random.below(count, count));
    for (int u = 0; u < count; u++) {
      units.set(u, units.get(u) || random.bits24(u) < density * (1 << 24));
    }
    return units;
  }

  // ------------------------------------------------------------------------------ comparing

  private void requireZeros(SlicePlan plan, String layer, Tensor masked) {
    int width = masked.dim(-1);
    for (int p : plan.zeroPositions(layer)) {
      for (int i = p; i < masked.elements(); i += width) {
        if (masked.data()[i] != 0) {
          throw new UnitsLawException(
              layer,
              p,
              masked.data()[i],
              0,
              "position "
                  + p
                  + " is "
                  + masked.data()[i]
                  + " though all that it reads is 0; the"
                  + " layer declares that it is 0 then: say neverZero()");
        }
      }
    }
  }

  private void compare(SlicePlan plan, String layer, Tensor masked, Tensor cut) {
    int[] computed = plan.computedPositions(layer);
    BitSet stays = new BitSet();
    for (int p : plan.keptPositions(layer)) {
      stays.set(p);
    }
    if (computed.length == 0) {
      return; // positions that only moved are compared at their readers
    }
    int width = masked.dim(-1);
    int places = masked.elements() / width;
    if (cut.elements() != places * computed.length) {
      throw new UnitsLawException(
          layer,
          -1,
          Float.NaN,
          Float.NaN,
          "the cut layer's output is "
              + cut.shape()
              + ", not "
              + places
              + " places of "
              + computed.length
              + " positions");
    }
    float largest = Float.MIN_NORMAL;
    for (float value : masked.data()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int place = 0; place < places; place++) {
      for (int c = 0; c < computed.length; c++) {
        if (stays.get(computed[c])) {
          compare(
              layer,
              computed[c],
              masked.data()[place * width + computed[c]],
              cut.data()[place * computed.length + c],
              largest);
        }
      }
    }
  }

  private void compare(String layer, int position, float masked, float cut, float largest) {
    float difference = Math.abs(masked - cut) / largest;
    if (!(difference <= TOLERANCE)) {
      throw new UnitsLawException(
          layer,
          position,
          masked,
          cut,
          "position "
              + position
              + " is "
              + cut
              + " in the cut network, and "
              + masked
              + " in the masked one, while all layers before it agree; the layer reads more than it"
              + " declares, or its tensors are bound to other positions");
    }
    largestDifference = Math.max(largestDifference, difference);
    compared++;
  }
}
