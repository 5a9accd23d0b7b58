package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.engine.TestTensors.awayFromZero;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.check.DoubleGradientCheck;
import org.modaj.engine.kernel.Parallel;

/** Element-wise activations against their definitions in double precision. */
class ActivationOperatorsTest {
  record Activation(String name, UnaryOperator<Tensor> operator, DoubleUnaryOperator definition) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Activation> activations() {
    return Stream.of(
        new Activation("relu6", Relu6::apply, x -> Math.min(Math.max(x, 0), 6)),
        new Activation("hard sigmoid", HardSigmoid::apply, ActivationOperatorsTest::hardSigmoid),
        new Activation("hard swish", HardSwish::apply, x -> x * hardSigmoid(x)),
        new Activation("softsign", Softsign::apply, x -> x / (1 + Math.abs(x))),
        new Activation("elu", x -> Elu.apply(x, 0.7), x -> elu(x, 0.7, 1)),
        new Activation("celu", x -> Celu.apply(x, 1.3), x -> elu(x, 1.3, 1.3)),
        new Activation(
            "selu", Selu::apply, x -> 1.0507009873554804934 * elu(x, 1.6732632423543772848, 1)),
        new Activation("mish", Mish::apply, x -> x * StrictMath.tanh(softplus(x))),
        new Activation("softplus", Softplus::apply, ActivationOperatorsTest::softplus),
        new Activation("log sigmoid", LogSigmoid::apply, x -> -softplus(-x)));
  }

  private static double hardSigmoid(double x) {
    return Math.min(Math.max(x / 6 + 0.5, 0), 1);
  }

  private static double elu(double x, double alpha, double width) {
    return x > 0 ? x : alpha * StrictMath.expm1(x / width);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void values_and_slopes(Activation activation) {
    Tensor near = awayFromZero("x", 7, 11);
    DoubleGradientCheck.standard()
        .verify(
            in -> activation.operator.apply(in[0]),
            in -> Arrays.stream(in[0]).map(activation.definition).toArray(),
            near);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void values_and_slopes_far_from_zero(Activation activation) {
    float[] points = {-100, -30, -9.3f, -4.1f, -2.2f, -0.6f, 0.4f, 2.9f, 5.5f, 8, 31, 100};
    Tensor x = Tensor.vector(points).requireGrad(true);
    Tensor y = activation.operator.apply(x);
    y.backward(Tensor.full(y.shape(), 1));
    for (int i = 0; i < points.length; i++) {
      double expected = activation.definition.applyAsDouble(points[i]);
      assertThat((double) y.data()[i])
          .as("%s at %s", activation, points[i])
          .isCloseTo(expected, within(1e-6 + 1e-6 * Math.abs(expected)));
      double h = 1e-5;
      double slope =
          (activation.definition.applyAsDouble(points[i] + h)
                  - activation.definition.applyAsDouble(points[i] - h))
              / (2 * h);
      assertThat((double) x.grad().data()[i])
          .as("slope of %s at %s", activation, points[i])
          .isCloseTo(slope, within(2e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void not_a_number_stays_one_and_threads_change_nothing(Activation activation) {
    assertThat(activation.operator.apply(Tensor.vector(Float.NaN)).item()).isNaN();
    Tensor x = leaf("x", 5, 9001);
    int threads = Parallel.threads();
    try {
      Parallel.setThreads(1);
      float[] one = activation.operator.apply(x).data();
      Parallel.setThreads(3);
      assertThat(activation.operator.apply(x).data()).isEqualTo(one);
    } finally {
      Parallel.setThreads(threads);
    }
  }

  @Test
  void small_numbers_keep_their_digits() {
    Tensor x = Tensor.vector(-1e-6f);
    assertThat((double) Elu.apply(x, 1).item()).isCloseTo(-1e-6, within(1e-12));
    assertThat((double) Celu.apply(x, 2).item()).isCloseTo(-1e-6, within(1e-12));
  }

  @Test
  void at_their_corners_slopes_are_those_of_the_documentation() {
    Tensor x = Tensor.vector(-3, 0, 3, 6).requireGrad(true);
    Relu6.apply(x).backward(Tensor.vector(1, 1, 1, 1));
    assertThat(x.grad().data()).containsExactly(0, 0, 1, 0);
    x.zeroGrad();
    HardSigmoid.apply(x).backward(Tensor.vector(6, 6, 6, 6));
    assertThat(x.grad().data()).containsExactly(0, 1, 0, 0);
    x.zeroGrad();
    HardSwish.apply(x).backward(Tensor.vector(1, 1, 1, 1));
    assertThat(x.grad().data()).containsExactly(-0.5f, 0.5f, 1, 1);
  }

  @Test
  void prelu_has_a_slope_for_each_channel() {
    Tensor x = Tensor.of(Shape.of(2, 3), new float[] {1, -2, -3, -4, 5, 0});
    Tensor slope = Tensor.vector(0.5f, 0.25f, 2).requireGrad(true);
    Tensor y = Prelu.apply(x, slope);
    assertThat(y.data()).containsExactly(1, -0.5f, -6, -2, 5, 0);
    y.backward(Tensor.full(y.shape(), 1));
    assertThat(slope.grad().data()).containsExactly(-4, -2, -3);
    hasItsSlope(in -> Prelu.apply(in[0], in[1]), awayFromZero("x", 2, 3, 4, 5), leaf("a", 5));
    hasItsSlope(in -> Prelu.apply(in[0], in[1]), awayFromZero("x", 6, 5), leaf("a", 1));
    refused(
        () -> Prelu.apply(x, Tensor.vector(1, 2)),
        "prelu",
        "one slope, or one for each channel on the last axis",
        "input [2, 3], slopes [2]");
  }

  @Test
  void alpha_of_celu_must_be_positive() {
    assertThatThrownBy(() -> Celu.apply(Tensor.scalar(1), 0))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("alpha must be positive, but is 0.0");
  }
}
