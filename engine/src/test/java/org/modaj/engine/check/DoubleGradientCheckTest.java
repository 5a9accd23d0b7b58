package org.modaj.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.TestTensors;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.MatMul;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Softmax;
import org.modaj.engine.ops.Tanh;

class DoubleGradientCheckTest {
  private static final DoubleGradientCheck CHECK = DoubleGradientCheck.standard();

  private static double[] squares(double[][] in) {
    return Arrays.stream(in[0]).map(x -> x * x).toArray();
  }

  /** Squares whose gradient is wrong by {@code error} at one element. */
  private static Tensor square(Tensor x, int wrong, float error) {
    Tensor y = Tensor.result(x.shape());
    for (int i = 0; i < x.elements(); i++) {
      y.data()[i] = x.data()[i] * x.data()[i];
    }
    return Autograd.record(
        "square",
        y,
        dy -> {
          Tensor dx = Tensor.result(x.shape());
          for (int i = 0; i < x.elements(); i++) {
            dx.data()[i] = 2 * x.data()[i] * dy[0].data()[i] + (i == wrong ? error : 0);
          }
          return new Tensor[] {dx};
        },
        x);
  }

  @Test
  void right_gradients_differ_by_the_rounding_of_floats_only() {
    Tensor x = TestTensors.leaf("x", 3, 5);
    assertThat(CHECK.verify(in -> square(in[0], -1, 0), DoubleGradientCheckTest::squares, x))
        .isLessThan(1e-7);
    assertThat(
            CHECK.verify(
                in -> Tanh.apply(in[0]),
                in -> Arrays.stream(in[0]).map(StrictMath::tanh).toArray(),
                x))
        .isLessThan(1e-6);
  }

  @Test
  void one_element_among_a_thousand_that_is_wrong_by_a_part_in_ten_thousand_is_found() {
    Tensor x = TestTensors.leaf("x", 1000);
    ElementMismatchException e =
        catchThrowableOfType(
            ElementMismatchException.class,
            () ->
                CHECK.verify(in -> square(in[0], 617, 3e-4f), DoubleGradientCheckTest::squares, x));

    assertThat(e.input()).isZero();
    assertThat(e.element()).isEqualTo(617);
    assertThat(Math.abs(e.actual() - e.expected())).isBetween(2.9e-4, 3.1e-4);
    assertThat(e).hasMessageContaining("element 617 of the gradient of input 0");
  }

  @Test
  void a_gradient_that_is_missing_or_not_a_number_is_found() {
    Tensor x = TestTensors.leaf("x", 7);
    for (float error : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThat(
              catchThrowableOfType(
                      ElementMismatchException.class,
                      () ->
                          CHECK.verify(
                              in -> square(in[0], 2, error), DoubleGradientCheckTest::squares, x))
                  .element())
          .isEqualTo(2);
    }
    ElementMismatchException missing =
        catchThrowableOfType(
            ElementMismatchException.class,
            () ->
                CHECK.verify(
                    in ->
                        Autograd.record(
                            "none", in[0].copy(), dy -> new Tensor[] {null, dy[0]}, in[0], in[1]),
                    in -> in[0],
                    x,
                    TestTensors.leaf("y", 7)));
    assertThat(missing.actual()).isZero();
  }

  @Test
  void a_wrong_value_is_found() {
    Tensor x = TestTensors.leaf("x", 4);
    ElementMismatchException e =
        catchThrowableOfType(
            ElementMismatchException.class,
            () -> CHECK.verify(in -> Mul.apply(in[0], in[0]), in -> in[0], x));
    assertThat(e.input()).isEqualTo(ElementMismatchException.VALUE);
    assertThat(e).hasMessageContaining("element 0 of the output");
  }

  @Test
  void operators_agree_with_references_written_as_plain_loops() {
    Tensor a = TestTensors.leaf("a", 5, 7);
    Tensor b = TestTensors.leaf("b", 7, 3);
    CHECK.verify(in -> MatMul.apply(in[0], in[1]), in -> product(in[0], in[1], 5, 7, 3), a, b);
    CHECK.verify(
        in -> Conv2d.apply(in[0], in[1], null, Conv2d.Options.of(1, 0)),
        in -> product(in[0], in[1], 6, 7, 3),
        TestTensors.leaf("image", 1, 2, 3, 7),
        TestTensors.leaf("weight", 1, 1, 7, 3));
    CHECK.verify(
        in -> Softmax.apply(in[0], 0),
        in -> {
          double[] e = Arrays.stream(in[0]).map(StrictMath::exp).toArray();
          double sum = Arrays.stream(e).sum();
          return Arrays.stream(e).map(x -> x / sum).toArray();
        },
        TestTensors.leaf("x", 9));
  }

  private static double[] product(double[] a, double[] b, int m, int k, int n) {
    double[] c = new double[m * n];
    for (int i = 0; i < m * n; i++) {
      for (int j = 0; j < k; j++) {
        c[i] += a[i / n * k + j] * b[j * n + i % n];
      }
    }
    return c;
  }

  @Test
  void arguments_are_checked() {
    Tensor x = TestTensors.leaf("x", 4);
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class,
            () -> CHECK.verify(in -> square(in[0], -1, 0), in -> new double[3], x));
    assertThat(e.expected()).isEqualTo("4 outputs of the reference");
    assertThat(e.actual()).isEqualTo("3");
    assertThat(
            catchThrowableOfType(
                EngineException.class,
                () -> CHECK.verify(in -> in[0].copy(), in -> in[0], Tensor.scalar(1))))
        .hasMessageContaining("requireGrad");
    assertThat(catchThrowableOfType(EngineException.class, () -> CHECK.tolerance(0))).isNotNull();
  }
}
