package org.modaj.nn.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class UnitLayoutTest {
  private final UnitSpace three = new UnitSpace("three", 3);
  private final UnitSpace two = new UnitSpace("two", 2);

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }

  @Test
  void a_space_stands_once_in_order() {
    UnitLayout layout = UnitLayout.of(three);
    assertThat(layout.positions()).isEqualTo(3);
    assertThat(layout.unit(2)).isEqualTo(2);
    assertThat(layout.wholeSpace()).isSameAs(three);
  }

  @Test
  void tiles_and_concatenations_are_no_whole_space() {
    assertThat(UnitLayout.of(three).tile(2).wholeSpace()).isNull();
    assertThat(UnitLayout.of(three).concat(UnitLayout.of(two)).wholeSpace()).isNull();
    assertThat(UnitLayout.of(three).tile(1).wholeSpace()).isSameAs(three);
  }

  @Test
  void kept_units_stay_wherever_they_stand() {
    KeptUnits kept = new KeptUnits();
    kept.set(three, bits(0, 2));
    UnitLayout layout = UnitLayout.of(three).tile(2).concat(UnitLayout.of(two));
    assertThat(layout.spaces()).containsExactly(three, two);
    assertThat(layout.keptPositions(kept)).containsExactly(0, 2, 3, 5, 6, 7);
  }

  @Test
  void spaces_of_one_name_are_different() {
    KeptUnits kept = new KeptUnits();
    kept.set(three, bits(1));
    UnitSpace twin = new UnitSpace("three", 3);
    assertThat(kept.count(twin)).isEqualTo(3);
    assertThat(kept.get(twin)).isEqualTo(bits(0, 1, 2));
    assertThat(kept.count(three)).isEqualTo(1);
  }

  @Test
  void kept_units_are_copies() {
    KeptUnits kept = new KeptUnits();
    BitSet mine = bits(1);
    kept.set(three, mine);
    mine.set(0);
    kept.get(three).set(2);
    assertThat(kept.get(three)).isEqualTo(bits(1));
  }

  @Test
  void a_unit_that_does_not_exist_is_refused() {
    KeptUnits kept = new KeptUnits();
    assertThatThrownBy(() -> kept.set(two, bits(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unit 2")
        .hasMessageContaining("two[2]");
  }
}
