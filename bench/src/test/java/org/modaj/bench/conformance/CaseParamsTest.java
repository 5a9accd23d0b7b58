package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CaseParamsTest {
  private final CaseParams params =
      new CaseParams(
          "conv",
          JsonParser.parseString(
                  "{\"k\":3,\"lr\":0.05,\"bias\":true,\"pad\":\"same\",\"axes\":[0,2],\"none\":null,"
                      + "\"whole\":2.0,\"three\":[1,2,3]}")
              .getAsJsonObject());

  private static void refused(ThrowingCallable call, String problem) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GoldenCaseException.class,
            e -> {
              assertThat(e.caseName()).isEqualTo("conv");
              assertThat(e.problem()).isEqualTo(problem);
            });
  }

  @Test
  void reads_each_type() {
    assertThat(params.integer("k")).isEqualTo(3);
    assertThat(params.integer("whole")).isEqualTo(2);
    assertThat(params.number("lr")).isEqualTo(0.05);
    assertThat(params.number("k")).isEqualTo(3);
    assertThat(params.flag("bias")).isTrue();
    assertThat(params.text("pad")).isEqualTo("same");
    assertThat(params.integers("axes")).containsExactly(0, 2);
    assertThat(params.integers("k")).containsExactly(3);
    assertThat(params.numbers("axes")).containsExactly(0, 2);
    assertThat(params.numbers("lr")).containsExactly(0.05);
    assertThat(params.pair("axes")).containsExactly(0, 2);
    assertThat(params.pair("k")).containsExactly(3, 3);
  }

  @Test
  void null_counts_as_absent() {
    assertThat(params.has("k")).isTrue();
    assertThat(params.has("none")).isFalse();
    assertThat(params.has("stride")).isFalse();
  }

  @Test
  void refuses_another_type_with_the_name_of_the_case() {
    refused(() -> params.integer("lr"), "parameter 'lr' is 0.05, expected an integer");
    refused(() -> params.integer("axes"), "parameter 'axes' is [0,2], expected a single value");
    refused(() -> params.number("pad"), "parameter 'pad' is \"same\", expected a number");
    refused(() -> params.flag("k"), "parameter 'k' is 3, expected true or false");
    refused(() -> params.text("bias"), "parameter 'bias' is true, expected a text");
    refused(() -> params.numbers("pad"), "parameter 'pad' is \"same\", expected a number");
    refused(
        () -> params.pair("three"), "parameter 'three' is [1,2,3], expected one integer or two");
    refused(
        () -> params.integer("none"),
        "no parameter 'none' among [k, lr, bias, pad, axes, none, whole, three]");
  }
}
