package org.modaj.moda;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkBuilder.Conv;
import org.modaj.nn.NetworkBuilder.Full;
import org.modaj.nn.NetworkBuilder.Value;
import org.modaj.nn.NetworkNode;

/** Small networks, inputs and sets of units drawn from a seed. */
public final class RandomNetworks {
  /** Inputs of all networks. */
  public static final Shape INPUT = Shape.of(10, 8, 3);

  /** Outputs of all networks. */
  public static final int CLASSES = 5;

  private final CounterRandom random;
  private final NetworkBuilder net;
  private int drawn;

  private RandomNetworks(long seed) {
    random = CounterRandom.of(seed, "network");
    net = new NetworkBuilder("random" + seed, INPUT, seed);
  }

  /** A network of convolutions, normalizations, poolings and dense layers in random sizes. */
  public static Network network(long seed) {
    return new RandomNetworks(seed).build();
  }

  private int below(int bound) {
    return random.below(bound, drawn++);
  }

  private Network build() {
    Value x = net.input();
    for (int i = 0, n = 1 + below(3); i < n; i++) {
      int kernel = 1 + 2 * below(2);
      Conv conv = Conv.of(1 + below(40), kernel).pad(kernel / 2).stride(1 + below(2) * (1 - i % 2));
      x = net.conv2d("conv" + i, x, below(2) == 0 ? conv : conv.bias(Initializer.uniform(0.5)));
      if (below(3) > 0) {
        x = net.batchNorm("norm" + i, x);
      }
      x = net.relu("relu" + i, x);
      if (below(2) == 0 && Math.min(x.shape().dim(0), x.shape().dim(1)) >= 2) {
        x = net.maxPool2d("pool" + i, x, 2);
      }
    }
    x = net.flatten("flatten", x);
    for (int i = 0, n = below(3); i < n; i++) {
      x = net.relu("hidden" + i, net.dense("dense" + i, x, Full.of(1 + below(70))));
    }
    net.dense("outputs", x, Full.of(CLASSES));
    Network network = net.build();
    network.state().forEach(RandomNetworks::fill);
    return network;
  }

  /** Draws what fresh networks leave at 0 and 1. */
  private static void fill(String name, Tensor tensor) {
    if (name.contains("norm")) {
      boolean positive = name.endsWith("weight") || name.endsWith("var");
      CounterRandom.of(name).fill(tensor.data(), 0.5f, positive ? 1 : 0);
    }
  }

  /** A batch for these networks. */
  public static Tensor input(int count) {
    Tensor x = Tensor.of(INPUT.prepend(count), new float[count * INPUT.elements()]);
    CounterRandom.of("input").fill(x.data(), 1, 0);
    return x;
  }

  /** About half of the units of every tracked layer, at least one. */
  public static Map<String, BitSet> keptUnits(Network network, String name) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    for (NetworkNode node : network.activations()) {
      kept.put(node.name(), units(name + node.name(), node.shape().dim(-1)));
    }
    return kept;
  }

  /** About half of {@code count} units, at least one. */
  public static BitSet units(String name, int count) {
    CounterRandom random = CounterRandom.of(name);
    BitSet units = new BitSet();
    units.set(random.below(count, 0));
    for (int u = 0; u < count; u++) {
      if (random.bits24(1 + u) % 2 == 0) {
        units.set(u);
      }
    }
    return units;
  }
}
