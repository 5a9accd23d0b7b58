package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.engine.TestTensors.distinct;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.NonFiniteException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Operators that reduce axes or normalize along one. */
class ReductionOperatorsTest {
  private static final int[][] AXES = {{0}, {1}, {-1}, {0, 1}, {1, 3}, {0, -2}, {0, 2, 3}, {2, 1}};

  @Test
  void slopes_over_any_axes() {
    for (int[] axes : AXES) {
      for (boolean keepDim : new boolean[] {false, true}) {
        hasItsSlope(in -> Sum.apply(in[0], axes, keepDim), leaf("x", 2, 3, 4, 5));
        hasItsSlope(in -> Mean.apply(in[0], axes, keepDim), leaf("x", 2, 3, 4, 5));
        hasItsSlope(in -> Max.apply(in[0], axes, keepDim), distinct("x", 2, 3, 4, 5));
        hasItsSlope(in -> Min.apply(in[0], axes, keepDim), distinct("x", 2, 3, 4, 5));
        hasItsSlope(in -> Variance.apply(in[0], axes, keepDim, true), leaf("x", 2, 3, 4, 5));
      }
    }
    hasItsSlope(in -> Variance.apply(in[0], new int[] {1}, false, false), leaf("x", 3, 4));
  }

  @Test
  void shapes_and_values_over_any_axes() {
    Tensor x = uniform("x", 2, 3, 4, 5);
    for (int[] axes : AXES) {
      boolean[] reduced = new boolean[4];
      for (int axis : axes) {
        reduced[axis < 0 ? axis + 4 : axis] = true;
      }
      Shape kept = x.shape();
      for (int axis = 0; axis < 4; axis++) {
        kept = reduced[axis] ? kept.with(axis, 1) : kept;
      }
      double[] sums = new double[kept.elements()];
      int[] counts = new int[sums.length];
      for (int i = 0; i < x.elements(); i++) {
        int to = 0;
        for (int axis = 0, rest = x.elements(); axis < 4; axis++) {
          rest /= x.dim(axis);
          to = to * kept.dim(axis) + (reduced[axis] ? 0 : i / rest % x.dim(axis));
        }
        sums[to] += x.data()[i];
        counts[to]++;
      }
      Tensor sum = Sum.apply(x, axes, true);
      Tensor mean = Mean.apply(x, axes, true);
      assertThat(sum.shape()).isEqualTo(kept);
      assertThat(Sum.apply(x, axes, false).shape().rank()).isEqualTo(4 - axes.length);
      for (int i = 0; i < sums.length; i++) {
        assertThat(sum.data()[i]).isEqualTo((float) sums[i]);
        assertThat(mean.data()[i]).isEqualTo((float) (sums[i] / counts[i]));
      }
    }
  }

  @Test
  void everything_and_nothing() {
    Tensor x = uniform("x", 3, 4);
    assertThat(Sum.apply(x).shape()).isEqualTo(Shape.of());
    assertThat(Sum.apply(x, new int[0], false).data()).isEqualTo(x.data());
    assertThat(Sum.apply(Tensor.scalar(2)).item()).isEqualTo(2);
    assertThat(Sum.apply(Tensor.zeros(0, 3), new int[] {0}, false).data()).containsExactly(0, 0, 0);
    assertThat(Sum.apply(Tensor.zeros(3, 0), new int[] {0}, false).shape()).isEqualTo(Shape.of(0));
    assertThat(Sum.apply(Tensor.zeros(0, 3, 2), new int[] {0, 2}, false).data())
        .containsExactly(0, 0, 0);
    assertThat(Mean.apply(Tensor.zeros(0)).item()).isNaN();
    assertThat(Max.apply(Tensor.zeros(0, 3), new int[] {1}, false).shape()).isEqualTo(Shape.of(0));
    assertThat(Variance.apply(Tensor.vector(1), new int[] {0}, false, true).item()).isNaN();
    assertThat(Variance.apply(Tensor.vector(1), new int[] {0}, false, false).item()).isZero();
  }

  @Test
  void a_long_sum_is_exact_to_the_last_place() {
    Tensor x = uniform("x", 100_003);
    double sum = 0;
    for (float value : x.data()) {
      sum += value;
    }
    assertThat(Sum.apply(x).item()).isEqualTo((float) sum);
  }

  @Test
  void extremes_that_tie_share_the_gradient() {
    Tensor x = Tensor.vector(1, 3, 3, 0, 0).requireGrad(true);
    Max.apply(x).backward();
    assertThat(x.grad().data()).containsExactly(0, 0.5f, 0.5f, 0, 0);
    x.zeroGrad();
    Min.apply(x).backward();
    assertThat(x.grad().data()).containsExactly(0, 0, 0, 0.5f, 0.5f);
  }

  @Test
  void nan_is_an_extreme() {
    Tensor x = Tensor.of(Shape.of(2, 3), new float[] {1, Float.NaN, 2, 5, 4, 3});
    assertThat(Max.apply(x, new int[] {1}, false).data()).containsExactly(Float.NaN, 5);
    assertThat(Min.apply(x, new int[] {1}, false).data()).containsExactly(Float.NaN, 3);
  }

  @Test
  void argmax_of_what_is_not_finite_is_refused() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Tensor x = Tensor.of(Shape.of(2, 3), new float[] {1, 3, 2, 5, value, 3});
      NonFiniteException e =
          catchThrowableOfType(NonFiniteException.class, () -> ArgMax.apply(x, 1));
      assertThat(e.operation()).isEqualTo("argmax");
      assertThat(e.position()).isEqualTo(4);
      assertThat(Float.compare(e.value(), value)).isZero();
    }
    Tensor x = Tensor.of(Shape.of(2, 3), new float[] {1, 3, 2, 5, 4, 3});
    assertThat(ArgMax.apply(x, 1)).containsExactly(1, 0);
    assertThat(ArgMax.apply(x, -2)).containsExactly(1, 1, 1);
  }

  @Test
  void the_first_of_equals_is_the_position_of_the_maximum() {
    assertThat(ArgMax.apply(Tensor.vector(0, 7, 7, 1), 0)).containsExactly(1);
  }

  @Test
  void axes_are_checked() {
    Tensor x = uniform("x", 2, 3);
    refused(
        () -> Sum.apply(x, new int[] {2}, false),
        "sum",
        "an axis in [-2, 2) of shape [2, 3]",
        "axis 2");
    refused(
        () -> Mean.apply(x, new int[] {-3}, false),
        "mean",
        "an axis in [-2, 2) of shape [2, 3]",
        "axis -3");
    refused(
        () -> Max.apply(x, new int[] {1, -1}, false),
        "max",
        "each axis at most once",
        "axis 1 twice");
    refused(
        () -> Min.apply(Tensor.zeros(3, 0), new int[] {1}, false),
        "min",
        "at least one element along the axes",
        "shape [3, 0]");
    refused(
        () -> ArgMax.apply(Tensor.zeros(3, 0), 1),
        "argmax",
        "at least one element along the axis",
        "shape [3, 0]");
    refused(() -> Softmax.apply(x, 2), "softmax", "an axis in [-2, 2) of shape [2, 3]", "axis 2");
    refused(
        () -> LogSoftmax.apply(Tensor.scalar(1), 0),
        "log softmax",
        "an axis in [0, 0) of shape []",
        "axis 0");
    refused(
        () -> Normalize.apply(x, -3, 1e-12),
        "normalize",
        "an axis in [-2, 2) of shape [2, 3]",
        "axis -3");
  }

  @Test
  void slopes_along_an_axis() {
    for (int axis = -3; axis < 3; axis++) {
      int along = axis;
      hasItsSlope(in -> Softmax.apply(in[0], along), leaf("x", 3, 4, 5));
      hasItsSlope(in -> LogSoftmax.apply(in[0], along), leaf("x", 3, 4, 5));
      hasItsSlope(in -> Normalize.apply(in[0], along, 1e-12), leaf("x", 3, 4, 5));
    }
  }

  @Test
  void probabilities_add_up_to_one_along_their_axis() {
    Tensor y = Softmax.apply(Mul.apply(uniform("x", 3, 40, 2), Tensor.scalar(100)), 1);
    for (float sum : Sum.apply(y, new int[] {1}, false).data()) {
      assertThat(sum).isBetween(1 - 1e-6f, 1 + 1e-6f);
    }
  }

  @Test
  void logarithms_of_probabilities_agree_with_the_probabilities() {
    Tensor x = uniform("x", 4, 6);
    float[] expected = Log.apply(Softmax.apply(x, 1)).data();
    float[] actual = LogSoftmax.apply(x, 1).data();
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).isLessThan(1e-6f);
    }
  }

  @Test
  void impossible_logits_have_probability_zero() {
    Tensor x = Tensor.vector(0, Float.NEGATIVE_INFINITY, 0);
    assertThat(Softmax.apply(x, 0).data()).containsExactly(0.5f, 0, 0.5f);
    assertThat(LogSoftmax.apply(x, 0).data()[1]).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void empty_axes_stay_empty() {
    for (int axis = 0; axis < 2; axis++) {
      assertThat(Softmax.apply(Tensor.zeros(0, 3), axis).shape()).isEqualTo(Shape.of(0, 3));
      assertThat(LogSoftmax.apply(Tensor.zeros(3, 0), axis).shape()).isEqualTo(Shape.of(3, 0));
      assertThat(Normalize.apply(Tensor.zeros(3, 0), axis, 1e-12).shape())
          .isEqualTo(Shape.of(3, 0));
    }
  }

  @Test
  void a_row_of_zeros_is_divided_by_epsilon() {
    Tensor x = Tensor.zeros(1, 2).requireGrad(true);
    Normalize.apply(x, 1, 0.5).backward(Tensor.of(Shape.of(1, 2), new float[] {1, -2}));
    assertThat(x.grad().data()).containsExactly(2, -4);
  }

  @Test
  void reductions_do_not_depend_on_the_number_of_tasks() {
    Tensor x = uniform("x", 5, 7000, 3);
    float[] byAxis = Sum.apply(x, new int[] {1}, false).data();
    float[] swapped = Sum.apply(Transpose.apply(x, 1, 2), new int[] {2}, false).data();
    assertThat(Arrays.copyOf(byAxis, 15)).isEqualTo(swapped);
  }
}
