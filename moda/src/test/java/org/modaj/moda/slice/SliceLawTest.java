package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.moda.Architectures;
import org.modaj.moda.MaskedNetwork;
import org.modaj.moda.RandomNetworks;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.LayerTypes;

/** Promise P4: cutting is masking, for networks of every kind and random sets of units. */
class SliceLawTest {
  private static final int SEEDS = 6;

  /** The convolutions that sum in one order, whatever the channels. */
  private Conv2dMode.Scope exact;

  @BeforeEach
  void computeExactly() {
    exact = Conv2dMode.EXACT.use();
  }

  @AfterEach
  void computeAsBefore() {
    exact.close();
  }

  private static Stream<Arguments> cases() {
    return LongStream.range(0, SEEDS)
        .boxed()
        .flatMap(seed ->
            Architectures.all(seed).stream()
                .flatMap(network ->
                    Stream.of(Joins.ALIGNED, Joins.SHARED)
                        .map(joins -> Arguments.of(network, seed, joins))));
  }

  private static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    Arrays.stream(positions).forEach(bits::set);
    return bits;
  }

  private static BitSet all(int count) {
    return bits(IntStream.range(0, count).toArray());
  }

  /** Positions of units, of which several positions make one where a layer says so. */
  private static BitSet positions(Network network, String layer, BitSet units) {
    int width = node(network, layer).shape().dim(-1);
    int size = width / Slicer.units(network, layer);
    return bits(IntStream.range(0, width).filter(p -> units.get(p / size)).toArray());
  }

  private static NetworkNode node(Network network, String layer) {
    return network.nodes().stream().filter(n -> n.name().equals(layer)).findFirst().orElseThrow();
  }

  /**
   * What is not masked, by layer: what was asked for, and where sides share more, what all uses of
   * the layer keep of it.
   */
  private static Map<String, BitSet> masks(SlicePlan plan, Map<String, BitSet> asked, Joins joins) {
    Map<String, BitSet> masks = new LinkedHashMap<>();
    asked.forEach((layer, units) ->
        masks.put(
            layer,
            joins == Joins.ALIGNED ? positions(plan.network(), layer, units) : alive(plan, layer)));
    return masks;
  }

  private static BitSet alive(SlicePlan plan, String layer) {
    BitSet alive = all(node(plan.network(), layer).shape().dim(-1));
    alive.andNot(bits(plan.zeroPositions(layer)));
    return alive;
  }

  private static void assertEqual(Tensor actual, Tensor expected, Network network) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.elements(); i++) {
      assertThat(actual.data()[i] == expected.data()[i])
          .as(
              "output %d: %s and %s of %s",
              i, actual.data()[i], expected.data()[i], network.summary())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_cut_network_is_the_masked_network(Network network, long seed, Joins joins) {
    Map<String, BitSet> asked = RandomNetworks.keptUnits(network, "kept" + seed);
    BitSet outputs = RandomNetworks.units("outputs" + seed, RandomNetworks.CLASSES);
    SlicePlan plan = Slicer.plan(network, asked, outputs, joins);
    NetworkInput input = RandomNetworks.input(network, 3);

    Network part = plan.build("cut");
    Tensor cut = part.forward(input, Mode.EVALUATE);
    Tensor masked =
        MaskedNetwork.columns(
            MaskedNetwork.forward(network, masks(plan, asked, joins), input), outputs);

    assertEqual(cut, masked, network);
    assertThat(part.parameterCount()).isEqualTo(plan.parameterCount());
    try (Conv2dMode.Scope _ = Conv2dMode.DEFAULT.use()) {
      assertThat(part.forward(input, Mode.EVALUATE).data())
          .usingComparatorWithPrecision(1e-4f * largest(masked))
          .containsExactly(masked.data());
    }
  }

  /** The largest magnitude, or 1. */
  private static float largest(Tensor t) {
    float largest = 1;
    for (float value : t.data()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keeping_everything_is_the_identity(Network network, long seed, Joins joins) {
    Map<String, BitSet> everything = new LinkedHashMap<>();
    for (NetworkNode node : network.trackedNodes()) {
      everything.put(node.name(), all(node.shape().dim(-1)));
    }
    for (Map<String, BitSet> kept : List.of(everything, Map.<String, BitSet>of())) {
      Network same = Slicer.plan(network, kept, null, joins).build(network.name());
      NetworkInput input = RandomNetworks.input(network, 2);

      assertEqual(
          same.forward(input, Mode.EVALUATE), network.forward(input, Mode.EVALUATE), network);
      assertThat(same.sha256()).isEqualTo(network.sha256());
      assertThat(same.nodes())
          .extracting(NetworkNode::name)
          .containsExactlyElementsOf(network.nodes().stream().map(NetworkNode::name).toList());
      assertThat(same.nodes())
          .extracting(n -> n.layer().type())
          .containsExactlyElementsOf(network.nodes().stream().map(n -> n.layer().type()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void cutting_twice_is_cutting_once(Network network, long seed, Joins joins) {
    Map<String, BitSet> asked = RandomNetworks.keptUnits(network, "first" + seed);
    SlicePlan first = Slicer.plan(network, asked, null, joins);
    Network once = first.build("once");
    Map<String, BitSet> again = RandomNetworks.keptUnits(once, "second" + seed);
    again.keySet().removeIf(layer -> !isComputed(first, layer));
    SlicePlan second = Slicer.plan(once, again, bits(0, 3), joins);
    Network twice = second.build("twice");
    NetworkInput input = RandomNetworks.input(network, 2);

    Map<String, BitSet> both = new TreeMap<>(masks(first, asked, joins));
    masks(second, again, joins)
        .forEach((layer, units) -> {
          BitSet ofWhole = chosen(first.computedPositions(layer), units);
          both.merge(layer, ofWhole, SliceLawTest::common);
        });
    Tensor masked = MaskedNetwork.forward(network, both, input);

    assertEqual(
        twice.forward(input, Mode.EVALUATE), MaskedNetwork.columns(masked, bits(0, 3)), network);
  }

  private static boolean isComputed(SlicePlan plan, String layer) {
    return plan.network().nodes().stream().anyMatch(n -> n.name().equals(layer))
        && plan.computedPositions(layer).length > 0;
  }

  private static BitSet common(BitSet a, BitSet b) {
    BitSet common = (BitSet) a.clone();
    common.and(b);
    return common;
  }

  /** Those of {@code positions} whose rank is in {@code ranks}. */
  private static BitSet chosen(int[] positions, BitSet ranks) {
    return bits(ranks.stream().map(rank -> positions[rank]).toArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharing_sides_keep_what_aligned_sides_keep_and_more(
      Network network, long seed, Joins joins) {
    Map<String, BitSet> asked = RandomNetworks.keptUnits(network, "kept" + seed);
    SlicePlan aligned = Slicer.plan(network, asked, null, Joins.ALIGNED);
    SlicePlan plan = Slicer.plan(network, asked, null, joins);

    for (NetworkNode node : network.nodes()) {
      BitSet missing = bits(aligned.keptPositions(node.name()));
      missing.andNot(bits(plan.keptPositions(node.name())));
      assertThat(missing).as(node.name()).isEqualTo(new BitSet());
    }
  }

  @Test
  void every_kind_of_layer_occurs() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Architectures.all(seed)
          .forEach(network -> network.nodes().forEach(n -> seen.add(n.layer().type())));
    }
    Set<String> expected = new TreeSet<>(LayerTypes.standard().names());
    expected.remove("depthwise_conv2d"); // the name in earlier files
    assertThat(seen).containsAll(expected);
  }
}
