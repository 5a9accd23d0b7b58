package org.modaj.interop.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ScalarFunctionsTest {
  @Test
  void the_error_function_is_that_of_the_tables() {
    assertThat(ScalarFunctions.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-14));
    assertThat(ScalarFunctions.erf(-1)).isCloseTo(-0.8427007929497149, within(1e-14));
    assertThat(ScalarFunctions.erf(2.4)).isCloseTo(0.9993114861033549, within(1e-13));
    assertThat(ScalarFunctions.erf(3)).isCloseTo(0.9999779095030014, within(1e-13));
    assertThat(ScalarFunctions.erf(9)).isEqualTo(1);
  }

  @Test
  void decomposed_functions_are_recognized_by_value() {
    assertThat(known(x -> x * Math.min(Math.max(x + 3, 0), 6) / 6)).isEqualTo("hard_swish");
    assertThat(known(x -> Math.max(x, 0.2 * x))).isEqualTo("leaky_relu");
    assertThat(known(x -> x / (1 + StrictMath.exp(-x)))).isEqualTo("silu");
    assertThat(known(x -> 0.5 * x * (1 + ScalarFunctions.erf(x / 1.41421356)))).isEqualTo("gelu");
    assertThat(known(x -> Math.min(Math.max(x, 0), 6))).isEqualTo("relu6");
    assertThat(ScalarFunctions.recognize(x -> x >= 0 ? x : 0.25f * x))
        .isEqualTo(new ScalarFunctions.Known("leaky_relu", Map.of("slope", 0.25)));
    assertThat(ScalarFunctions.recognize(x -> x >= 0 ? x : 1.5 * StrictMath.expm1(x)))
        .isEqualTo(new ScalarFunctions.Known("elu", Map.of("alpha", 1.5)));
  }

  @Test
  void functions_that_are_no_activations_are_not_taken_for_one() {
    assertThat(ScalarFunctions.recognize(x -> x)).isNull();
    assertThat(ScalarFunctions.recognize(x -> 2 * x)).isNull();
    assertThat(ScalarFunctions.recognize(x -> x * x)).isNull();
    assertThat(ScalarFunctions.recognize(StrictMath::log)).isNull();
    assertThat(ScalarFunctions.recognize(x -> Math.min(Math.max(x, 0), 5))).isNull();
  }

  private static String known(DoubleUnaryOperator f) {
    ScalarFunctions.Known known = ScalarFunctions.recognize(f);
    return known == null ? "none" : known.type();
  }
}
