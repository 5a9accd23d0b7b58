package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.Architectures;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.OwnLayer;
import org.modaj.moda.RandomNetworks;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.unit.UnitFlow;

class ConstantUnitsTest {
  private static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    for (int p : positions) {
      bits.set(p);
    }
    return bits;
  }

  /** Depthwise and 1x1 convolution, as in MobileNet; 1x1 convolutions have no bias. */
  private static Network separable() {
    NetworkBuilder net = new NetworkBuilder("separable", RandomNetworks.INPUT, 1);
    Value x = net.conv2d("conv", net.input(), Conv.of(8, 3).pad(1));
    x = net.relu("relu", net.batchNorm("norm", x));
    x = net.depthwiseConv2d("depthwise", x, Conv.of(0, 3).pad(1));
    x = net.relu("relu-d", net.batchNorm("norm-d", x));
    x = net.relu("relu-p", net.batchNorm("norm-p", net.conv2d("pointwise", x, Conv.of(6, 1))));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(RandomNetworks.CLASSES));
    Network network = net.build();
    network
        .state()
        .forEach((name, t) -> {
          if (name.contains("norm")) {
            CounterRandom.of(name).fill(t.data(), 0.5f, 1); // every constant is above 0
          }
        });
    return network;
  }

  private static void assertSameOutputs(Network folded, Network cut) {
    NetworkInput input = RandomNetworks.input(cut, 3);
    Tensor expected = cut.forward(input, Mode.EVALUATE);
    Tensor actual = folded.forward(input, Mode.EVALUATE);
    float largest = 1e-3f;
    for (float value : expected.data()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.elements(); i++) {
      assertThat(actual.data()[i]).isCloseTo(expected.data()[i], within(1e-5f * largest));
    }
  }

  @Test
  void a_depthwise_channel_without_input_is_folded_into_the_next_normalization() {
    Map<String, BitSet> kept =
        Map.of("relu", bits(0, 1, 2), "relu-d", bits(1, 2, 3, 4, 5), "relu-p", bits(0, 2, 3));
    Network cut = Slicer.plan(separable(), kept, null).build("cut");
    Network folded = ConstantUnits.fold(cut);

    assertThat(cut.parameters().get("pointwise.weight").dim(2)).isEqualTo(5);
    assertThat(folded.parameters().get("pointwise.weight").dim(2)).isEqualTo(2);
    assertThat(folded.parameters()).doesNotContainKey("pointwise.bias");
    assertThat(folded.nodes().size()).isLessThan(cut.nodes().size()); // no gather is left
    assertThat(folded.state().get("norm-p.running_mean").data())
        .isNotEqualTo(cut.state().get("norm-p.running_mean").data());
    assertSameOutputs(folded, cut);
  }

  @Test
  void folding_changes_nothing_of_the_network_that_is_folded() {
    Network cut = Slicer.plan(separable(), Map.of("relu", bits(0)), null).build("cut");
    String before = cut.sha256();
    Network folded = ConstantUnits.fold(cut);
    assertThat(cut.sha256()).isEqualTo(before);
    assertThat(folded.parameterCount()).isLessThan(cut.parameterCount());
  }

  @Test
  void a_network_without_constant_units_stays_as_it_is() {
    Network network = separable();
    assertThat(ConstantUnits.fold(network).sha256()).isEqualTo(network.sha256());
  }

  @Test
  void a_constant_stays_in_front_of_padding_and_a_zero_goes() {
    NetworkBuilder net = new NetworkBuilder("padded", RandomNetworks.INPUT, 1);
    Value x = net.align("align", net.input(), 0, -1, 1, -1);
    x = net.relu("relu", net.batchNorm("norm", x));
    x = net.conv2d("conv", x, Conv.of(4, 3).pad(1));
    net.dense("outputs", net.flatten("flatten", x), Dense.of(2));
    Network network = net.build();
    network.state().get("norm.bias").data()[1] = 0.5f; // the second stays, the fourth is 0
    Network folded = ConstantUnits.fold(network);
    assertThat(folded.parameters().get("conv.weight").dim(2)).isEqualTo(3);
    assertSameOutputs(folded, network);
  }

  private static Stream<Network> cuts() {
    return LongStream.range(0, 12)
        .boxed()
        .flatMap(seed ->
            Architectures.all(seed).stream()
                .map(network -> Slicer.plan(network, scattered(network, seed), null).build("cut")));
  }

  /** Kept units that have little in common from layer to layer. */
  private static Map<String, BitSet> scattered(Network network, long seed) {
    Map<String, BitSet> kept = RandomNetworks.trackedUnits(network, "folded" + seed);
    return kept;
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void folded_networks_compute_the_same(Network cut) {
    Network folded = ConstantUnits.fold(cut);
    assertThat(folded.parameterCount()).isLessThanOrEqualTo(cut.parameterCount());
    assertSameOutputs(folded, cut);
  }

  /** Replaces what is not finite by 0, which it should not. */
  private static OwnLayer swallowing() {
    return OwnLayer.plain(
        "swallow",
        x -> {
          Tensor y = x.get(0).copy();
          for (int i = 0; i < y.elements(); i++) {
            y.data()[i] = Float.isFinite(y.data()[i]) ? y.data()[i] : 0;
          }
          return y;
        },
        (layer, shapes, inputs) -> UnitFlow.pointwise(inputs));
  }

  @Test
  void a_layer_that_swallows_nan_is_no_constant() {
    NetworkBuilder net = new NetworkBuilder("swallow", RandomNetworks.INPUT, 1);
    Value x = net.add("swallow", swallowing(), net.conv2d("conv", net.input(), Conv.of(4, 1)));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));
    Network network = net.build();
    Network folded = ConstantUnits.fold(network);
    assertThat(folded.sha256()).isEqualTo(network.sha256());
    assertSameOutputs(folded, network);
  }

  @Test
  void a_layer_that_says_what_is_not_so_is_found_before_the_result_is_returned() {
    OwnLayer sum = // adds up all positions, and declares that it does not
        OwnLayer.plain(
            "sum",
            x -> Add.apply(x.get(0), Mean.apply(x.get(0), new int[] {3}, true)),
            (layer, shapes, inputs) -> UnitFlow.pointwise(inputs));
    NetworkBuilder net = new NetworkBuilder("sums", RandomNetworks.INPUT, 1);
    Value x = net.batchNorm("norm", net.align("align", net.input(), 0, -1, 1, 2));
    x = net.add("sum", sum, x);
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));
    Network network = net.build();
    network.state().get("norm.bias").data()[1] = 2;
    network.state().get("norm.bias").data()[2] = 5;
    Network folded = ConstantUnits.fold(network); // what varies is no constant
    assertSameOutputs(folded, network);
  }

  @Test
  void a_difference_is_an_error_that_names_the_network() {
    Network network = separable();
    Network other = network.copy();
    other.state().get("outputs.bias").data()[2] += 1;
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class, () -> SameOutputs.require(network, other));
    assertThat(e.where()).isEqualTo("separable");
    assertThat(e).hasMessageContaining("output 2").hasMessageContaining("UnitsCheck.verify");
    SameOutputs.require(network, network.copy());
  }

  @Test
  void classes_and_heads_stay() {
    NetworkBuilder net = new NetworkBuilder("heads", RandomNetworks.INPUT, 1);
    Value x = net.relu("relu", net.batchNorm("norm", net.align("align", net.input(), 0, -1, 1)));
    x = net.globalAveragePool("pool", x);
    net.head("a", net.dense("a", x, Dense.of(2)));
    net.head("b", net.dense("b", x, Dense.of(3)));
    Network network = net.build().withClasses(List.of(4, 7));
    Network folded = ConstantUnits.fold(network);
    assertThat(folded.heads().sequencedKeySet()).containsExactly("a", "b");
    assertThat(folded.classes()).contains(List.of(4, 7));
    assertThat(folded.parameterCount()).isLessThan(network.parameterCount());
  }
}
