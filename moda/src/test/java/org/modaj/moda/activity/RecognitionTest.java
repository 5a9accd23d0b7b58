package org.modaj.moda.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.activity.Recognition.Starved;

class RecognitionTest {

  private static int[] indices(BitSet units) {
    return units.stream().toArray();
  }

  @Test
  void eighteen_of_twenty_are_nine_tenths() {
    float[] rates = {18f / 20f, 17f / 20f, 9f / 10f, 450f / 500f, 4500f / 5000f};
    assertThat(indices(Recognition.at(0.9).keep(new float[][] {rates})[0]))
        .containsExactly(0, 2, 3, 4);
  }

  @Test
  void the_whole_range_of_thresholds() {
    float[][] rates = {{0, 0.5f, 1}};
    assertThat(indices(Recognition.at(0).keep(rates)[0])).containsExactly(0, 1, 2);
    assertThat(indices(Recognition.at(0.5).keep(rates)[0])).containsExactly(1, 2);
    assertThat(indices(Recognition.at(1).keep(rates)[0])).containsExactly(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void other_thresholds_are_refused(double threshold) {
    ModularizationException e =
        catchThrowableOfType(ModularizationException.class, () -> Recognition.at(threshold));
    assertThat(e.operation()).isEqualTo("modularize");
    assertThat(e).hasMessageContaining("[0, 1]").hasMessageContaining("" + (float) threshold);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "199, 1", "200, 1", "399, 1", "400, 2", "600, 3", "4096, 20"})
  void the_minimum_is_half_a_percent_and_at_least_one(int units, int minimum) {
    assertThat(Recognition.minimum(units)).isEqualTo(minimum);
  }

  @Test
  void a_starved_class_gets_as_many_as_the_largest_keeps() {
    float[][] rates = {
      {1, 1, 1, 0, 0},
      {0.1f, 0.2f, 0.3f, 0.8f, 0.4f},
      {0, 0, 0, 0, 0.95f},
    };
    BitSet[] kept = Recognition.at(0.9).keep(rates);
    assertThat(indices(kept[0])).containsExactly(0, 1, 2);
    assertThat(indices(kept[1])).containsExactly(2, 3, 4);
    assertThat(indices(kept[2])).containsExactly(4); // one is enough of five
  }

  @Test
  void or_only_the_minimum() {
    float[][] rates = {{1, 1, 1, 0}, {0.1f, 0.2f, 0.8f, 0.4f}};
    BitSet[] kept = new Recognition(0.9f, Starved.MINIMAL).keep(rates);
    assertThat(indices(kept[0])).containsExactly(0, 1, 2);
    assertThat(indices(kept[1])).containsExactly(2);
  }

  @Test
  void among_equals_the_lowest_index_comes_first() {
    float[][] rates = {{1, 1, 1, 0, 0, 0}, {0.2f, 0.5f, 0.2f, 0.5f, 0.2f, 0.5f}, new float[6]};
    BitSet[] kept = Recognition.at(0.9).keep(rates);
    assertThat(indices(kept[1])).containsExactly(1, 3, 5);
    assertThat(indices(kept[2])).containsExactly(0, 1, 2);
    rates[0][2] = 0;
    kept = Recognition.at(0.9).keep(rates);
    assertThat(indices(kept[1])).containsExactly(1, 3);
    assertThat(indices(kept[2])).containsExactly(0, 1);
  }

  @Test
  void when_all_classes_starve_each_gets_the_minimum() {
    float[][] rates = new float[2][400];
    rates[1][399] = 0.5f;
    BitSet[] kept = Recognition.at(0.9).keep(rates);
    assertThat(indices(kept[0])).containsExactly(0, 1);
    assertThat(indices(kept[1])).containsExactly(0, 399);
  }

  @Test
  void a_rate_that_is_no_rate_is_refused() {
    for (float rate : new float[] {Float.NaN, -0.1f, 1.1f}) {
      ModularizationException e =
          catchThrowableOfType(
              ModularizationException.class,
              () -> Recognition.at(0.9).keep(new float[][] {{1, 1}, {1, rate}}));
      assertThat(e).hasMessageContaining("unit 1 for class 1").hasMessageContaining("" + rate);
    }
  }
}
