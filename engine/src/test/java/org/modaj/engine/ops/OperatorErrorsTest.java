package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.refused;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/** Sizes that do not fit are refused before anything is computed, with the sizes in fields. */
class OperatorErrorsTest {

  @Test
  void matmul() {
    Tensor a = uniform("a", 2, 3);
    refused(
        () -> MatMul.apply(a, uniform("b", 2, 3)),
        "matmul",
        "inner sizes to agree",
        "[2, 3] and [2, 3]");
    refused(
        () -> MatMul.apply(a, uniform("b", 2, 3), true, true),
        "matmul",
        "inner sizes to agree",
        "[2, 3] transposed and [2, 3] transposed");
    refused(() -> MatMul.apply(a, uniform("b", 3)), "matmul", "two matrices", "[2, 3] and [3]");
  }

  @Test
  void dense() {
    Tensor weight = uniform("w", 3, 4);
    refused(
        () -> Dense.apply(uniform("x", 2, 5), weight, null),
        "dense",
        "an input of 3 features (weight [3, 4])",
        "input [2, 5]");
    refused(
        () -> Dense.apply(Tensor.scalar(1), weight, null),
        "dense",
        "an input of 3 features (weight [3, 4])",
        "input []");
    refused(
        () -> Dense.apply(uniform("x", 2, 3), weight, uniform("b", 3)),
        "dense",
        "bias [4]",
        "bias [3]");
    refused(
        () -> Dense.apply(uniform("x", 2, 3), uniform("w", 3), null),
        "dense",
        "weight [in, out]",
        "weight [3]");
  }

  @Test
  void convolution() {
    Tensor x = uniform("x", 1, 4, 4, 6);
    Tensor w = uniform("w", 3, 3, 6, 8);
    Conv2d.Options plain = Conv2d.Options.of(1, 0);
    refused(
        () -> Conv2d.apply(uniform("x", 4, 4, 6), w, null, plain),
        "conv2d",
        "input [n, height, width, channels] and weight [kh, kw, in/groups, out]",
        "input [4, 4, 6], weight [3, 3, 6, 8]");
    refused(
        () -> Conv2d.apply(uniform("x", 1, 4, 4, 5), w, null, plain),
        "conv2d",
        "an input of 6 channels and a multiple of 1 output channels",
        "input [1, 4, 4, 5], weight [3, 3, 6, 8], groups 1");
    refused(
        () -> Conv2d.apply(x, uniform("w", 3, 3, 2, 8), null, plain.withGroups(3)),
        "conv2d",
        "an input of 6 channels and a multiple of 3 output channels",
        "input [1, 4, 4, 6], weight [3, 3, 2, 8], groups 3");
    refused(() -> Conv2d.apply(x, w, uniform("b", 6), plain), "conv2d", "bias [8]", "bias [6]");
    refused(
        () -> Conv2d.apply(x, uniform("w", 5, 5, 6, 8), null, plain),
        "conv2d",
        "a kernel no larger than the padded image",
        "input [1, 4, 4, 6], weight [5, 5, 6, 8], padding 0x0");
  }

  @Test
  void convolution_options() {
    for (int[] o : new int[][] {{0, 0, 1, 1}, {1, -1, 1, 1}, {1, 0, 0, 1}, {1, 0, 1, 0}}) {
      ShapeException e =
          catchThrowableOfType(
              ShapeException.class, () -> new Conv2d.Options(o[0], 1, o[1], 0, o[2], 1, o[3]));
      assertThat(e.operation()).isEqualTo("conv2d");
      assertThat(e.actual()).startsWith("stride " + o[0] + "x1, padding " + o[1] + "x0");
    }
  }

  @Test
  void batch_norm_and_nothing_moves() {
    Tensor mean = uniform("mean", 3);
    float[] before = mean.data().clone();
    Tensor ones = Tensor.full(Shape.of(3), 1);
    BatchNorm.Statistics training = new BatchNorm.Statistics(mean, ones, 0.1f, 1e-5f, true);
    refused(
        () -> BatchNorm.apply(uniform("x", 5, 4), ones, ones, training),
        "batch norm",
        "parameters and statistics of shape [4]",
        "input [5, 4], parameter [3]");
    refused(
        () -> BatchNorm.apply(uniform("x", 5, 3), ones, uniform("b", 1), training),
        "batch norm",
        "parameters and statistics of shape [3]",
        "input [5, 3], parameter [1]");
    refused(
        () -> BatchNorm.apply(uniform("x", 3), ones, ones, training),
        "batch norm",
        "[samples, ..., channels]",
        "input [3]");
    refused(
        () -> BatchNorm.apply(uniform("x", 1, 1, 1, 3), ones, ones, training),
        "batch norm",
        "more than one value per channel while training",
        "input [1, 1, 1, 3]");
    assertThat(mean.data()).isEqualTo(before);
  }

  @Test
  void batch_norm_evaluates_a_single_value() {
    Tensor zeros = Tensor.zeros(3);
    Tensor ones = Tensor.full(Shape.of(3), 1);
    BatchNorm.Statistics evaluation = new BatchNorm.Statistics(zeros, ones, 0.1f, 0, false);
    Tensor y = BatchNorm.apply(uniform("x", 1, 3), ones, zeros, evaluation);
    assertThat(y.data()).isEqualTo(uniform("x", 1, 3).data());
  }

  @Test
  void max_pool() {
    refused(
        () -> MaxPool2d.apply(uniform("x", 1, 1, 4, 2), MaxPool2d.Window.square(2)),
        "pooling",
        "an image of at least 2x2 with its padding",
        "input [1, 1, 4, 2]");
    refused(
        () -> MaxPool2d.apply(uniform("x", 4, 4), MaxPool2d.Window.square(2)),
        "pooling",
        "[n, height, width, channels]",
        "input [4, 4]");
    refused(
        () -> new MaxPool2d.Window(2, 2, 2, 2, 2, 0),
        "pooling",
        "kernel and stride of at least 1, padding of at most half the kernel",
        "kernel 2x2, stride 2x2, padding 2x0");
  }

  @Test
  void add() {
    refused(
        () -> Add.apply(uniform("a", 2, 3), uniform("b", 3, 2)),
        "add",
        "shapes whose axes, aligned at the last one, are equal or 1",
        "[2, 3] and [3, 2]");
  }

  @Test
  void reshape() {
    refused(
        () -> Reshape.apply(uniform("a", 2, 3), Shape.of(7)),
        "reshape",
        "6 elements, as shape [2, 3] has",
        "shape [7]");
  }

  @Test
  void unit_means() {
    refused(
        () -> UnitMeans.apply(uniform("a", 3)), "unit means", "[samples, ..., units]", "shape [3]");
    refused(
        () -> Relu.withUnitMeans(uniform("a", 3)),
        "unit means",
        "[samples, ..., units]",
        "shape [3]");
  }

  @Test
  void weighted_sum() {
    refused(
        () -> WeightedSum.apply(new Tensor[] {Tensor.scalar(1)}, new double[] {1, 2}),
        "weighted sum",
        "1 weights",
        "2 weights");
    refused(
        () -> WeightedSum.apply(new Tensor[] {Tensor.zeros(2)}, new double[] {1}),
        "item",
        "one element",
        "shape [2]");
  }

  @Test
  void cross_entropy() {
    Tensor logits = uniform("x", 2, 3);
    refused(
        () -> CrossEntropy.apply(logits, new int[] {0}),
        "cross-entropy",
        "logits [..., classes] of 1 rows, one a label",
        "logits [2, 3]");
    IndexException beyond =
        catchThrowableOfType(
            IndexException.class, () -> CrossEntropy.apply(logits, new int[] {0, 3}));
    assertThat(beyond.position()).isEqualTo(1);
    assertThat(beyond.index()).isEqualTo(3);
    assertThat(beyond.size()).isEqualTo(3);
    wrongUse(() -> CrossEntropy.apply(logits, new int[] {-1, 0}), "index -1 at position 0");
    wrongUse(() -> CrossEntropy.apply(Tensor.zeros(0, 3), new int[0]), "no row");
    wrongUse(() -> CrossEntropy.apply(logits, new int[] {0, 1}, 1.5), "but is 1.5");
    wrongUse(() -> CrossEntropy.apply(logits, new int[] {0, 1}, Double.NaN), "but is NaN");
  }

  private static void wrongUse(ThrowingCallable call, String part) {
    EngineException e = catchThrowableOfType(EngineException.class, call);
    assertThat(e.operation()).isEqualTo("cross-entropy");
    assertThat(e).hasMessageContaining(part);
  }
}
