package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modaj.engine.TestTensors.awayFromZero;
import static org.modaj.engine.TestTensors.uniform;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.check.DoubleGradientCheck;
import org.modaj.engine.check.ElementMismatchException;

/** Unit means of sequences that end before the last step. */
class UnitMeansTest {
  private static final int STEPS = 5;
  private static final int UNITS = 3;

  private static double[] reference(double[] x, int[] lengths) {
    double[] means = new double[lengths.length * UNITS];
    for (int n = 0; n < lengths.length; n++) {
      for (int step = 0; step < lengths[n]; step++) {
        for (int u = 0; u < UNITS; u++) {
          means[n * UNITS + u] += Math.abs(x[(n * STEPS + step) * UNITS + u]) / lengths[n];
        }
      }
    }
    return means;
  }

  private static void verify(Function<Tensor, Tensor> means, int... lengths) {
    DoubleGradientCheck.standard()
        .verify(
            in -> means.apply(in[0]),
            in -> reference(in[0], lengths),
            awayFromZero("x", lengths.length, STEPS, UNITS));
  }

  @ParameterizedTest
  @CsvSource({"5, 5, 5, 5", "1, 3, 5, 2", "4, 1, 1, 1"})
  void values_and_every_gradient_element_are_right(int a, int b, int c, int d) {
    int[] lengths = {a, b, c, d};

    verify(x -> UnitMeans.apply(x, lengths), lengths);
  }

  @Test
  void the_check_would_find_steps_that_are_not_masked() {
    assertThatThrownBy(() -> verify(UnitMeans::apply, 1, 3, 5, 2))
        .isInstanceOf(ElementMismatchException.class);
  }

  @Test
  void steps_behind_the_end_have_no_gradient_and_no_influence() {
    Tensor x = awayFromZero("x", 2, STEPS, UNITS);
    Tensor other = x.copy().requireGrad(true);
    int[] lengths = {2, 5};
    for (int i = 2 * UNITS; i < STEPS * UNITS; i++) {
      other.data()[i] = Float.NaN;
    }
    Tensor means = UnitMeans.apply(other, lengths);

    Sum.apply(means).backward();

    assertThat(means.data()).containsExactly(UnitMeans.apply(x, lengths).data());
    for (int i = 0; i < x.elements(); i++) {
      boolean masked = i >= 2 * UNITS && i < STEPS * UNITS;
      float gradient = other.grad().data()[i];
      assertThat(gradient == 0).as("gradient of element %d is %s", i, gradient).isEqualTo(masked);
    }
  }

  @Test
  void zero_has_the_gradient_zero() {
    Tensor x = Tensor.zeros(1, STEPS, UNITS).requireGrad(true);

    Sum.apply(UnitMeans.apply(x, new int[] {3})).backward();

    assertThat(x.grad().data()).containsOnly(0f);
  }

  @Test
  void lengths_that_do_not_fit_are_refused() {
    Tensor x = uniform("x", 2, STEPS, UNITS);

    assertThatThrownBy(() -> UnitMeans.apply(x, new int[] {1}))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[1, steps, units]")
        .hasMessageContaining("[2, 5, 3]");
    assertThatThrownBy(() -> UnitMeans.apply(x, new int[] {0, 5}))
        .hasMessageContaining("lengths in [1, 5]")
        .hasMessageContaining("length 0");
    assertThatThrownBy(() -> UnitMeans.apply(x, new int[] {5, 6})).hasMessageContaining("length 6");
  }
}
