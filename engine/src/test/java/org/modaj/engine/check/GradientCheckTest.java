package org.modaj.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.TestTensors;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Relu;

class GradientCheckTest {
  private static final GradientCheck CHECK = GradientCheck.standard();

  /** An element-wise function with a claimed derivative. */
  private static Tensor map(Tensor x, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
    Tensor y = Tensor.result(x.shape());
    for (int i = 0; i < x.elements(); i++) {
      y.data()[i] = (float) f.applyAsDouble(x.data()[i]);
    }
    return Autograd.record(
        "map",
        y,
        dy -> {
          Tensor dx = Tensor.result(x.shape());
          for (int i = 0; i < x.elements(); i++) {
            dx.data()[i] = (float) (slope.applyAsDouble(x.data()[i]) * dy[0].data()[i]);
          }
          return new Tensor[] {dx};
        },
        x);
  }

  private static Tensor exp(Tensor x) {
    return map(x, StrictMath::exp, StrictMath::exp);
  }

  @Test
  void a_right_gradient_agrees_to_a_few_parts_in_a_million() {
    Tensor x = TestTensors.leaf("x", 40);

    List<GradientComparison> comparisons = CHECK.verify(in -> exp(in[0]), x);

    assertThat(comparisons).hasSize(3);
    assertThat(comparisons)
        .allSatisfy(c -> {
          assertThat(c.isDecisive(0.002)).isTrue();
          assertThat(c.difference()).isLessThan(1e-5 * c.scale());
          assertThat(c.order()).isBetween(1.9, 2.1);
        });
  }

  @Test
  void a_gradient_wrong_by_half_a_percent_is_found() {
    Tensor x = TestTensors.leaf("x", 40);

    GradientMismatchException e =
        catchThrowableOfType(
            GradientMismatchException.class,
            () ->
                CHECK.verify(in -> map(in[0], StrictMath::exp, v -> 1.005 * StrictMath.exp(v)), x));

    assertThat(e.comparison().input()).isZero();
    assertThat(e.comparison().order()).isBetween(-0.5, 0.5);
    assertThat(e).hasMessageContaining("the gradient is wrong");
  }

  @Test
  void a_missing_gradient_is_found() {
    Tensor x = TestTensors.leaf("x", 5);
    Function<Tensor[], Tensor> forgetful =
        in -> Autograd.record("half", in[0].copy(), dy -> new Tensor[] {null, dy[0]}, in[0], in[1]);
    GradientMismatchException e =
        catchThrowableOfType(
            GradientMismatchException.class,
            () -> CHECK.verify(forgetful, x, TestTensors.leaf("y", 5)));
    assertThat(e.comparison().analytic()).isZero();
    assertThat(e.comparison().numeric()).isNotZero();
  }

  @Test
  void a_right_gradient_of_a_function_too_curved_for_the_step_says_so() {
    Tensor x = TestTensors.leaf("x", 4);
    Function<Tensor[], Tensor> wave =
        in -> map(in[0], v -> StrictMath.sin(200 * v), v -> 200 * StrictMath.cos(200 * v));
    GradientMismatchException e =
        catchThrowableOfType(GradientMismatchException.class, () -> CHECK.verify(wave, x));
    assertThat(e.comparison().order()).isGreaterThan(1);
    assertThat(e).hasMessageContaining("use a smaller step");
    assertThat(CHECK.step(0.01).verify(wave, x)).hasSize(3);
  }

  @Test
  void only_inputs_that_require_a_gradient_are_compared() {
    Tensor constant = TestTensors.uniform("c", 3);
    List<GradientComparison> comparisons =
        CHECK
            .directions(2, 7)
            .verify(in -> Add.apply(exp(in[0]), in[1]), constant, TestTensors.leaf("x", 3));
    assertThat(comparisons).extracting(GradientComparison::input).containsExactly(1, 1);
    assertThat(comparisons).extracting(GradientComparison::direction).containsExactly(0, 1);
  }

  @Test
  void several_outputs_are_checked_together() {
    Tensor x = TestTensors.leaf("x", 6);
    assertThat(
            CHECK.verifyAll(in -> new Tensor[] {exp(in[0]), map(in[0], v -> v * v, v -> 2 * v)}, x))
        .hasSize(3);
    assertThat(
            catchThrowableOfType(
                GradientMismatchException.class,
                () ->
                    CHECK.verifyAll(
                        in -> new Tensor[] {exp(in[0]), map(in[0], v -> v * v, v -> v)}, x)))
        .isNotNull();
  }

  @Test
  void the_inputs_stay_as_they_are() {
    Tensor x = TestTensors.leaf("x", 6);
    float[] before = x.data().clone();
    x.setGrad(Tensor.zeros(6));
    CHECK.verify(in -> exp(in[0]), x);
    assertThat(x.data()).isEqualTo(before);
    assertThat(x.grad().data()).containsOnly(0);
  }

  @Test
  void rounding_that_hides_the_slope_is_not_decisive() {
    Tensor x = TestTensors.leaf("x", 6);
    List<GradientComparison> comparisons = CHECK.verify(in -> map(in[0], v -> 1e6 + v, v -> 1), x);
    assertThat(comparisons).noneMatch(c -> c.isDecisive(0.002));
  }

  @Test
  void a_kink_is_seen_as_a_difference_that_does_not_shrink_as_it_should() {
    Tensor x = Tensor.vector(0, 0, 0, 0).requireGrad(true);
    assertThat(
            catchThrowableOfType(
                GradientMismatchException.class, () -> CHECK.verify(in -> Relu.apply(in[0]), x)))
        .hasMessageContaining("kink");
  }

  @Test
  void without_anything_to_check_it_fails() {
    EngineException e =
        catchThrowableOfType(
            EngineException.class, () -> CHECK.verify(in -> exp(in[0]), Tensor.scalar(1)));
    assertThat(e.operation()).isEqualTo("gradient check");
  }

  @Test
  void settings_are_checked() {
    assertThat(catchThrowableOfType(EngineException.class, () -> CHECK.step(0))).isNotNull();
    assertThat(catchThrowableOfType(EngineException.class, () -> CHECK.directions(0, 1)))
        .isNotNull();
  }
}
