package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.moda.MaskedNetwork;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.RandomNetworks;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

class SlicerTest {
  private static final int SEEDS = 20;

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return all;
  }

  private static Tensor masked(Network network, Map<String, BitSet> kept, Tensor x) {
    return MaskedNetwork.forward(network, kept, NetworkInput.of(x));
  }

  /** Seeds and random networks, half of them branched. */
  private static Stream<Arguments> networks() {
    return LongStream.range(0, SEEDS)
        .boxed()
        .flatMap(seed ->
            Stream.of(
                Arguments.of(seed, RandomNetworks.network(seed)),
                Arguments.of(seed, RandomNetworks.branchedNetwork(seed))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_cut_network_computes_exactly_what_the_masked_network_computes(long seed, Network network) {
    for (Conv2dMode mode : Conv2dMode.values()) {
      try (Conv2dMode.Scope _ = mode.use()) {
        assertCutIsMasked(seed, network);
      }
    }
  }

  private static void assertCutIsMasked(long seed, Network network) {
    Map<String, BitSet> kept = RandomNetworks.trackedUnits(network, "kept" + seed);
    BitSet outputs = RandomNetworks.units("outputs" + seed, RandomNetworks.CLASSES);
    Tensor x = RandomNetworks.input(2);

    Network cut = Slicer.plan(network, kept, outputs).build("cut");

    float[] expected = MaskedNetwork.columns(masked(network, kept, x), outputs).data();
    float[] actual = cut.forward(x, Mode.EVALUATE).data();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i] == expected[i])
          .as("output %d: %s and %s of %s", i, actual[i], expected[i], network.summary())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void the_description_has_the_shape_of_every_tensor_that_was_cut(long seed, Network network) {
    SlicePlan plan =
        Slicer.plan(network, RandomNetworks.trackedUnits(network, "described" + seed), null);
    Map<String, String> described = new LinkedHashMap<>();
    for (String line : plan.describe().lines().toList()) {
      String[] words = line.replaceAll("(\\d), (?=\\d)", "$1,").split("\\s+");
      if (network.state().containsKey(words[0])) {
        described.put(words[0], words[2].replace(",", ", "));
      }
    }
    Map<String, Tensor> left = plan.build("cut").state();
    Map<String, String> expected = new LinkedHashMap<>();
    network
        .state()
        .forEach((name, whole) -> {
          Tensor part = left.get(name);
          if (part == null || !part.shape().equals(whole.shape())) {
            expected.put(name, part == null ? "gone" : part.shape().toString());
          }
        });

    assertThat(described).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void keeping_everything_changes_nothing(long seed, Network network) {
    Map<String, BitSet> everything = new LinkedHashMap<>();
    network.trackedNodes().forEach(n -> everything.put(n.name(), all(n.shape().dim(-1))));

    SlicePlan plan = Slicer.plan(network, everything, all(RandomNetworks.CLASSES));

    assertThat(plan.parameterCount()).isEqualTo(network.parameterCount());
    Network same = plan.build("same");
    assertThat(same.sha256()).isEqualTo(network.sha256());
    assertThat(same.nodes()).hasSameSizeAs(network.nodes());
    assertThat(Slicer.plan(network, Map.of(), null).build("same").sha256())
        .isEqualTo(network.sha256());
  }

  @Test
  void a_cut_has_tensors_of_its_own() {
    Network network = RandomNetworks.network(1);
    String before = network.sha256();
    Network cut = Slicer.plan(network, Map.of(), null).build("cut");
    cut.state().values().forEach(t -> t.data()[0] += 1);
    assertThat(network.sha256()).isEqualTo(before);
    assertThat(cut.parameters().values()).allMatch(Tensor::requiresGrad);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void cutting_twice_is_cutting_once(long seed) {
    Network network = RandomNetworks.network(seed);
    Map<String, BitSet> first = RandomNetworks.trackedUnits(network, "first" + seed);
    Network once = Slicer.plan(network, first, all(RandomNetworks.CLASSES)).build("once");
    Map<String, BitSet> second = RandomNetworks.trackedUnits(once, "second" + seed);
    BitSet outputs = bits(0, 3);
    Network twice = Slicer.plan(once, second, outputs).build("twice");

    Map<String, BitSet> both = new LinkedHashMap<>();
    first.forEach((layer, units) -> both.put(layer, chosen(units, second.get(layer))));

    assertThat(twice.sha256())
        .as("seed %d", seed)
        .isEqualTo(Slicer.plan(network, both, outputs).build("direct").sha256());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void a_cut_network_can_be_cut_again(long seed) {
    Network network = RandomNetworks.branchedNetwork(seed);
    Map<String, BitSet> first = RandomNetworks.trackedUnits(network, "first" + seed);
    Network once = Slicer.plan(network, first, null).build("once");
    Map<String, BitSet> second = RandomNetworks.trackedUnits(once, "second" + seed);
    Tensor x = RandomNetworks.input(1);

    Network twice = Slicer.plan(once, second, bits(0, 3)).build("twice");

    float[] expected = MaskedNetwork.columns(masked(once, second, x), bits(0, 3)).data();
    assertThat(twice.forward(x, Mode.EVALUATE).data())
        .usingComparatorWithPrecision(0f)
        .containsExactly(expected);
  }

  /** Those of {@code units} whose rank is in {@code ranks}. */
  private static BitSet chosen(BitSet units, BitSet ranks) {
    BitSet chosen = new BitSet();
    int[] indices = units.stream().toArray();
    ranks.stream().forEach(rank -> chosen.set(indices[rank]));
    return chosen;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_plan_counts_what_it_would_build(long seed, Network network) {
    SlicePlan plan =
        Slicer.plan(network, RandomNetworks.trackedUnits(network, "a" + seed), bits(1, 2));
    Network cut = plan.build("cut");
    assertThat(plan.parameterCount()).isEqualTo(cut.parameterCount());
    assertThat(plan.sharedParameters(plan)).isEqualTo(plan.parameterCount());
    assertThat(plan.sharedStateElements(plan))
        .isEqualTo(cut.state().values().stream().mapToLong(Tensor::elements).sum());
    assertThat(plan.network()).isSameAs(network);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shared_elements_are_those_of_both_cuts(long seed, Network network) {
    int number = 0;
    for (Tensor t : network.state().values()) {
      for (int i = 0; i < t.elements(); i++) {
        t.data()[i] = number++; // elements are their own names
      }
    }
    SlicePlan a = Slicer.plan(network, RandomNetworks.trackedUnits(network, "a"), bits(0, 1));
    SlicePlan b = Slicer.plan(network, RandomNetworks.trackedUnits(network, "b"), bits(1, 4));
    BitSet shared = numbers(a.build("a"));
    shared.and(numbers(b.build("b")));
    assertThat(a.sharedStateElements(b)).isEqualTo(shared.cardinality());
    assertThat(b.sharedStateElements(a)).isEqualTo(shared.cardinality());
    assertThat(a.sharedParameters(b)).isLessThanOrEqualTo(a.sharedStateElements(b));
  }

  private static BitSet numbers(Network network) {
    BitSet numbers = new BitSet();
    for (Tensor t : network.state().values()) {
      for (float value : t.data()) {
        numbers.set((int) value);
      }
    }
    return numbers;
  }

  @Test
  void cuts_of_different_networks_share_nothing() {
    SlicePlan a = Slicer.plan(RandomNetworks.network(1), Map.of(), null);
    SlicePlan b = Slicer.plan(RandomNetworks.network(1), Map.of(), null);
    assertThatThrownBy(() -> a.sharedParameters(b))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("random1");
  }

  @Test
  void a_plan_can_be_read_before_anything_is_built() {
    Network network = RandomNetworks.network(1);
    SlicePlan plan = Slicer.plan(network, Map.of("relu0", bits(0)), bits(2));
    assertThat(plan.toString())
        .containsPattern("conv0 +1 of")
        .containsPattern("outputs +1 of +5 units")
        .contains(
            String.format(
                Locale.ROOT, "%,d of %,d", plan.parameterCount(), network.parameterCount()));
  }

  @Test
  void an_empty_layer_is_refused() {
    Network network = RandomNetworks.network(1);
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () -> Slicer.plan(network, Map.of("relu0", bits()), null));
    assertThat(e.operation()).isEqualTo("slice");
    assertThat(e.where()).isEqualTo("relu0");
    assertThat(e).hasMessageContaining("minimum-units rule");
  }

  @Test
  void no_output_is_refused() {
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () -> Slicer.plan(RandomNetworks.network(1), Map.of(), bits()));
    assertThat(e.where()).isEqualTo("outputs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu9", "features.2", ""})
  void an_unknown_layer_is_refused(String layer) {
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () -> Slicer.plan(RandomNetworks.network(1), Map.of(layer, bits(0)), null));
    assertThat(e.where()).isEqualTo(layer);
    assertThat(e).hasMessageContaining("random1").hasMessageContaining("no such layer");
  }

  @Test
  void a_unit_that_does_not_exist_is_refused() {
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () -> Slicer.plan(RandomNetworks.network(1), Map.of("relu0", bits(1000)), null));
    assertThat(e.where()).isEqualTo("relu0");
    assertThat(e).hasMessageContaining("unit 1000");
  }

  @Test
  void single_places_of_a_flattened_image_can_be_kept() {
    Network network = RandomNetworks.network(1);
    BitSet kept = RandomNetworks.units("flat", Slicer.units(network, "flatten"));
    Tensor x = RandomNetworks.input(2);
    Network cut = Slicer.plan(network, Map.of("flatten", kept), null).build("cut");
    assertThat(cut.forward(x, Mode.EVALUATE).data())
        .usingComparatorWithPrecision(0f)
        .containsExactly(masked(network, Map.of("flatten", kept), x).data());
    assertThat(cut.parameterCount()).isLessThan(network.parameterCount());
  }
}
