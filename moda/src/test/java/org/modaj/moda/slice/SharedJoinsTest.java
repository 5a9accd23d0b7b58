package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/** Keep-sets of the sides of joins, small enough to be read. */
class SharedJoinsTest {
  private static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    Arrays.stream(positions).forEach(bits::set);
    return bits;
  }

  /** United keep-sets by name of the layer. */
  private static Map<String, BitSet> united(Network network, Map<String, BitSet> kept) {
    DeclaredUnits declared = DeclaredUnits.of(network);
    Map<Integer, BitSet> byNode = new LinkedHashMap<>();
    kept.forEach((name, units) -> byNode.put(declared.index(name), units));
    Map<String, BitSet> united = new LinkedHashMap<>();
    SharedJoins.unite(declared, byNode)
        .forEach((index, units) -> united.put(network.nodes().get(index).name(), units));
    return united;
  }

  /** Three layers, the first two of which are added, and the sum to the third. */
  private static Network sums() {
    NetworkBuilder net = new NetworkBuilder("sums", Shape.of(4), 1);
    Value a = net.relu("a", net.dense("fa", net.input(), Dense.of(5)));
    Value b = net.relu("b", net.dense("fb", a, Dense.of(5)));
    Value ab = net.add("ab", a, b);
    Value c = net.relu("c", net.dense("fc", ab, Dense.of(5)));
    Value abc = net.add("abc", ab, c);
    Value alone = net.relu("alone", net.dense("fd", abc, Dense.of(5)));
    net.dense("out", alone, Dense.of(2));
    return net.build();
  }

  @Test
  void what_stays_on_one_side_of_a_join_stays_on_the_others() {
    Map<String, BitSet> united =
        united(sums(), Map.of("a", bits(0), "b", bits(1), "c", bits(4), "alone", bits(2, 3)));

    for (String side : new String[] {"a", "b", "c"}) {
      assertThat(united.get(side)).as(side).isEqualTo(bits(0, 1, 4));
    }
    assertThat(united.get("alone")).as("no join reads it").isEqualTo(bits(2, 3));
  }

  @Test
  void given_sets_are_not_modified_and_only_they_are_returned() {
    BitSet a = bits(0);
    BitSet b = bits(1);

    Map<String, BitSet> united = united(sums(), Map.of("a", a, "b", b));

    assertThat(united).containsOnlyKeys("a", "b");
    assertThat(a).isEqualTo(bits(0));
    assertThat(b).isEqualTo(bits(1));
  }

  @Test
  void a_layer_with_weights_ends_a_tie() {
    NetworkBuilder net = new NetworkBuilder("chain", Shape.of(4), 1);
    Value a = net.relu("a", net.dense("fa", net.input(), Dense.of(3)));
    Value b = net.relu("b", net.dense("fb", a, Dense.of(3)));
    net.dense("out", b, Dense.of(2));

    Map<String, BitSet> kept = Map.of("a", bits(0), "b", bits(2));

    assertThat(united(net.build(), kept)).containsExactlyInAnyOrderEntriesOf(kept);
  }

  @Test
  void positions_of_a_concatenation_are_tied_to_their_own_sources() {
    NetworkBuilder net = new NetworkBuilder("moved", Shape.of(4), 1);
    Value a = net.relu("a", net.dense("fa", net.input(), Dense.of(2)));
    Value b = net.relu("b", net.dense("fb", net.input(), Dense.of(3)));
    Value c = net.relu("c", net.dense("fc", net.input(), Dense.of(5)));
    net.dense("out", net.add("sum", net.concat("ab", a, b), c), Dense.of(2));

    Map<String, BitSet> united =
        united(net.build(), Map.of("a", bits(1), "b", bits(0), "c", bits(4)));

    assertThat(united.get("a")).isEqualTo(bits(1));
    assertThat(united.get("b")).isEqualTo(bits(0, 2));
    assertThat(united.get("c")).isEqualTo(bits(1, 2, 4));
  }

  @Test
  void a_join_with_the_networks_input_counts_its_positions_first() {
    NetworkBuilder net = new NetworkBuilder("skip", Shape.of(3), 1);
    Value a = net.relu("a", net.dense("fa", net.input(), Dense.of(3)));
    Value sum = net.add("sum", net.input(), a);
    Value b = net.relu("b", net.dense("fb", sum, Dense.of(3)));
    net.dense("out", net.add("again", net.input(), b), Dense.of(2));

    Map<String, BitSet> united = united(net.build(), Map.of("a", bits(0), "b", bits(2)));

    assertThat(united.get("a")).isEqualTo(bits(0, 2));
    assertThat(united.get("b")).isEqualTo(bits(0, 2));
  }
}
