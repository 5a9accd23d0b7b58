package org.modaj.bench.conformance.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

class ExpressionTest {
  private static final Tensor A = Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4});
  private static final Tensor B = Tensor.of(Shape.of(2, 2), new float[] {0, 1, 1, 0});

  private static Map<String, Tensor> values(String text) {
    return new Expression("some case", text, Map.of("a", A, "b", B)).evaluate();
  }

  private static float[] y(String text) {
    return values(text).get("y").data();
  }

  @Test
  void products_bind_closer_than_sums() {
    assertThat(y("a + b*a - 1")).containsExactly(0, 3, 5, 3);
    assertThat(y("(a+b)*(a-b)")).containsExactly(1, 3, 8, 16);
    assertThat(y("a/(b+1)")).containsExactly(1, 1, 1.5f, 4);
    assertThat(y("2.5a - 3")).containsExactly(-0.5f, 2, 4.5f, 7);
    assertThat(y("(a-b)^2")).containsExactly(1, 1, 4, 16);
  }

  @Test
  void names_side_by_side_are_matrix_products() {
    assertThat(y("a b")).containsExactly(2, 1, 4, 3);
    assertThat(y("a @ b")).containsExactly(2, 1, 4, 3);
    assertThat(y("a^T b + sum(a^T a)")).containsExactly(61, 59, 62, 60);
  }

  @Test
  void slices() {
    assertThat(y("a[1:]")).containsExactly(3, 4);
    assertThat(y("a[:, -1:]")).containsExactly(2, 4);
    assertThat(y("a[0:1] * a[1:2]")).containsExactly(3, 8);
    assertThat(y("a[0::2, ::1]")).containsExactly(1, 2);
  }

  @Test
  void functions() {
    assertThat(y("permute(a, [1,0])")).containsExactly(1, 3, 2, 4);
    assertThat(values("reshape(a^T, [-1])").get("y").shape()).isEqualTo(Shape.of(4));
    assertThat(y("mean(a)")).containsExactly(2.5f);
    assertThat(y("exp(b - b) + tanh(b-b)")).containsExactly(1, 1, 1, 1);
    assertThat(y("a.sum(axis 0) + a.mean(axis 1)")).containsExactly(5.5f, 9.5f);
  }

  @Test
  void values_have_names() {
    Map<String, Tensor> values = values("h=a*a; y=h.sum(axis 0) ; z = mean(h)");
    assertThat(values.get("y").data()).containsExactly(10, 20);
    assertThat(values.get("z").item()).isEqualTo(7.5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a + | a name",
        "a + c | one of",
        "(a + b | ')'",
        "sine(a) | a function instead of sine",
        "a.max(axis 0) | sum or mean",
        "a ! b | an operator",
        "a[1] | ':'",
        "a^ | more"
      })
  void what_it_does_not_understand_it_says(String text, String part) {
    GoldenCaseException e = catchThrowableOfType(GoldenCaseException.class, () -> values(text));
    assertThat(e).isNotNull();
    assertThat(e.caseName()).isEqualTo("some case");
    assertThat(e.problem()).contains(text).contains("expected " + part);
  }
}
