package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.engine.TestTensors.leaf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/** Values and gradients have the same bits for any number of threads. */
class OperatorThreadsTest {
  private static Arguments op(String name, Function<Tensor[], Tensor> function, Tensor... inputs) {
    return Arguments.of(name, function, inputs);
  }

  static Stream<Arguments> operators() {
    MaxPool2d.Window window = MaxPool2d.Window.of(3, 2, 1).withCeil(true);
    int[] indices = new int[5000];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i * 31 % 200;
    }
    return Stream.of(
        op("max pool", in -> MaxPool2d.apply(in[0], window), leaf("x", 4, 15, 18, 33)),
        op("average pool", in -> AvgPool2d.apply(in[0], window), leaf("x", 4, 15, 18, 33)),
        op("adaptive max", in -> AdaptiveMaxPool2d.apply(in[0], 6, 5), leaf("x", 4, 15, 18, 33)),
        op(
            "transposed convolution",
            in -> ConvTranspose2d.apply(in[0], in[1], in[2], ConvTranspose2d.Options.of(2, 1)),
            leaf("x", 3, 9, 8, 17),
            leaf("w", 4, 4, 19, 17),
            leaf("b", 19)),
        op(
            "convolution of sequences",
            in -> Conv1d.apply(in[0], in[1], in[2], Conv1d.Options.of(1, 1), new int[] {40, 9, 1}),
            leaf("x", 3, 40, 17),
            leaf("w", 3, 17, 19),
            leaf("b", 19)),
        op(
            "upsampling",
            in -> Upsample.apply(in[0], Upsample.Mode.BILINEAR, 37, 29),
            leaf("x", 3, 16, 15, 33)),
        op(
            "padding",
            in -> Pad2d.apply(in[0], Pad2d.Mode.REFLECT, Pad2d.Sides.all(3), 0),
            leaf("x", 3, 16, 15, 33)),
        op("split", in -> Split.equally(in[0], -1, 3)[1], leaf("x", 3, 1600, 33)),
        op(
            "dropout",
            in -> Dropout.apply(in[0], 0.3, Dropout.stream(1, "d", 0), new long[] {5, 6, 7}),
            leaf("x", 3, 1600, 33)),
        op(
            "embedding",
            in -> Embedding.apply(in[0], indices, Shape.of(50, 100), 3),
            leaf("w", 200, 33)),
        op("gate", in -> ChannelGate.apply(in[0], in[1]), leaf("x", 3, 900, 33), leaf("g", 3, 33)),
        op("rms norm", in -> RmsNorm.apply(in[0], in[1], 1e-6), leaf("x", 900, 65), leaf("g", 65)),
        op(
            "instance norm",
            in -> InstanceNorm.apply(in[0], in[1], in[2], 1e-5),
            leaf("x", 3, 30, 31, 17),
            leaf("g", 17),
            leaf("b", 17)),
        op(
            "layer norm",
            in -> LayerNorm.apply(in[0], Shape.of(65), in[1], in[2], 1e-5),
            leaf("x", 900, 65),
            leaf("g", 65),
            leaf("b", 65)),
        op(
            "attention",
            in -> Attention.multiHead(in[0], in[1], in[2], 3, true, new int[] {130, 7}),
            leaf("q", 2, 130, 27),
            leaf("k", 2, 130, 27),
            leaf("v", 2, 130, 27)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void same_bits(String name, Function<Tensor[], Tensor> function, Tensor[] inputs) {
    int before = Parallel.threads();
    try {
      Parallel.setThreads(1);
      List<float[]> expected = valueAndGradients(function, inputs);
      Parallel.setThreads(3);
      assertThat(valueAndGradients(function, inputs))
          .usingRecursiveComparison()
          .isEqualTo(expected);
    } finally {
      Parallel.setThreads(before);
    }
  }

  private static List<float[]> valueAndGradients(
      Function<Tensor[], Tensor> function, Tensor[] inputs) {
    for (Tensor input : inputs) {
      input.zeroGrad();
    }
    Tensor y = function.apply(inputs);
    y.backward(leaf("cotangent", y.shape().toArray()).detach());
    List<float[]> all = new ArrayList<>();
    all.add(y.data().clone());
    for (Tensor input : inputs) {
      all.add(input.grad().data().clone());
    }
    return all;
  }
}
