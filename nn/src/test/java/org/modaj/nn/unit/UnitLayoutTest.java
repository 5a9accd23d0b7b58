package org.modaj.nn.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.modaj.engine.ShapeException;

class UnitLayoutTest {
  private final UnitLayout three = UnitLayout.input(0, 3);
  private final UnitLayout two = UnitLayout.input(1, 2);

  @Test
  void positions_stand_once_in_order() {
    assertThat(three.size()).isEqualTo(3);
    assertThat(three.position(2)).isEqualTo(2);
    assertThat(three.input(2)).isEqualTo(0);
    assertThat(three.isOutput(2)).isFalse();
    assertThat(UnitLayout.output(3).isOutput(2)).isTrue();
    assertThat(three).isEqualTo(UnitLayout.input(0, 3)).isNotEqualTo(UnitLayout.output(3));
    assertThat(three).hasSameHashCodeAs(UnitLayout.input(0, 3));
  }

  @Test
  void layouts_are_repeated_chosen_and_put_one_after_the_other() {
    assertThat(three.tile(2)).hasToString("[in0:0 in0:1 in0:2 in0:0 in0:1 in0:2]");
    assertThat(three.repeat(2)).hasToString("[in0:0 in0:0 in0:1 in0:1 in0:2 in0:2]");
    assertThat(three.part(1, 3)).hasToString("[in0:1 in0:2]");
    assertThat(two.concat(UnitLayout.output(1))).hasToString("[in1:0 in1:1 out:0]");
    assertThat(three.concat(two).pick(4, -1, 0)).hasToString("[in1:1 0 in0:0]");
    assertThat(three.pick(-1).isZero(0)).isTrue();
    assertThat(three.pick(-1).isOutput(0)).isFalse();
    assertThat(three.tile(1)).isEqualTo(three);
  }

  @Test
  void an_index_that_there_is_not_is_refused() {
    assertThatThrownBy(() -> two.pick(0, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[-1, 2)")
        .hasMessageContaining("index 2");
    assertThatThrownBy(() -> two.pick(-2)).isInstanceOf(ShapeException.class);
  }
}
