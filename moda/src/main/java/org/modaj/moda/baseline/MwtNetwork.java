package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.baseline.Convolutions.Convolution;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * The networks that MwT trains (Qi et al., ICSE 2024): beside every convolution but the first there
 * is a mask generator that reads the convolution's input,
 *
 * <pre>mask = relu(tanh(W2 · relu(W1 · mean over positions of x) + b))</pre>
 *
 * with {@code hidden} units, {@code out} where the convolution has fewer than 128 outputs,
 * otherwise half of them. The convolution's normalized output is multiplied by the mask, channel by
 * channel for each sample. The network is an ordinary one of ordinary layers; each mask is a head
 * of it, named {@code CONVOLUTION.mask_generator}, after the main output.
 */
public final class MwtNetwork {
  private static final String OPERATION = "mwt";
  private static final String GENERATOR = ".mask_generator";
  private static final String MASKED = ".masked";
  private static final String SUFFIX = "-mwt";
  private static final int FULL_HIDDEN = 128;

  private MwtNetwork() {}

  /** First weights of mask generators. */
  public enum Start {
    /** Kaiming-normal weights and bias 1: about 93 % of the mask values are above 0 at first. */
    PROPER,
    /**
     * Normal weights with standard deviation 0.01 and bias 0, as the published fork starts its
     * MobileNet, whose own initialization overwrites that of the generators: masks are about 0 at
     * first, and the network is nearly dead.
     */
    ARTIFACT
  }

  /** Hidden units of the generator of a convolution. */
  public static int hidden(int out) {
    return out < FULL_HIDDEN ? out : out / 2;
  }

  /**
   * Adds mask generators.
   *
   * @param plain with one output of classes; the result shares its tensors
   * @param seed of the generators' weights
   * @throws ModularizationException when there is no second convolution, or several heads
   */
  public static Network masked(Network plain, Start start, long seed) {
    List<Convolution> convolutions = Convolutions.of(plain);
    if (convolutions.size() < 2 || plain.heads().size() != 1) {
      throw new ModularizationException(
          OPERATION,
          plain.name(),
          "MwT masks the convolutions after the first one of a network with one output, but this"
              + " one has "
              + convolutions.size()
              + " convolutions and the outputs "
              + plain.heads().keySet()
              + "; use method st or moda");
    }
    NetworkBuilder net = NetworkBuilder.like(plain, plain.name() + SUFFIX, seed);
    GraphCopy copy = new GraphCopy(plain, net);
    Map<Integer, Convolution> byOutput = new HashMap<>();
    convolutions.subList(1, convolutions.size()).forEach(c -> byOutput.put(c.output(), c));
    Map<Integer, Value> pooled = new HashMap<>();
    List<Value> masks = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < plain.nodes().size(); i++) {
      Value y = copy.add(i);
      Convolution c = byOutput.get(i);
      if (c != null) {
        Value means =
            pooled.computeIfAbsent(
                c.source(),
                s -> net.globalAveragePool(c.name() + GENERATOR + ".pool", copy.value(s)));
        Value mask = generator(net, c.name() + GENERATOR, means, c.channels(), start);
        masks.add(mask);
        names.add(c.name() + GENERATOR);
        copy.replace(i, net.multiply(c.name() + MASKED, y, mask));
      }
    }
    net.head(Network.OUTPUT, copy.value(plain.outputNode()));
    for (int m = 0; m < masks.size(); m++) {
      net.head(names.get(m), masks.get(m));
    }
    return net.build();
  }

  /** Adds a generator that reads channel means; named like the original's. */
  private static Value generator(
      NetworkBuilder net, String name, Value means, int out, Start start) {
    Initializer weights =
        start == Start.PROPER ? Initializer.kaimingNormalFanIn() : Initializer.normal(0.01);
    Initializer bias = Initializer.constant(start == Start.PROPER ? 1 : 0);
    Value x = net.dense(name + ".0", means, Dense.of(hidden(out)).weight(weights).withoutBias());
    x = net.dense(name + ".2", net.relu(name + ".1", x), Dense.of(out).init(weights, bias));
    return net.relu(name + ".4", net.tanh(name + ".3", x));
  }

  /**
   * A mask generator alone, {@code [h, w, in] -> [out]}.
   *
   * @param x what it reads
   */
  public static Value generator(NetworkBuilder net, String name, Value x, int out) {
    Value means = net.globalAveragePool(name + ".pool", x);
    return generator(net, name, means, out, Start.PROPER);
  }

  /** Whether a network is one of {@link #masked}. */
  public static boolean isMasked(Network network) {
    return network.heads().keySet().stream().anyMatch(head -> head.endsWith(GENERATOR));
  }

  /**
   * The network without its mask generators: a plain one, which shares the tensors of all other
   * layers.
   *
   * @throws ModularizationException when it has none
   */
  public static Network plain(Network masked) {
    requireMasked(masked);
    String name = masked.name();
    NetworkBuilder net =
        NetworkBuilder.like(
            masked,
            name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
            0);
    GraphCopy copy = new GraphCopy(masked, net);
    for (int i = 0; i < masked.nodes().size(); i++) {
      String node = masked.nodes().get(i).name();
      if (node.endsWith(MASKED)) {
        copy.replace(i, copy.value(masked.nodes().get(i).inputs().getFirst()));
      } else if (!node.contains(GENERATOR)) {
        copy.add(i);
      }
    }
    return net.build();
  }

  /** Names of the masked convolutions, in order of computation. */
  public static List<String> maskedConvolutions(Network masked) {
    requireMasked(masked);
    return masked.heads().keySet().stream()
        .filter(head -> head.endsWith(GENERATOR))
        .map(head -> head.substring(0, head.length() - GENERATOR.length()))
        .toList();
  }

  private static void requireMasked(Network network) {
    if (!isMasked(network)) {
      throw new ModularizationException(
          OPERATION, network.name(), "the network has no mask generators; train it with MwT");
    }
  }
}
