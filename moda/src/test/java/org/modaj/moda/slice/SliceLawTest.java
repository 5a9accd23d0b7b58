package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.moda.MaskedNetwork;
import org.modaj.moda.RandomNetworks;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.LayerTypes;
import org.modaj.nn.layer.LstmLayer;

/** Promise P4: cutting is masking, for networks of every kind and random sets of units. */
class SliceLawTest {
  private static final int SEEDS = 12;

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
            RandomNetworks.all(seed).stream()
                .flatMap(network ->
                    Arrays.stream(Joins.values())
                        .map(joins -> Arguments.of(network, seed, joins))));
  }

  private static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    Arrays.stream(positions).forEach(bits::set);
    return bits;
  }

  /** What stays where units are tracked and in the recurrence of LSTM layers. */
  private static Map<String, BitSet> staying(SlicePlan plan) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    for (NetworkNode node : plan.network().nodes()) {
      if (plan.network().trackedNodes().contains(node) || node.layer() instanceof LstmLayer) {
        kept.put(node.name(), bits(plan.keptPositions(node.name())));
      }
    }
    return kept;
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
    Map<String, BitSet> requested = RandomNetworks.keptUnits(network, "kept" + seed);
    BitSet outputs = RandomNetworks.units("outputs" + seed, RandomNetworks.CLASSES);
    SlicePlan plan = Slicer.plan(network, requested, outputs, joins);
    NetworkInput input = RandomNetworks.input(network, 3);

    Network part = plan.build("cut");
    Tensor cut = part.forward(input, Mode.EVALUATE);
    Tensor masked =
        MaskedNetwork.columns(MaskedNetwork.forward(network, staying(plan), input), outputs);

    assertEqual(cut, masked, network);
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
      BitSet all = new BitSet();
      all.set(0, node.shape().dim(-1));
      everything.put(node.name(), all);
    }
    Network same = Slicer.plan(network, everything, null, joins).build(network.name());
    NetworkInput input = RandomNetworks.input(network, 2);

    assertEqual(same.forward(input, Mode.EVALUATE), network.forward(input, Mode.EVALUATE), network);
    assertThat(same.sha256()).isEqualTo(network.sha256());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void cutting_twice_is_cutting_once(Network network, long seed, Joins joins) {
    SlicePlan first =
        Slicer.plan(network, RandomNetworks.keptUnits(network, "first" + seed), null, joins);
    Network once = first.build("once");
    SlicePlan second =
        Slicer.plan(once, RandomNetworks.keptUnits(once, "second" + seed), bits(0, 3), joins);
    Network twice = second.build("twice");
    NetworkInput input = RandomNetworks.input(network, 2);

    Map<String, BitSet> both = new LinkedHashMap<>();
    staying(first)
        .forEach((layer, units) -> both.put(layer, chosen(units, staying(second).get(layer))));
    Tensor masked = MaskedNetwork.forward(network, both, input);

    assertEqual(
        twice.forward(input, Mode.EVALUATE), MaskedNetwork.columns(masked, bits(0, 3)), network);
  }

  /** Those of {@code units} whose rank is in {@code ranks}. */
  private static BitSet chosen(BitSet units, BitSet ranks) {
    int[] indices = units.stream().toArray();
    return bits(ranks.stream().map(rank -> indices[rank]).toArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharing_sides_keep_what_aligned_sides_keep_and_more(
      Network network, long seed, Joins joins) {
    Map<String, BitSet> requested = RandomNetworks.keptUnits(network, "kept" + seed);
    Map<String, BitSet> aligned = staying(Slicer.plan(network, requested, null, Joins.ALIGNED));
    Map<String, BitSet> all = staying(Slicer.plan(network, requested, null, joins));

    for (NetworkNode node : network.trackedNodes()) {
      BitSet missing = aligned.get(node.name());
      missing.andNot(all.get(node.name()));
      assertThat(missing).as(node.name()).isEqualTo(new BitSet());
    }
  }

  @ParameterizedTest
  @EnumSource
  void only_aligned_sides_are_gathered(Joins joins) {
    Set<String> gathered = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Network network : RandomNetworks.all(seed)) {
        Network cut =
            Slicer.plan(network, RandomNetworks.keptUnits(network, "kept" + seed), null, joins)
                .build("cut");
        for (NetworkNode node : cut.nodes()) {
          node.inputs().stream()
              .filter(i -> node.layer().type().equals("add") && i != Network.INPUT)
              .map(i -> cut.nodes().get(i).layer().type())
              .filter("align_units"::equals)
              .forEach(gathered::add);
        }
      }
    }
    assertThat(gathered.isEmpty()).isEqualTo(joins == Joins.SHARED);
  }

  @Test
  void every_kind_of_layer_occurs() {
    Set<String> seen = new TreeSet<>();
    List<Network> networks = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      networks.addAll(RandomNetworks.all(seed));
    }
    networks.forEach(network -> network.nodes().forEach(n -> seen.add(n.layer().type())));
    Set<String> expected = new TreeSet<>(LayerTypes.standard().names());
    expected.remove("softmax"); // refuses to be cut
    expected.remove("depthwise_conv2d"); // the name in earlier files
    assertThat(seen).isEqualTo(expected);
  }
}
