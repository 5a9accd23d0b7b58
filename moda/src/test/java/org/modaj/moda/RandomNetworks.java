package org.modaj.moda;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Activation;

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

  /** Any of the activation functions, by the network and the name. */
  private Value activation(String name, Value x) {
    Activation[] all = Activation.values();
    return net.activation(name, x, all[random.child(name).below(all.length, 0)]);
  }

  private int below(int bound) {
    return random.below(bound, drawn++);
  }

  /** A network with residual additions, depthwise convolutions and concatenations. */
  public static Network branchedNetwork(long seed) {
    return new RandomNetworks(seed).buildBranched();
  }

  private Network build() {
    Value x = net.input();
    for (int i = 0, n = 1 + below(3); i < n; i++) {
      int kernel = 1 + 2 * below(2);
      int stride = i % 2 == 0 ? 1 + below(2) : 1;
      x = convolution("" + i, x, Conv.of(1 + below(40), kernel).pad(kernel / 2).stride(stride));
      x = activation("relu" + i, x);
      if (below(2) == 0 && Math.min(x.shape().dim(0), x.shape().dim(1)) >= 2) {
        x = net.maxPool2d("pool" + i, x, 2);
      }
    }
    x = net.flatten("flatten", x);
    for (int i = 0, n = below(3); i < n; i++) {
      x = activation("hidden" + i, net.dense("dense" + i, x, Dense.of(1 + below(70))));
    }
    return end(x);
  }

  /** A convolution with or without bias, with or without normalization. */
  private Value convolution(String suffix, Value x, Conv conv) {
    Conv biased = below(2) == 0 ? conv : conv.bias(Initializer.uniform(0.5));
    Value y = net.conv2d("conv" + suffix, x, biased);
    return below(3) == 0 ? y : net.batchNorm("norm" + suffix, y);
  }

  private Network buildBranched() {
    Value x = convolution("", net.input(), Conv.of(8 + below(20), 3).pad(1));
    x = net.relu("relu", x);
    for (int i = 0, n = 1 + below(3); i < n; i++) {
      x =
          switch (below(5)) {
            case 0 -> residual("residual" + i, x, x.shape().dim(-1), x);
            case 1 -> {
              int channels = 8 + below(20);
              Value skip = convolution("skip" + i, x, Conv.of(channels, 1));
              yield residual("projected" + i, x, channels, skip);
            }
            case 2 -> separable("separable" + i, x);
            case 3 -> {
              Value moved = net.align("moved" + i, x, sources(x.shape().dim(-1)));
              Value both = net.concat("moved-too" + i, x, moved);
              yield net.relu("relu-m" + i, convolution("m" + i, both, Conv.of(8, 1)));
            }
            default -> {
              Value a = net.relu("relu-a" + i, convolution("a" + i, x, Conv.of(7, 1)));
              Value b = net.relu("relu-b" + i, convolution("b" + i, x, Conv.of(9, 3).pad(1)));
              Value joined = net.concat("joined" + i, a, x, b);
              yield net.relu("relu-c" + i, convolution("c" + i, joined, Conv.of(10, 1)));
            }
          };
    }
    return end(below(2) == 0 ? net.globalAveragePool("average", x) : net.flatten("flatten", x));
  }

  private Value residual(String name, Value x, int channels, Value skip) {
    Value y = net.relu(name + "-inner", convolution(name, x, Conv.of(6 + below(20), 3).pad(1)));
    y = convolution(name + "-out", y, Conv.of(channels, 1));
    return net.relu(name + "-outer", net.add(name + "-sum", y, skip));
  }

  /** A gather with zeros, as cut networks have. */
  private int[] sources(int width) {
    int[] sources = new int[6];
    Arrays.setAll(sources, p -> p == 2 ? -1 : (5 * p) % width);
    return sources;
  }

  private Value separable(String name, Value x) {
    Value y = net.depthwiseConv2d(name, x, Conv.of(0, 3).pad(1).weight(Initializer.uniform(0.5)));
    y = net.relu(name + "-inner", net.batchNorm("norm" + name, y));
    return net.relu(name + "-outer", convolution(name + "-out", y, Conv.of(8 + below(20), 1)));
  }

  private Network end(Value x) {
    net.dense("outputs", x, Dense.of(CLASSES));
    Network network = net.build();
    network.state().forEach(RandomNetworks::fill);
    return network;
  }

  /** Draws what fresh networks leave at 0 and 1. */
  static void fill(String name, Tensor tensor) {
    if (name.contains("norm")) {
      boolean positive = name.endsWith("weight") || name.endsWith("var");
      CounterRandom.of(name).fill(tensor.data(), 0.5f, positive ? 1 : 0);
    }
  }

  /** A batch for networks of {@link #INPUT}. */
  public static Tensor input(int count) {
    Tensor x = Tensor.of(INPUT.prepend(count), new float[count * INPUT.elements()]);
    CounterRandom.of("input").fill(x.data(), 1, 0);
    return x;
  }

  /** A batch for any network; of sequences, the first ones end early. */
  public static NetworkInput input(Network network, int count) {
    Shape shape = network.inputShape().prepend(count);
    Tensor x = Tensor.of(shape, new float[shape.elements()]);
    CounterRandom.of("input").fill(x.data(), 1, 0);
    if (!network.readsSequences()) {
      return NetworkInput.of(x);
    }
    int steps = shape.dim(1);
    int[] lengths = new int[count];
    Arrays.setAll(lengths, n -> Math.min(steps, 1 + 3 * n));
    return new NetworkInput(x, lengths);
  }

  /** About half of the units of every tracked layer, drawn for each layer by itself. */
  public static Map<String, BitSet> trackedUnits(Network network, String name) {
    Map<String, BitSet> kept = keptUnits(network, name);
    kept.keySet().retainAll(network.trackedNodes().stream().map(NetworkNode::name).toList());
    return kept;
  }

  /**
   * As {@link #trackedUnits}, and of some other layers; the uses of a shared layer get the same.
   */
  public static Map<String, BitSet> keptUnits(Network network, String name) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    Map<Object, String> first = new IdentityHashMap<>();
    for (NetworkNode node : network.nodes()) {
      Map<String, Tensor> tensors = node.layer().parameters();
      Object shared = tensors.isEmpty() ? node.layer() : tensors.values().iterator().next();
      String drawn = name + first.computeIfAbsent(shared, s -> node.name());
      if (network.trackedNodes().contains(node)
          || CounterRandom.of("where" + drawn).bits24(0) % 6 == 0) {
        kept.put(node.name(), units(drawn, Slicer.units(network, node.name())));
      }
    }
    return kept;
  }

  /** One and about half of the other units. */
  public static BitSet units(String name, int count) {
    CounterRandom random = CounterRandom.of(name);
    BitSet units = new BitSet();
    units.set(random.below(count, count));
    for (int u = 0; u < count; u++) {
      if (random.bits24(u) % 2 == 0) {
        units.set(u);
      }
    }
    return units;
  }
}
