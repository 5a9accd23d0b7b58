package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;

/** Corners of the operators that stored reference numbers do not reach. */
class OperatorValuesTest {

  @Test
  void a_sum_over_nothing_is_zero() {
    try (Workspace _ = usedWorkspace(6)) {
      Tensor y = MatMul.apply(Tensor.zeros(2, 0), Tensor.zeros(0, 3));
      assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(y.data()).containsOnly(0);
    }
  }

  @Test
  void a_dense_layer_without_inputs_is_its_bias() {
    try (Workspace _ = usedWorkspace(6)) {
      Tensor y = Dense.apply(Tensor.zeros(2, 0), Tensor.zeros(0, 3), Tensor.vector(1, 2, 3));
      assertThat(y.data()).containsExactly(1, 2, 3, 1, 2, 3);
    }
  }

  /** A workspace whose next array of this length is full of ones. */
  private static Workspace usedWorkspace(int length) {
    try (Workspace _ = Workspace.open()) {
      Arrays.fill(Tensor.result(Shape.of(length)).data(), 1);
    }
    return Workspace.open();
  }

  @Test
  void an_empty_batch_stays_empty() {
    Tensor x = Tensor.zeros(0, 4, 4, 3);
    Tensor y = Conv2d.apply(x, uniform("w", 3, 3, 3, 5), null, Conv2d.Options.of(1, 1));
    assertThat(y.shape()).isEqualTo(Shape.of(0, 4, 4, 5));
    assertThat(Relu.apply(y).elements()).isZero();
    assertThat(MaxPool2d.apply(y, MaxPool2d.Window.square(2)).shape())
        .isEqualTo(Shape.of(0, 2, 2, 5));
    assertThat(Dense.apply(Tensor.zeros(0, 3), uniform("w", 3, 2), null).shape())
        .isEqualTo(Shape.of(0, 2));
  }

  @Test
  void relu_passes_nan_on() {
    Tensor y = Relu.apply(Tensor.vector(Float.NaN, -1, 0, Float.POSITIVE_INFINITY));
    assertThat(y.data()).containsExactly(Float.NaN, 0, 0, Float.POSITIVE_INFINITY);
  }

  @Test
  void fused_and_separate_normalization_and_relu_give_the_same_bits() {
    float[][] fused = normalized(BatchNorm::withReluAndUnitMeans);
    float[][] separate =
        normalized((x, gamma, beta, statistics) ->
            Relu.withUnitMeans(BatchNorm.apply(x, gamma, beta, statistics)));
    for (int i = 0; i < fused.length; i++) {
      assertThat(fused[i]).as("array " + i).isEqualTo(separate[i]);
    }
  }

  @Test
  void fused_and_separate_normalization_sum_and_relu_give_the_same_bits() {
    Tensor[] skips = {leaf("skip", 6, 5, 3, 19), leaf("skip", 6, 5, 3, 19)};
    float[][] fused =
        normalized((x, gamma, beta, statistics) ->
            BatchNorm.withSkipReluAndUnitMeans(x, gamma, beta, statistics, skips[0]));
    float[][] separate =
        normalized((x, gamma, beta, statistics) ->
            Relu.withUnitMeans(Add.apply(BatchNorm.apply(x, gamma, beta, statistics), skips[1])));
    for (int i = 0; i < fused.length; i++) {
      assertThat(fused[i]).as("array " + i).isEqualTo(separate[i]);
    }
    assertThat(skips[0].grad().data()).isEqualTo(skips[1].grad().data());
  }

  @Test
  void a_skip_of_another_shape_is_refused() {
    Tensor x = leaf("x", 4, 3);
    Tensor ones = Tensor.full(Shape.of(3), 1);
    BatchNorm.Statistics statistics = new BatchNorm.Statistics(ones, ones, 0.1f, 1e-5f, false);
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class,
            () -> BatchNorm.withSkipAndRelu(x, ones, ones, statistics, leaf("s", 3)));
    assertThat(e.operation()).isEqualTo("batch norm + add");
    assertThat(e.expected()).isEqualTo("a skip of shape [4, 3]");
    assertThat(e.actual()).isEqualTo("skip [3]");
  }

  /** A normalization with a ReLU after it. */
  @FunctionalInterface
  private interface Normalization {
    UnitActivations apply(Tensor x, Tensor gamma, Tensor beta, BatchNorm.Statistics statistics);
  }

  /** Output, unit means, running statistics and gradients of one training pass. */
  private static float[][] normalized(Normalization normalization) {
    Tensor x = leaf("x", 6, 5, 3, 19);
    Tensor gamma = leaf("gamma", 19);
    Tensor beta = leaf("beta", 19);
    Tensor mean = uniform("mean", 19);
    Tensor variance = Tensor.full(Shape.of(19), 1);
    UnitActivations y =
        normalization.apply(
            x, gamma, beta, new BatchNorm.Statistics(mean, variance, 0.1f, 1e-5f, true));
    Tensor weights = uniform("weights", 19, 4);
    Tensor pooled = Dense.apply(y.unitMeans(), weights, null);
    Tensor direct = Dense.apply(Reshape.flatten(y.activation()), uniform("v", 285, 4), null);
    CrossEntropy.apply(Add.apply(pooled, direct), new int[] {0, 1, 2, 3, 0, 1}).backward();
    return new float[][] {
      y.activation().data(),
      y.unitMeans().data(),
      mean.data(),
      variance.data(),
      x.grad().data(),
      gamma.grad().data(),
      beta.grad().data()
    };
  }

  @Test
  void unit_means_of_an_activation_are_those_of_its_relu() {
    Tensor x = uniform("x", 3, 4, 5, 6);
    assertThat(Relu.withUnitMeans(x).unitMeans().data())
        .isEqualTo(UnitMeans.apply(Relu.apply(x)).data());
  }

  @Test
  void cross_entropy_of_huge_logits_is_finite() {
    Tensor logits = Tensor.of(Shape.of(1, 2), new float[] {3e38f, -3e38f}).requireGrad(true);
    Tensor loss = CrossEntropy.apply(logits, new int[] {0});
    assertThat(loss.item()).isZero();
    loss.backward();
    assertThat(logits.grad().data()).containsExactly(0, 0);
  }

  @Test
  void full_smoothing_ignores_the_label() {
    Tensor logits = uniform("x", 2, 5);
    float first = CrossEntropy.apply(logits, new int[] {0, 0}, 1).item();
    assertThat(CrossEntropy.apply(logits, new int[] {4, 2}, 1).item())
        .isCloseTo(first, within(1e-7f));
  }

  @Test
  void frozen_weights_get_no_gradient_and_the_others_do() {
    Tensor x = leaf("x", 2, 4, 4, 3);
    Tensor frozen = uniform("w", 3, 3, 3, 5);
    Tensor bias = leaf("b", 5);
    Tensor y = Conv2d.apply(x, frozen, bias, Conv2d.Options.of(1, 0));
    CrossEntropy.apply(Reshape.flatten(y), new int[] {1, 2}).backward();
    assertThat(frozen.grad()).isNull();
    assertThat(x.grad()).isNotNull();
    assertThat(bias.grad()).isNotNull();
  }
}
