package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Layer and group norm, average pooling, the squared error. */
class NormalizationOperatorsTest {

  @Test
  void slopes_of_the_norms() {
    hasItsSlope(
        in -> LayerNorm.apply(in[0], Shape.of(3, 4), in[1], in[2], 1e-5),
        leaf("x", 2, 2, 3, 4),
        leaf("gamma", 3, 4),
        leaf("beta", 3, 4));
    hasItsSlope(in -> LayerNorm.apply(in[0], Shape.of(6), null, null, 1e-5), leaf("x", 2, 6));
    hasItsSlope(
        in -> LayerNorm.apply(in[0], Shape.of(6), null, in[1], 1e-5),
        leaf("x", 2, 6),
        leaf("beta", 6));
    for (int groups : new int[] {1, 2, 3, 6}) {
      hasItsSlope(
          in -> GroupNorm.apply(in[0], groups, in[1], in[2], 1e-5),
          leaf("x", 2, 3, 2, 6),
          leaf("gamma", 6),
          leaf("beta", 6));
    }
    hasItsSlope(in -> GroupNorm.apply(in[0], 2, null, null, 1e-5), leaf("x", 3, 2, 4));
  }

  @Test
  void slopes_of_instance_and_rms_norm() {
    hasItsSlope(
        in -> InstanceNorm.apply(in[0], in[1], in[2], 1e-5),
        leaf("x", 2, 3, 2, 4),
        leaf("gamma", 4),
        leaf("beta", 4));
    hasItsSlope(in -> InstanceNorm.apply(in[0], null, null, 1e-5), leaf("x", 2, 5, 3));
    hasItsSlope(in -> RmsNorm.apply(in[0], in[1], 1e-6), leaf("x", 3, 2, 5), leaf("gamma", 5));
    hasItsSlope(in -> RmsNorm.apply(in[0], null, 1e-6), leaf("x", 4, 6));
  }

  @Test
  void one_channel_a_group_is_an_instance_norm() {
    Tensor x = uniform("x", 2, 5, 3, 4);
    Tensor gamma = uniform("gamma", 4);
    assertThat(InstanceNorm.apply(x, gamma, null, 1e-5).data())
        .isEqualTo(GroupNorm.apply(x, 4, gamma, null, 1e-5).data());
  }

  @Test
  void rows_have_a_mean_square_of_one() {
    Tensor y = RmsNorm.apply(uniform("x", 5, 300), null, 0);
    for (float square : Mean.apply(Mul.apply(y, y), new int[] {1}, false).data()) {
      assertThat(square).isBetween(1 - 1e-5f, 1 + 1e-5f);
    }
    assertThat(RmsNorm.apply(Tensor.zeros(2, 3), null, 1e-6).data()).containsOnly(0);
  }

  @Test
  void instance_and_rms_norm_are_checked() {
    refused(
        () -> InstanceNorm.apply(uniform("x", 2, 3), null, null, 1e-5),
        "instance norm",
        "an input [n, positions..., channels]",
        "input [2, 3]");
    refused(
        () -> InstanceNorm.apply(uniform("x", 2, 3, 4), uniform("g", 3), null, 1e-5),
        "instance norm",
        "parameters of shape [4]",
        "parameter [3]");
    refused(
        () -> RmsNorm.apply(uniform("x", 2, 4), uniform("g", 3), 1e-5),
        "rms norm",
        "parameters of shape [4]",
        "parameter [3]");
    refused(
        () -> RmsNorm.apply(Tensor.scalar(1), null, 1e-5), "rms norm", "[..., width]", "input []");
  }

  @Test
  void rows_are_standardized() {
    Tensor y =
        LayerNorm.apply(
            Add.apply(uniform("x", 5, 300), Tensor.scalar(1000)), Shape.of(300), null, null, 0);
    for (float mean : Mean.apply(y, new int[] {1}, false).data()) {
      assertThat(mean).isBetween(-1e-6f, 1e-6f);
    }
    for (float variance : Variance.apply(y, new int[] {1}, false, false).data()) {
      assertThat(variance).isBetween(1 - 1e-5f, 1 + 1e-5f);
    }
  }

  @Test
  void one_group_of_one_position_is_a_layer_norm() {
    Tensor x = uniform("x", 4, 8);
    Tensor gamma = uniform("gamma", 8);
    assertThat(GroupNorm.apply(x, 1, gamma, null, 1e-5).data())
        .isEqualTo(LayerNorm.apply(x, Shape.of(8), gamma, null, 1e-5).data());
  }

  @Test
  void empty_batches_stay_empty() {
    Tensor gamma = leaf("gamma", 4);
    Tensor x = Tensor.zeros(0, 2, 4).requireGrad(true);
    Tensor y = GroupNorm.apply(x, 2, gamma, null, 1e-5);
    assertThat(y.shape()).isEqualTo(x.shape());
    y.backward(Tensor.zeros(0, 2, 4));
    assertThat(gamma.grad().data()).containsOnly(0);
    assertThat(LayerNorm.apply(Tensor.zeros(3, 0), Shape.of(0), null, null, 1e-5).shape())
        .isEqualTo(Shape.of(3, 0));
    assertThat(AvgPool2d.apply(Tensor.zeros(0, 4, 4, 2), MaxPool2d.Window.square(2)).shape())
        .isEqualTo(Shape.of(0, 2, 2, 2));
    assertThat(AdaptiveAvgPool2d.apply(Tensor.zeros(2, 3, 3, 0), 2, 1).shape())
        .isEqualTo(Shape.of(2, 2, 1, 0));
  }

  @Test
  void norms_are_checked() {
    Tensor x = uniform("x", 2, 3, 4);
    refused(
        () -> LayerNorm.apply(x, Shape.of(3), null, null, 1e-5),
        "layer norm",
        "an input whose last axes are [3]",
        "input [2, 3, 4]");
    refused(
        () -> LayerNorm.apply(x, Shape.of(1, 2, 3, 4), null, null, 1e-5),
        "layer norm",
        "an input whose last axes are [1, 2, 3, 4]",
        "input [2, 3, 4]");
    refused(
        () -> LayerNorm.apply(x, Shape.of(), null, null, 1e-5),
        "layer norm",
        "an input whose last axes are []",
        "input [2, 3, 4]");
    refused(
        () -> LayerNorm.apply(x, Shape.of(4), uniform("g", 3), null, 1e-5),
        "layer norm",
        "parameters of shape [4]",
        "parameter [3]");
    refused(
        () -> GroupNorm.apply(x, 3, null, null, 1e-5),
        "group norm",
        "an input [n, ..., channels] whose channels 3 groups divide",
        "input [2, 3, 4]");
    refused(
        () -> GroupNorm.apply(x, 0, null, null, 1e-5),
        "group norm",
        "an input [n, ..., channels] whose channels 0 groups divide",
        "input [2, 3, 4]");
    refused(
        () -> GroupNorm.apply(x, 2, null, uniform("b", 2), 1e-5),
        "group norm",
        "parameters of shape [4]",
        "parameter [2]");
  }

  @Test
  void slopes_of_the_pools() {
    MaxPool2d.Window overlapping = new MaxPool2d.Window(3, 2, 2, 1, 1, 0);
    hasItsSlope(in -> AvgPool2d.apply(in[0], overlapping), leaf("x", 2, 5, 4, 3));
    hasItsSlope(in -> AvgPool2d.apply(in[0], overlapping, false), leaf("x", 2, 5, 4, 3));
    hasItsSlope(in -> AdaptiveAvgPool2d.apply(in[0], 1, 1), leaf("x", 2, 5, 4, 3));
    hasItsSlope(in -> AdaptiveAvgPool2d.apply(in[0], 3, 2), leaf("x", 2, 5, 7, 3));
    hasItsSlope(in -> AdaptiveAvgPool2d.apply(in[0], 6, 9), leaf("x", 1, 5, 7, 2));
  }

  @Test
  void padding_is_counted_or_not() {
    Tensor ones = Tensor.full(Shape.of(1, 2, 2, 1), 1);
    MaxPool2d.Window window = new MaxPool2d.Window(3, 3, 2, 2, 1, 1);
    assertThat(AvgPool2d.apply(ones, window).item()).isEqualTo(4f / 9);
    assertThat(AvgPool2d.apply(ones, window, false).item()).isEqualTo(1);
  }

  @Test
  void adaptive_windows_cover_the_image() {
    Tensor x = Tensor.of(Shape.of(1, 1, 5, 1), new float[] {1, 2, 3, 4, 5});
    assertThat(AdaptiveAvgPool2d.apply(x, 1, 2).data()).containsExactly(2, 4);
    assertThat(AdaptiveAvgPool2d.apply(x, 1, 3).data()).containsExactly(1.5f, 3, 4.5f);
    assertThat(AdaptiveAvgPool2d.apply(x, 1, 5).data()).isEqualTo(x.data());
  }

  @Test
  void pools_are_checked() {
    refused(
        () -> AvgPool2d.apply(uniform("x", 1, 1, 4, 2), MaxPool2d.Window.square(2)),
        "pooling",
        "an image of at least 2x2 with its padding",
        "input [1, 1, 4, 2]");
    refused(
        () -> AdaptiveAvgPool2d.apply(uniform("x", 4, 4, 2), 1, 1),
        "adaptive average pool",
        "[n, height, width, channels] with at least one pixel",
        "input [4, 4, 2]");
    refused(
        () -> AdaptiveAvgPool2d.apply(Tensor.zeros(1, 0, 4, 2), 1, 1),
        "adaptive average pool",
        "[n, height, width, channels] with at least one pixel",
        "input [1, 0, 4, 2]");
    refused(
        () -> AdaptiveAvgPool2d.apply(uniform("x", 1, 4, 4, 2), 0, 1),
        "adaptive average pool",
        "an output of at least 1x1",
        "0x1");
  }

  @Test
  void squared_error() {
    hasItsSlope(in -> MseLoss.apply(in[0], in[1]), leaf("x", 3, 4), leaf("t", 3, 4));
    assertThat(MseLoss.apply(Tensor.vector(1, 2), Tensor.vector(3, 2)).item()).isEqualTo(2);
    refused(
        () -> MseLoss.apply(uniform("x", 3, 4), uniform("t", 4)),
        "mse loss",
        "two tensors of one shape",
        "[3, 4] and [4]");
  }
}
