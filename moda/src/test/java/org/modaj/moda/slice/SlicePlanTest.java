package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/** What a plan says of a network that is small enough to be counted by hand. */
class SlicePlanTest {
  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }

  /** 4 values, 5 units with statistics, 3 units beside them, joined and read by 2 outputs. */
  private static Network joined() {
    NetworkBuilder net = new NetworkBuilder("joined", Shape.of(4), 1);
    Value a = net.relu("a", net.batchNorm("norm", net.dense("fa", net.input(), Dense.of(5))));
    Value b = net.relu("b", net.dense("fb", net.input(), Dense.of(3)));
    net.dense("out", net.concat("ab", a, b), Dense.of(2));
    return net.build();
  }

  @Test
  void says_what_stays_what_is_computed_and_what_is_zero() {
    SlicePlan plan = Slicer.plan(joined(), Map.of("a", bits(0, 2), "b", bits(1)), bits(1));

    assertThat(plan.keptPositions("a")).containsExactly(0, 2);
    assertThat(plan.keptPositions("fa")).containsExactly(0, 2);
    assertThat(plan.keptPositions("ab")).containsExactly(0, 2, 6);
    assertThat(plan.computedPositions("fa")).containsExactly(0, 2);
    assertThat(plan.computedPositions("b")).containsExactly(1);
    assertThat(plan.computedPositions("out")).containsExactly(1);
    assertThat(plan.computedPositions("ab")).as("only moves positions").isEmpty();
    assertThat(plan.zeroPositions("a")).containsExactly(1, 3, 4);
    assertThat(plan.zeroPositions("ab")).containsExactly(1, 3, 4, 5, 7);
    assertThat(plan.zeroPositions("fa")).isEmpty();
  }

  @Test
  void counts_the_units_of_layers_with_weights_and_the_parameters_saved() {
    SlicePlan plan = Slicer.plan(joined(), Map.of("a", bits(0, 2), "b", bits(1)), bits(1));

    assertThat(plan.keptCounts())
        .containsExactly(
            entry("fa", List.of(2, 5)), entry("fb", List.of(1, 3)), entry("out", List.of(1, 2)));
    // 2 (4 + 1) of 25, 2 x 2 of 10, 4 + 1 of 15, 3 + 1 of 18
    assertThat(plan.parameterCount()).isEqualTo(23);
    assertThat(plan.toString())
        .isEqualToNormalizingNewlines(
            """
            fa                            2 of      5 units
            fb                            1 of      3 units
            out                           1 of      2 units
            parameters 23 of 68 (33.82 %), 45 saved
            """);
  }

  @Test
  void a_layer_that_nobody_reads_any_more_is_gone() {
    SlicePlan plan = Slicer.plan(joined(), Map.of("ab", bits(1)), null);

    assertThat(plan.keptPositions("fb")).isEmpty();
    assertThat(plan.computedPositions("fb")).isEmpty();
    assertThat(plan.keptPositions("fa")).containsExactly(1);
    assertThat(plan.keptCounts()).containsEntry("fb", List.of(0, 3));
    assertThat(plan.describe())
        .containsPattern("fb\\.weight +\\[4, 3\\] +gone")
        .containsPattern("fa\\.weight +\\[4, 5\\] +\\[4, 1\\]");
  }

  @Test
  void counts_what_two_plans_share_of_some_parameters() {
    Network network = joined();
    SlicePlan one = Slicer.plan(network, Map.of("a", bits(0, 2), "b", bits(1)), null);
    SlicePlan other = Slicer.plan(network, Map.of("a", bits(2, 3), "b", bits(0)), null);

    // of a position 2 with 4 weights and a bias, and its normalization; of b nothing; of the
    // outputs 2 weights of position 2 and the biases
    assertThat(one.sharedParameters(other)).isEqualTo(5 + 2 + 0 + 4);
    assertThat(one.sharedParameters(other, name -> name.startsWith("fa"))).isEqualTo(5);
    assertThat(one.sharedParameters(other, name -> name.endsWith("bias") && !name.contains("norm")))
        .isEqualTo(3);
    assertThat(one.sharedParameters(other, name -> false)).isZero();
    assertThat(one.sharedStateElements(other)).isEqualTo(5 + 4 + 0 + 4);
  }

  @Test
  void a_cut_network_knows_which_classes_its_outputs_are() {
    Network network = joined();
    Network named = network.withClasses(List.of(7, 3));

    assertThat(Slicer.plan(network, Map.of(), bits(1)).build("cut").classes()).contains(List.of(1));
    assertThat(Slicer.plan(network, Map.of(), null).build("cut").classes()).isEmpty();
    assertThat(Slicer.plan(named, Map.of(), bits(1)).build("cut").classes()).contains(List.of(3));
    assertThat(Slicer.plan(named, Map.of(), null).build("cut").classes()).contains(List.of(7, 3));
  }

  @Test
  void outputs_that_are_not_there_are_refused_and_the_last_one_may_stay_alone() {
    assertThatThrownBy(() -> Slicer.plan(joined(), Map.of(), bits(1, 12)))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("output 12 is to stay, but there are 2 outputs");
    assertThatThrownBy(() -> Slicer.plan(joined(), Map.of(), bits()))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("no output would stay; name at least one");
    assertThat(Slicer.plan(joined(), Map.of(), bits(1)).computedPositions("out"))
        .containsExactly(1);
  }

  @Test
  void units_are_counted_by_layer() {
    assertThat(Slicer.units(joined()))
        .containsExactly(
            entry("fa", 5),
            entry("norm", 5),
            entry("a", 5),
            entry("fb", 3),
            entry("b", 3),
            entry("ab", 8),
            entry("out", 2));
  }

  @Test
  void the_sides_of_an_addition_keep_the_same_units_when_joins_are_shared() {
    NetworkBuilder net = new NetworkBuilder("sum", Shape.of(4), 1);
    Value a = net.relu("a", net.dense("fa", net.input(), Dense.of(3)));
    Value b = net.relu("b", net.dense("fb", net.input(), Dense.of(3)));
    net.dense("out", net.add("ab", a, b), Dense.of(2));
    Network network = net.build();
    String head = network.heads().firstEntry().getKey();
    Map<String, BitSet> kept = Map.of("a", bits(0), "b", bits(1));

    SlicePlan shared = Slicer.plan(network, kept, head, null, Joins.SHARED);
    SlicePlan aligned = Slicer.plan(network, kept, head, null, Joins.ALIGNED);

    assertThat(shared.computedPositions("fa")).containsExactly(0, 1);
    assertThat(aligned.computedPositions("fa")).containsExactly(0);
  }
}
