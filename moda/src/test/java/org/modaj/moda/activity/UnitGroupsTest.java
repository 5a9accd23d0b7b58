package org.modaj.moda.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.moda.OwnLayers;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;

class UnitGroupsTest {
  private final Network network = network();

  private static Network network() {
    NetworkBuilder net = NetworkBuilder.forSequences("heads", Shape.of(3, 4), 1);
    net.add("attention", OwnLayers.attention(2, 2), net.input(), net.input(), net.input());
    return net.build();
  }

  @Test
  void an_attention_head_is_a_unit_of_several_positions() {
    UnitGroups heads = UnitGroups.of(network, network.nodes().getFirst());
    assertThat(heads).isEqualTo(new UnitGroups(2, 2));
    Tensor means = heads.means(Tensor.of(Shape.of(2, 4), new float[] {1, 3, 0, 0, 2, 2, 0, 5}));
    assertThat(means.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(means.data()).containsExactly(2, 0, 2, 2.5f);
    Tensor values = Tensor.of(Shape.of(1, 2, 4), new float[] {1, -3, 0, 0, -2, 2, 0, 5});
    assertThat(heads.magnitudes(values).data()).containsExactly(2, 0, 2, 2.5f);
  }

  @Test
  void elsewhere_a_unit_is_a_position() {
    NetworkBuilder net = new NetworkBuilder("dense", Shape.of(3), 1);
    net.relu("relu", net.dense("dense", net.input(), Dense.of(5)));
    Network dense = net.build();
    UnitGroups units = UnitGroups.of(dense, dense.nodes().getLast());
    assertThat(units).isEqualTo(new UnitGroups(5, 1));
    Tensor values = Tensor.of(Shape.of(1, 5), new float[] {1, -3, 0, 0, -2});
    assertThat(units.means(values)).isSameAs(values);
    assertThat(units.magnitudes(values)).isSameAs(values);
  }
}
