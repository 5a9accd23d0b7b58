package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.MaskedNetwork;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.OwnLayers;
import org.modaj.moda.RandomNetworks;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;

/** What is left of single layers: kept units belong to a reader. */
class ReadersTest {
  private Conv2dMode.Scope exact;

  @BeforeEach
  void computeExactly() {
    exact = Conv2dMode.EXACT.use();
  }

  @AfterEach
  void computeAsBefore() {
    exact.close();
  }

  private static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    Arrays.stream(positions).forEach(bits::set);
    return bits;
  }

  private static NetworkBuilder start() {
    return new NetworkBuilder("net", RandomNetworks.INPUT, 7);
  }

  private static Network built(NetworkBuilder net) {
    Network network = net.build();
    network
        .state()
        .forEach((name, t) -> {
          if (name.contains("norm")) {
            CounterRandom.of(name).fill(t.data(), 0.5f, name.endsWith("var") ? 1 : 0.2f);
          }
        });
    return network;
  }

  /** The cut network, after comparing it with the mask. */
  private static Network cut(Network network, Map<String, BitSet> kept, BitSet outputs) {
    Network cut = Slicer.plan(network, kept, outputs).build("cut");
    NetworkInput input = RandomNetworks.input(network, 3);
    Tensor masked = MaskedNetwork.forward(network, kept, input);
    Tensor expected = outputs == null ? masked : MaskedNetwork.columns(masked, outputs);
    Tensor actual = cut.forward(input, Mode.EVALUATE);
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.elements(); i++) {
      assertThat(actual.data()[i] == expected.data()[i]).as("output %d", i).isTrue();
    }
    return cut;
  }

  private static Shape shape(Network network, String tensor) {
    return network.state().get(tensor).shape();
  }

  private static List<String> names(Network network) {
    return network.nodes().stream().map(NetworkNode::name).toList();
  }

  @Test
  void a_skip_path_keeps_what_the_branch_after_an_activation_loses() {
    NetworkBuilder net = start();
    Value x = net.conv2d("stem", net.input(), Conv.of(8, 3).pad(1));
    Value y = net.relu("relu", net.batchNorm("norm", x));
    x = net.add("add", x, net.conv2d("conv", y, Conv.of(8, 3).pad(1)));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));

    Network cut = cut(built(net), Map.of("relu", bits(1, 4, 6)), null);

    assertThat(shape(cut, "stem.weight")).isEqualTo(Shape.of(3, 3, 3, 8));
    assertThat(shape(cut, "norm.weight")).isEqualTo(Shape.of(3));
    assertThat(shape(cut, "conv.weight")).isEqualTo(Shape.of(3, 3, 3, 8));
    assertThat(shape(cut, "outputs.weight")).isEqualTo(Shape.of(8, 3));
  }

  @Test
  void each_of_two_activations_on_one_layer_has_its_own_units() {
    NetworkBuilder net = start();
    Value x = net.conv2d("stem", net.input(), Conv.of(6, 3).pad(1));
    Value a = net.conv2d("a", net.relu("a.relu", x), Conv.of(4, 1));
    Value b = net.conv2d("b", net.relu("b.relu", x), Conv.of(4, 1));
    net.dense("outputs", net.globalAveragePool("pool", net.add("add", a, b)), Dense.of(3));

    Network cut = cut(built(net), Map.of("a.relu", bits(0, 1), "b.relu", bits(1, 5)), null);

    assertThat(shape(cut, "stem.weight").dim(3)).isEqualTo(3); // 0, 1 and 5
    assertThat(shape(cut, "a.weight").dim(2)).isEqualTo(2);
    assertThat(shape(cut, "b.weight").dim(2)).isEqualTo(2);
  }

  @Test
  void a_branch_of_which_nothing_is_kept_is_gone() {
    NetworkBuilder net = start();
    Value a = net.batchNorm("a.norm", net.conv2d("a", net.input(), Conv.of(4, 1)));
    Value b = net.batchNorm("b.norm", net.conv2d("b", net.input(), Conv.of(5, 1)));
    Value x = net.relu("relu", net.concat("concat", a, b));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));

    Network cut = cut(built(net), Map.of("relu", bits(5, 8)), null);

    assertThat(names(cut)).doesNotContain("a", "a.norm", "concat");
    assertThat(shape(cut, "b.weight").dim(3)).isEqualTo(2);
  }

  @Test
  void what_a_normalization_makes_of_a_dropped_branch_stays() {
    NetworkBuilder net = start();
    Value a = net.relu("a.relu", net.conv2d("a", net.input(), Conv.of(4, 1)));
    Value b = net.relu("b.relu", net.conv2d("b", net.input(), Conv.of(5, 1)));
    Value x = net.batchNorm("norm", net.concat("concat", a, b));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));
    Network network = built(net);

    Network cut = cut(network, Map.of("concat", bits(4, 6)), null);

    assertThat(names(cut)).doesNotContain("a", "a.relu");
    assertThat(shape(cut, "norm.weight")).isEqualTo(Shape.of(9));
  }

  @Test
  void a_keep_set_at_the_networks_input_is_honoured() {
    NetworkBuilder net = start();
    Value x = net.relu("relu", net.input());
    net.dense("outputs", net.flatten("flatten", x), Dense.of(4));

    Network cut = cut(built(net), Map.of("relu", bits(0, 2)), null);

    assertThat(shape(cut, "outputs.weight")).isEqualTo(Shape.of(160, 4)); // of 240
  }

  @Test
  void outputs_of_one_head_leave_no_other() {
    NetworkBuilder net = start();
    Value x = net.globalAveragePool("pool", net.input());
    Value a = net.relu("a.relu", net.dense("a.hidden", x, Dense.of(6)));
    Value b = net.relu("b.relu", net.dense("b.hidden", x, Dense.of(6)));
    net.concat("outputs", net.dense("a", a, Dense.of(3)), net.dense("b", b, Dense.of(4)));

    Network cut = cut(built(net), Map.of(), bits(0, 1, 2));

    assertThat(cut.outputShape()).isEqualTo(Shape.of(3));
    assertThat(names(cut)).doesNotContain("b", "b.hidden", "b.relu");
    assertThat(cut(built(net), Map.of(), bits(1, 4, 6)).outputShape()).isEqualTo(Shape.of(3));
  }

  @Test
  void a_gather_at_the_end_that_gathers_everything_leaves_the_output_what_it_is() {
    NetworkBuilder net = start();
    Value x = net.dense("full", net.flatten("flatten", net.input()), Dense.of(5));
    Value side = net.dense("side", x, Dense.of(2));
    Value y = net.align("chosen", net.dense("last", x, Dense.of(6)), 1, 2, 3);
    net.head("main", y);
    net.head("side", side);
    Network network = built(net);

    for (BitSet outputs : new BitSet[] {null, bits(0, 1, 2), bits(2)}) {
      Network cut = Slicer.plan(network, Map.of(), outputs).build("cut");
      NetworkInput input = RandomNetworks.input(network, 2);
      Tensor expected = network.forward(input, Mode.EVALUATE);
      assertThat(cut.forward(input, Mode.EVALUATE).data())
          .containsExactly(
              MaskedNetwork.columns(expected, outputs == null ? bits(0, 1, 2) : outputs).data());
      assertThat(cut.heads().sequencedKeySet()).containsExactly("main", "side");
      assertThat(cut.forwardHeads(input, Mode.EVALUATE).get("side").data())
          .containsExactly(network.forwardHeads(input, Mode.EVALUATE).get("side").data());
      assertThat(shape(cut, "last.weight").dim(1))
          .isEqualTo(outputs == null ? 3 : outputs.cardinality());
    }
  }

  @Test
  void other_heads_stay_whole_and_one_head_can_be_had_alone() {
    NetworkBuilder net = start();
    Value x = net.relu("relu", net.dense("body", net.flatten("flatten", net.input()), Dense.of(6)));
    net.head("a", net.dense("a", x, Dense.of(4)));
    net.head("b", net.dense("b", x, Dense.of(3)));
    Network network = built(net);

    assertThat(Slicer.plan(network, Map.of(), null).build("net").sha256())
        .isEqualTo(network.sha256());
    Network first = Slicer.plan(network, Map.of("relu", bits(1, 2)), bits(3)).build("first");
    assertThat(shape(first, "a.weight")).isEqualTo(Shape.of(2, 1));
    assertThat(shape(first, "b.weight")).isEqualTo(Shape.of(2, 3));
    assertThat(first.classes()).contains(List.of(3));
    Network only =
        Slicer.plan(network, Map.of("relu", bits(1, 2)), "b", bits(0, 2), Joins.ALIGNED)
            .build("only");
    assertThat(only.heads().sequencedKeySet()).containsExactly("b");
    assertThat(names(only)).doesNotContain("a");
    assertThat(only.classes()).contains(List.of(0, 2));
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () -> Slicer.plan(network, Map.of(), "c", null, Joins.ALIGNED));
    assertThat(e).hasMessageContaining("no such head").hasMessageContaining("[a, b]");
  }

  @Test
  void frozen_tensors_stay_frozen() {
    Network network = RandomNetworks.branchedNetwork(3);
    network.parameters().values().iterator().next().requireGrad(false);

    Network cut =
        Slicer.plan(network, RandomNetworks.trackedUnits(network, "frozen"), null).build("cut");

    assertThat(cut.parameters().values().stream().map(Tensor::requiresGrad).toList())
        .containsExactlyElementsOf(
            network.parameters().values().stream().map(Tensor::requiresGrad).toList());
  }

  // ------------------------------------------------------------------------------ depthwise

  private static Network separable() {
    NetworkBuilder net = start();
    Value x =
        net.relu("relu", net.batchNorm("norm", net.conv2d("conv", net.input(), Conv.of(6, 1))));
    x = net.depthwiseConv2d("depthwise", x, Conv.of(0, 3).pad(1));
    x = net.relu("relu-d", net.batchNorm("norm-d", x));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));
    Network network = built(net);
    Arrays.fill(network.state().get("norm.bias").data(), 1); // no unit is always 0
    return network;
  }

  @Test
  void a_depthwise_convolution_that_shares_no_unit_with_what_it_reads_gets_zeros() {
    Network network = separable();
    NetworkInput input = RandomNetworks.input(network, 3);
    boolean differs = false;
    for (int first = 2; first < 5; first++) {
      Map<String, BitSet> kept = Map.of("relu", bits(0, 1), "relu-d", bits(first, 5));

      Network cut = cut(network, kept, null);
      Network artifact = Slicer.plan(network, kept, null, Joins.ARTIFACT).build("cut");

      assertThat(shape(cut, "conv.weight").dim(3)).isEqualTo(1);
      assertThat(artifact.sha256()).isEqualTo(cut.sha256()); // the same sizes and weights
      float[] values = artifact.forward(input, Mode.EVALUATE).data();
      Map<String, BitSet> first5 = Map.of("relu", bits(first), "relu-d", bits(first, 5));
      assertThat(values).containsExactly(MaskedNetwork.forward(network, first5, input).data());
      differs |= !Arrays.equals(values, cut.forward(input, Mode.EVALUATE).data());
    }
    assertThat(differs).isTrue(); // a unit that answers is read by the artifact, and masked here
  }

  @Test
  void the_artifacts_way_is_the_same_wherever_a_unit_is_shared() {
    Network network = separable();
    Map<String, BitSet> kept = Map.of("relu", bits(0, 1, 3), "relu-d", bits(3, 5));
    NetworkInput input = RandomNetworks.input(network, 3);
    Network artifact = Slicer.plan(network, kept, null, Joins.ARTIFACT).build("cut");
    assertThat(artifact.forward(input, Mode.EVALUATE).data())
        .containsExactly(cut(network, kept, null).forward(input, Mode.EVALUATE).data());
  }

  // ------------------------------------------------------------------------------ blocks

  @Test
  void groups_go_and_the_others_lose_positions_together() {
    NetworkBuilder net = start();
    Value x = net.relu("relu", net.conv2d("conv", net.input(), Conv.of(12, 1)));
    x = net.add("grouped", OwnLayers.grouped("g", 3, 12, 18, true), x);
    x = net.relu("relu-g", x);
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(3));

    // groups of 4 inputs and 6 outputs: the first has 1 and 2, the second 3 and 1, the third goes
    Map<String, BitSet> kept = Map.of("relu", bits(2, 4, 5, 7, 9), "relu-g", bits(0, 3, 11));
    Network cut = cut(built(net), kept, null);

    assertThat(shape(cut, "grouped.weight")).isEqualTo(Shape.of(3, 3, 3, 4));
    assertThat(shape(cut, "grouped.bias")).isEqualTo(Shape.of(4));
    assertThat(shape(cut, "conv.weight").dim(3)).isEqualTo(4); // 9 is read by no one
    assertThat(shape(cut, "outputs.weight").dim(0)).isEqualTo(3);
    SlicePlan plan = Slicer.plan(built(net), kept, null);
    assertThat(plan.parameterCount()).isEqualTo(cut.parameterCount());
    assertThat(plan.keptPositions("grouped")).containsExactly(0, 3, 11);
    assertThat(plan.computedPositions("grouped")).hasSize(4).contains(0, 3, 11);
  }

  @Test
  void groups_have_in_common_what_both_cuts_of_them_keep() {
    NetworkBuilder net = start();
    Value x = net.relu("relu", net.conv2d("conv", net.input(), Conv.of(6, 1)));
    x = net.add("grouped", OwnLayers.grouped("g", 2, 6, 6, false), x);
    net.dense("outputs", net.globalAveragePool("pool", net.relu("relu-g", x)), Dense.of(3));
    Network network = built(net);
    SlicePlan a = Slicer.plan(network, Map.of("relu-g", bits(0, 1, 4, 5)), null);
    SlicePlan b = Slicer.plan(network, Map.of("relu", bits(0, 1), "relu-g", bits(1, 2)), null);
    // grouped: 9 taps, outputs 1 of the first group, inputs 0 and 1 of it; conv: 3 to 0 and 1;
    // dense: row 1 and the bias
    assertThat(a.sharedParameters(b)).isEqualTo(9 * 2 + 3 * 2 + 3 + 3);
    assertThat(b.sharedParameters(a)).isEqualTo(a.sharedParameters(b));
  }

  @Test
  void heads_of_attention_are_units() {
    NetworkBuilder net = start();
    Value x =
        net.add(
            "pixels", OwnLayers.pixels(), net.conv2d("conv", net.input(), Conv.of(6, 2).stride(2)));
    Value q = net.dense("q", x, Dense.of(12));
    Value k = net.dense("k", x, Dense.of(12));
    Value v = net.dense("v", x, Dense.of(12));
    Value y = net.add("attention", OwnLayers.attention(4, 3), q, k, v);
    y = net.dense("out", y, Dense.of(6));
    net.dense(
        "outputs", net.add("mean", OwnLayers.meanOverPlaces(), net.add("add", x, y)), Dense.of(3));
    Network network = built(net);
    NetworkInput input = RandomNetworks.input(network, 2);

    Network cut = Slicer.plan(network, Map.of("attention", bits(0, 2)), null).build("cut");
    BitSet positions = bits(0, 1, 2, 6, 7, 8);

    assertThat(Slicer.units(network, "attention")).isEqualTo(4);
    for (String projection : List.of("q", "k", "v")) {
      assertThat(shape(cut, projection + ".weight")).isEqualTo(Shape.of(6, 6));
    }
    assertThat(shape(cut, "out.weight")).isEqualTo(Shape.of(6, 6));
    assertThat(cut.forward(input, Mode.EVALUATE).data())
        .containsExactly(
            MaskedNetwork.forward(network, Map.of("attention", positions), input).data());
  }

  // ------------------------------------------------------------------------------ shared layers

  @Test
  void a_shared_layer_is_cut_once_to_what_any_use_needs() {
    NetworkBuilder net = start();
    NetworkBuilder inner = new NetworkBuilder("inner", Shape.of(3), 1);
    inner.dense("dense", inner.input(), Dense.of(8));
    Network shared = inner.build();
    Value x = net.globalAveragePool("pool", net.input());
    Value a = net.relu("a.relu", net.embed("a", shared, x));
    Value b = net.relu("b.relu", net.embed("b", shared, net.dense("between", x, Dense.of(3))));
    net.dense("outputs", net.concat("concat", a, b), Dense.of(3));
    Network network = built(net);

    Network cut = cut(network, Map.of("a.relu", bits(0, 1), "b.relu", bits(1, 6)), null);

    assertThat(cut.aliases())
        .isEqualTo(Map.of("b.dense.weight", "a.dense.weight", "b.dense.bias", "a.dense.bias"));
    assertThat(shape(cut, "a.dense.weight")).isEqualTo(Shape.of(3, 3)); // 0, 1 and 6
    assertThat(shape(cut, "outputs.weight")).isEqualTo(Shape.of(4, 3));
  }

  @Test
  void a_shared_lstm_with_other_units_in_each_place_is_refused() {
    NetworkBuilder net = NetworkBuilder.forSequences("twice", Shape.of(5, 4), 1);
    NetworkBuilder inner = NetworkBuilder.forSequences("inner", Shape.of(5, 4), 1);
    inner.lstm("lstm", inner.input(), Recurrent.of(4));
    Network shared = inner.build();
    Value once = net.embed("once", shared, net.input());
    Value twice = net.embed("twice", shared, once);
    net.dense("outputs", net.lastStep("end", twice), Dense.of(3));
    Network network = net.build();

    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () ->
                Slicer.plan(
                    network, Map.of("once.lstm", bits(0, 1), "twice.lstm", bits(1, 2)), null));

    assertThat(e.where()).isIn("once.lstm", "twice.lstm");
    assertThat(e).hasMessageContaining("shared").hasMessageContaining("the same units");
    cut(network, Map.of("once.lstm", bits(0, 2), "twice.lstm", bits(0, 2)), null);
  }
}
