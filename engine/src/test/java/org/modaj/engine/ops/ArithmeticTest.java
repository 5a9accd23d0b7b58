package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.engine.TestTensors.awayFromZero;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Operators that work element by element, with broadcasting and without. */
class ArithmeticTest {
  private static final Map<String, BinaryOperator<Tensor>> BINARY =
      Map.of(
          "add", Add::apply, "subtract", Sub::apply, "multiply", Mul::apply, "divide", Div::apply);

  private static final int[][][] SHAPES = {
    {{3, 4}, {3, 4}},
    {{3, 4}, {4}},
    {{3, 4}, {3, 1}},
    {{3, 1}, {1, 4}},
    {{}, {2, 3}},
    {{2, 3}, {}},
    {{1}, {1, 1}},
    {{2, 1, 3, 1}, {4, 1, 5}},
    {{2, 3, 4}, {3, 4}},
  };

  static Stream<String> binary() {
    return BINARY.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("binary")
  void operands_are_repeated_and_their_gradients_summed(String name) {
    for (int[][] shapes : SHAPES) {
      hasItsSlope(
          in -> BINARY.get(name).apply(in[0], in[1]),
          leaf("a", shapes[0]),
          awayFromZero("b", shapes[1]));
    }
  }

  @ParameterizedTest
  @MethodSource("binary")
  void repeating_by_hand_gives_the_same_bits(String name) {
    for (int[][] shapes : SHAPES) {
      Tensor a = uniform("a", shapes[0]);
      Tensor b = uniform("b", shapes[1]);
      Tensor y = BINARY.get(name).apply(a, b);
      Tensor whole = BINARY.get(name).apply(Expand.apply(a, y.shape()), Expand.apply(b, y.shape()));
      assertThat(y.data()).isEqualTo(whole.data());
    }
  }

  @ParameterizedTest
  @MethodSource("binary")
  void empty_axes_stay_empty(String name) {
    BinaryOperator<Tensor> operator = BINARY.get(name);
    assertThat(operator.apply(Tensor.zeros(0, 3), uniform("b", 3)).shape())
        .isEqualTo(Shape.of(0, 3));
    assertThat(operator.apply(uniform("a", 2, 1), Tensor.zeros(0)).shape())
        .isEqualTo(Shape.of(2, 0));
    Tensor a = leaf("a", 3);
    operator.apply(a, Tensor.zeros(0, 3)).backward(Tensor.zeros(0, 3));
    assertThat(a.grad().data()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("binary")
  void shapes_that_cannot_be_aligned_are_refused(String name) {
    refused(
        () -> BINARY.get(name).apply(uniform("a", 2, 3), uniform("b", 2)),
        name,
        "shapes whose axes, aligned at the last one, are equal or 1",
        "[2, 3] and [2]");
    refused(
        () -> BINARY.get(name).apply(Tensor.zeros(0), uniform("b", 2)),
        name,
        "shapes whose axes, aligned at the last one, are equal or 1",
        "[0] and [2]");
  }

  @Test
  void large_tensors_are_cut_into_tasks() {
    Tensor a = uniform("a", 300, 200);
    Tensor row = uniform("row", 200);
    Tensor y = Mul.apply(a, row);
    for (int i = 0; i < y.elements(); i += 997) {
      assertThat(y.data()[i]).isEqualTo(a.data()[i] * row.data()[i % 200]);
    }
  }

  static Stream<Arguments> unary() {
    return Stream.of(
        unary("abs", Abs::apply, awayFromZero("x", 30)),
        unary("neg", Neg::apply, leaf("x", 30)),
        unary("leaky relu", x -> LeakyRelu.apply(x, 0.3), awayFromZero("x", 30)),
        unary("sqrt", Sqrt::apply, positive("x", 30)),
        unary("pow 2", x -> Pow.apply(x, 2), leaf("x", 30)),
        unary("pow 3", x -> Pow.apply(x, 3), leaf("x", 30)),
        unary("pow 1", x -> Pow.apply(x, 1), leaf("x", 30)),
        unary("pow -0.7", x -> Pow.apply(x, -0.7), positive("x", 30)),
        unary("clamp", x -> Clamp.apply(x, -2, 0.1), awayFromZero("x", 30)),
        unary("exp", Exp::apply, leaf("x", 30)),
        unary("log", Log::apply, positive("x", 30)),
        unary("tanh", Tanh::apply, leaf("x", 30)),
        unary("sigmoid", Sigmoid::apply, leaf("x", 30)),
        unary("silu", Silu::apply, leaf("x", 30)),
        unary("softplus", Softplus::apply, leaf("x", 30)),
        unary("gelu", Gelu::apply, leaf("x", 30)),
        unary("approximate gelu", Gelu::approximate, leaf("x", 30)));
  }

  private static Arguments unary(String name, UnaryOperator<Tensor> operator, Tensor x) {
    return Arguments.of(name, operator, x);
  }

  /** A leaf of numbers in [0.5, 2.5). */
  private static Tensor positive(String name, int size) {
    Tensor x = leaf(name, size);
    for (int i = 0; i < size; i++) {
      x.data()[i] += 1.5f;
    }
    return x;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unary")
  void has_its_slope(String name, UnaryOperator<Tensor> operator, Tensor x) {
    hasItsSlope(in -> operator.apply(in[0]), x);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unary")
  void nothing_gives_nothing(String name, UnaryOperator<Tensor> operator, Tensor x) {
    Tensor empty = Tensor.zeros(2, 0).requireGrad(true);
    Tensor y = operator.apply(empty);
    assertThat(y.shape()).isEqualTo(empty.shape());
    y.backward(Tensor.zeros(2, 0));
    assertThat(empty.grad().elements()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unary")
  void nan_stays_nan(String name, UnaryOperator<Tensor> operator, Tensor x) {
    assertThat(operator.apply(Tensor.scalar(Float.NaN)).item()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(floats = {90, 1e4f, 1e19f, 3e38f})
  void saturated_units_are_finite(float large) {
    Tensor x = Tensor.vector(large, -large).requireGrad(true);
    for (UnaryOperator<Tensor> operator :
        List.<UnaryOperator<Tensor>>of(Tanh::apply, Sigmoid::apply, Silu::apply, Softplus::apply)) {
      x.zeroGrad();
      Tensor y = operator.apply(x);
      y.backward(Tensor.vector(1, 1));
      assertThat(y.data()[1]).isBetween(-1f, 1e-30f);
      assertThat(x.grad().data()[0]).isBetween(0f, 1f);
      assertThat(x.grad().data()[1]).isBetween(-1e-30f, 1e-30f);
    }
    for (UnaryOperator<Tensor> operator :
        List.<UnaryOperator<Tensor>>of(Gelu::apply, Gelu::approximate)) {
      x.zeroGrad();
      Tensor y = operator.apply(x);
      y.backward(Tensor.vector(1, 1));
      assertThat(y.data()).containsExactly(large, -0f);
      assertThat(x.grad().data()).containsExactly(1, 0);
    }
  }

  @Test
  void small_softplus_keeps_its_digits() {
    Tensor y = Softplus.apply(Tensor.vector(-30));
    assertThat((double) y.data()[0]).isCloseTo(Math.exp(-30), within(1e-6 * Math.exp(-30)));
  }

  @Test
  void gradients_at_kinks() {
    Tensor x = Tensor.vector(-1, -0f, 0f, 1).requireGrad(true);
    Tensor ones = Tensor.vector(1, 1, 1, 1);
    Abs.apply(x).backward(ones);
    assertThat(x.grad().data()).containsExactly(-1, 0, 0, 1);
    x.zeroGrad();
    LeakyRelu.apply(x, 0.25).backward(ones);
    assertThat(x.grad().data()).containsExactly(0.25f, 0.25f, 0.25f, 1);
    x.zeroGrad();
    Clamp.apply(x, -1, 0).backward(ones);
    assertThat(x.grad().data()).containsExactly(1, 1, 1, 0);
    x.zeroGrad();
    Pow.apply(x, 0).backward(ones);
    assertThat(x.grad().data()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void a_clamp_without_a_range_is_refused() {
    for (double[] range : new double[][] {{1, 0}, {Double.NaN, 0}, {0, Double.NaN}}) {
      EngineException e =
          catchThrowableOfType(
              EngineException.class, () -> Clamp.apply(Tensor.scalar(0), range[0], range[1]));
      assertThat(e.operation()).isEqualTo("clamp");
      assertThat(e).hasMessageContaining("low " + range[0]);
    }
  }

  @Test
  void one_sided_clamps() {
    Tensor x = Tensor.vector(-2, 0, 2);
    assertThat(Clamp.atLeast(x, -1).data()).containsExactly(-1, 0, 2);
    assertThat(Clamp.atMost(x, 1).data()).containsExactly(-2, 0, 1);
  }

  @Test
  void a_tensor_used_twice_collects_both_gradients() {
    Tensor x = Tensor.vector(2, 3).requireGrad(true);
    Mul.apply(x, x).backward(Tensor.vector(1, 1));
    assertThat(x.grad().data()).containsExactly(4, 6);
    x.zeroGrad();
    Sub.apply(x, x).backward(Tensor.vector(1, 1));
    assertThat(x.grad().data()).containsExactly(0, 0);
  }

  @Test
  void constants_get_no_gradient() {
    Tensor constant = uniform("c", 4);
    Tensor x = leaf("x", 3, 4);
    for (BinaryOperator<Tensor> operator : BINARY.values()) {
      operator.apply(x, constant).backward(Tensor.full(x.shape(), 1));
      operator.apply(constant, x).backward(Tensor.full(x.shape(), 1));
    }
    assertThat(constant.grad()).isNull();
  }

  @Test
  void fluent_one_liners_are_the_operators() {
    Tensor a = uniform("a", 2, 3);
    Tensor b = uniform("b", 3);
    assertThat(a.add(b).data()).isEqualTo(Add.apply(a, b).data());
    assertThat(a.sub(b).data()).isEqualTo(Sub.apply(a, b).data());
    assertThat(a.mul(b).data()).isEqualTo(Mul.apply(a, b).data());
    assertThat(a.div(b).data()).isEqualTo(Div.apply(a, b).data());
    assertThat(a.relu().data()).isEqualTo(Relu.apply(a).data());
    assertThat(a.sum().item()).isEqualTo(Sum.apply(a).item());
    assertThat(a.sum(-1).shape()).isEqualTo(Shape.of(2));
    assertThat(a.mean().item()).isEqualTo(Mean.apply(a).item());
    assertThat(a.mean(0).shape()).isEqualTo(Shape.of(3));
    assertThat(a.reshape(3, -1).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(a.matmul(a.reshape(3, 2)).data())
        .isEqualTo(MatMul.apply(a, Reshape.apply(a, 3, 2)).data());
  }
}
