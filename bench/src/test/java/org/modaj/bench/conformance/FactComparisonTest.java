package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactComparisonTest {
  private static String problem(String want, Object got) {
    return FactComparison.compare("f", JsonParser.parseString(want), got).problem();
  }

  @Test
  void integers_are_exact() {
    assertThat(problem("4294967295", 4294967295L)).isEmpty();
    assertThat(problem("7", 7)).isEmpty();
    assertThat(problem("7", 8)).isEqualTo("f is 8, expected 7");
    assertThat(problem("7", 7.0)).isEqualTo("f is 7.0, expected 7");
    assertThat(problem("7", "7")).isEqualTo("f is 7, expected 7");
  }

  @Test
  void other_numbers_may_differ_by_rounding() {
    assertThat(problem("0.002561478156557919", 0.002561478156557919)).isEmpty();
    assertThat(problem("0.002561478156557919", Math.nextUp(0.002561478156557919))).isEmpty();
    assertThat(problem("0.002561478156557919", 0.00256147815)).isNotEmpty();
    assertThat(problem("0.5", Double.NaN)).isNotEmpty();
  }

  @Test
  void lists_and_objects_name_the_place() {
    assertThat(
            problem("[[\"conv1\",3],[\"fc\",10]]", List.of(List.of("conv1", 3), List.of("fc", 9))))
        .isEqualTo("f[1][1] is 9, expected 10");
    assertThat(problem("[1,2]", List.of(1))).isEqualTo("f has 1 entries, expected 2");
    assertThat(problem("{\"0.5\":[],\"0.9\":[{\"k\":1}]}", Map.of("0.5", List.of())))
        .isEqualTo("f has the keys [0.5], expected [0.5, 0.9]");
    assertThat(problem("{\"tie\":true}", Map.of("tie", false)))
        .isEqualTo("f.tie is false, expected true");
    assertThat(problem("{\"tie\":true}", Map.of("tie", true))).isEmpty();
  }

  @Test
  void another_kind_of_value_is_a_difference() {
    assertThat(problem("[1]", 1)).isEqualTo("f is 1, expected [1]");
    assertThat(problem("[1]", Arrays.asList((Object) null))).isEqualTo("f[0] is null, expected 1");
    assertThat(problem("true", "true")).isEqualTo("f is true, expected true");
  }
}
