package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseRunnersTest {
  private static final CaseRunner ANY = (c, a) -> new CaseResult();
  private static final CaseRunner SPECIAL = (c, a) -> new CaseResult();

  @ParameterizedTest
  @CsvSource({
    "leaky_relu_0p01, leaky_relu",
    "pow_m1p5, pow",
    "pow_2, pow",
    "clamp_m0p5_0p75, clamp",
    "clamp_min_0, clamp_min",
    "conv2d, conv2d",
    "max_pool2d, max_pool2d",
    "moda_losses, moda_losses",
  })
  void the_family_is_the_name_without_its_numbers(String op, String family) {
    assertThat(CaseRunners.family(op)).isEqualTo(family);
  }

  @Test
  void a_whole_name_comes_before_its_family() {
    CaseRunners runners = new CaseRunners(Map.of("pow", ANY, "pow_2", SPECIAL));

    assertThat(runners.find("pow_2")).containsSame(SPECIAL);
    assertThat(runners.find("pow_7p5")).containsSame(ANY);
    assertThat(runners.find("power")).isEmpty();
  }
}
