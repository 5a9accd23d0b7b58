package org.modaj.nn.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.nn.unit.UnitFlow.Reading;

class UnitFlowTest {
  private final UnitLayout six = UnitLayout.input(0, 6);
  private final UnitLayout four = UnitLayout.input(1, 4);

  @Test
  void pointwise_positions_are_blocks_of_one() {
    UnitFlow flow = UnitFlow.pointwise(List.of(six, UnitLayout.input(1, 6)));
    assertThat(flow.positions()).isEqualTo(6);
    assertThat(flow.blocks()).isEqualTo(6);
    assertThat(flow.readings()).containsExactly(Reading.BLOCK, Reading.BLOCK);
    assertThat(flow.zeroes()).containsExactly(List.of(0, 1));
    assertThat(flow.neverZero().zeroes()).isEmpty();
    assertThat(UnitFlow.product(List.of(six, six)).zeroes())
        .containsExactly(List.of(0), List.of(1));
  }

  @Test
  void blocks_are_equal_and_in_order() {
    UnitFlow flow = UnitFlow.blocks(2, 8, List.of(six, four));
    assertThat(List.of(flow.blockOf(3), flow.blockOf(4), flow.blockOf(7))).containsExactly(0, 1, 1);
    for (int count : new int[] {0, 3, 4}) {
      assertThatThrownBy(() -> UnitFlow.blocks(count, 8, List.of(six, four)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(count + " equal blocks");
    }
  }

  @Test
  void mixing_and_whole_layers_read_everything() {
    UnitFlow dense = UnitFlow.mixing(5, List.of(six)).bind("weight", 0, six).bind("weight", 1);
    assertThat(dense.readings()).containsExactly(Reading.EACH);
    assertThat(dense.blocks()).isEqualTo(5);
    assertThat(dense.bindings())
        .containsExactly(
            new UnitFlow.Binding("weight", 0, six),
            new UnitFlow.Binding("weight", 1, UnitLayout.output(5)));
    assertThat(dense.reading(0, Reading.WHOLE).readings()).containsExactly(Reading.WHOLE);
    UnitFlow norm = UnitFlow.whole(6, List.of(six));
    assertThat(norm.blocks()).isEqualTo(1);
    assertThat(norm.readings()).containsExactly(Reading.WHOLE);
    assertThat(norm.zeroes()).isEmpty();
  }

  @Test
  void spread_positions_stay_together() {
    UnitFlow flow = UnitFlow.spread(six.tile(4));
    assertThat(flow.positions()).isEqualTo(24);
    assertThat(flow.blocks()).isEqualTo(6);
    assertThat(flow.blockOf(13)).isEqualTo(1);
    assertThatThrownBy(() -> UnitFlow.spread(four)).isInstanceOf(EngineException.class);
  }

  @Test
  void moved_positions_have_a_source_each() {
    UnitFlow flow = UnitFlow.rearranged(six.concat(four));
    assertThat(flow.positions()).isEqualTo(10);
    assertThat(flow.moved()).contains(six.concat(four));
  }

  @Test
  void units_can_be_several_positions() {
    assertThat(UnitFlow.pointwise(List.of(six)).units()).isEqualTo(6);
    assertThat(UnitFlow.blocks(3, 6, List.of(six)).unitsOf(2).units()).isEqualTo(3);
  }
}
