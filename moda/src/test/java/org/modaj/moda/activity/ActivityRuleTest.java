package org.modaj.moda.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;

/** Rules as text and as decisions. */
class ActivityRuleTest {
  static Stream<ActivityRule> rules() {
    return Stream.of(
        new ActivityRule.NonZero(),
        new ActivityRule.RelativeMean(0),
        new ActivityRule.RelativeMean(0.2f),
        new ActivityRule.RelativeMean(1),
        new ActivityRule.LayerMean(0),
        new ActivityRule.LayerMean(0.5f),
        new ActivityRule.LayerMean(3),
        new ActivityRule.StepShare(0, 0),
        new ActivityRule.StepShare(0.1f, 0.5f),
        new ActivityRule.StepShare(1e-30f, 1),
        new ActivityRule.StepShare(3.5e7f, 1));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void what_a_rule_writes_is_read_as_the_same_rule(ActivityRule rule) {
    assertThat(ActivityRule.parse(rule.toString())).isEqualTo(rule);
  }

  @Test
  void the_texts_in_files_are_these() {
    assertThat(ActivityRule.parse("nonzero")).isEqualTo(new ActivityRule.NonZero());
    assertThat(ActivityRule.parse("relative-mean 0.4"))
        .isEqualTo(new ActivityRule.RelativeMean(0.4f));
    assertThat(ActivityRule.parse("layer-mean 0.5")).isEqualTo(new ActivityRule.LayerMean(0.5f));
    assertThat(ActivityRule.parse("step-share 0.1 0.5"))
        .isEqualTo(new ActivityRule.StepShare(0.1f, 0.5f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "zero",
        "NONZERO",
        "nonzero 1",
        "nonzero ",
        " nonzero",
        "relative-mean",
        "relative-mean x",
        "relative-mean ",
        "relative-mean 0.1 0.2",
        "relative-mean  0.1",
        "step-share 0.1",
        "step-share 0.1 half",
        "step-share 0.1 0.5 1"
      })
  void another_text_is_refused_and_quoted(String text) {
    assertThatThrownBy(() -> ActivityRule.parse(text))
        .isInstanceOf(ModularizationException.class)
        .hasMessageStartingWith("\"" + text + "\" is no activity rule: ");
  }

  @ParameterizedTest
  @CsvSource({
    "relative-mean -0.1, 'in [0, 1], but is -0.1'",
    "relative-mean 1.5, 'in [0, 1], but is 1.5'",
    "relative-mean NaN, 'in [0, 1], but is NaN'",
    "layer-mean -1, 'at least 0, but is -1.0'",
    "step-share -1 0.5, 'at least 0, but is -1.0'",
    "step-share Infinity 0.5, 'at least 0, but is Infinity'",
    "step-share 0.1 1.01, 'in [0, 1], but is 1.01'",
    "step-share 0.1 -0.5, 'in [0, 1], but is -0.5'",
  })
  void numbers_out_of_range_are_refused_with_the_range(String text, String range) {
    assertThatThrownBy(() -> ActivityRule.parse(text))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining(range);
  }

  @Test
  void steps_behind_the_end_of_a_sequence_do_not_count() {
    // two sequences of three steps, two units; the first one ends after two steps
    float[] values = {0.5f, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0, 0.5f, 0.5f, 0};
    Tensor activation = Tensor.of(Shape.of(2, 3, 2), values);
    Tensor means = Tensor.of(Shape.of(2, 2), new float[] {0.25f, 0.25f, 0.33f, 0.17f});
    ActivityRule twoThirds = new ActivityRule.StepShare(0.1f, 0.6f);

    assertThat(twoThirds.active(activation, means, new int[] {2, 3}))
        .containsExactly(false, false, true, false);
    assertThat(twoThirds.active(activation, means, null)).containsExactly(true, true, true, false);
  }

  @Test
  void the_mean_of_the_layer_is_that_of_its_units_in_the_same_sample() {
    Tensor means = Tensor.of(Shape.of(2, 3), new float[] {8, 1, 0, 3, 1.5f, 1.5f});
    assertThat(new ActivityRule.LayerMean(0.5f).active(means, means, null))
        .containsExactly(true, false, false, true, true, true);
    assertThat(new ActivityRule.LayerMean(0).active(means, means, null))
        .containsExactly(true, true, false, true, true, true);
  }
}
