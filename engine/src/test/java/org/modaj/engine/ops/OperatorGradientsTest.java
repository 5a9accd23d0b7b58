package org.modaj.engine.ops;

import static org.modaj.engine.TestTensors.awayFromZero;
import static org.modaj.engine.TestTensors.distinct;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** The gradient of every operator is the slope of its value. */
class OperatorGradientsTest {
  private static Arguments op(
      String name, Function<Tensor[], Tensor[]> function, Tensor... inputs) {
    return Arguments.of(name, function, inputs);
  }

  private static Tensor[] one(Tensor y) {
    return new Tensor[] {y};
  }

  static Stream<Arguments> products() {
    return Stream.of(
        op("matmul", in -> one(MatMul.apply(in[0], in[1])), leaf("a", 5, 7), leaf("b", 7, 3)),
        op(
            "matmul, left transposed",
            in -> one(MatMul.apply(in[0], in[1], true, false)),
            leaf("a", 7, 5),
            leaf("b", 7, 3)),
        op(
            "matmul, right transposed",
            in -> one(MatMul.apply(in[0], in[1], false, true)),
            leaf("a", 5, 7),
            leaf("b", 3, 7)),
        op(
            "matmul, both transposed",
            in -> one(MatMul.apply(in[0], in[1], true, true)),
            leaf("a", 7, 5),
            leaf("b", 3, 7)),
        op("square", in -> one(MatMul.apply(in[0], in[0])), leaf("a", 6, 6)),
        op(
            "dense",
            in -> one(Dense.apply(in[0], in[1], in[2])),
            leaf("x", 4, 6),
            leaf("w", 6, 5),
            leaf("b", 5)),
        op(
            "dense of rank 3 without bias",
            in -> one(Dense.apply(in[0], in[1], null)),
            leaf("x", 2, 3, 6),
            leaf("w", 6, 5)),
        conv("conv 3x3", Conv2d.Options.of(1, 1), leaf("x", 2, 5, 6, 3), leaf("w", 3, 3, 3, 4)),
        conv(
            "conv 5x5, stride 2",
            Conv2d.Options.of(2, 2),
            leaf("x", 2, 7, 8, 3),
            leaf("w", 5, 5, 3, 4)),
        conv("conv 1x1", Conv2d.Options.of(1, 0), leaf("x", 2, 4, 4, 5), leaf("w", 1, 1, 5, 3)),
        conv(
            "conv, dilated, uneven",
            new Conv2d.Options(1, 2, 2, 1, 2, 1, 1),
            leaf("x", 1, 9, 8, 2),
            leaf("w", 3, 2, 2, 4)),
        conv(
            "conv in 2 groups",
            Conv2d.Options.of(1, 1).withGroups(2),
            leaf("x", 2, 5, 5, 4),
            leaf("w", 3, 3, 2, 4)),
        conv(
            "depthwise conv",
            Conv2d.Options.of(1, 1).withGroups(4),
            leaf("x", 2, 5, 5, 4),
            leaf("w", 3, 3, 1, 4)));
  }

  private static Arguments conv(String name, Conv2d.Options options, Tensor x, Tensor w) {
    return op(
        name, in -> one(Conv2d.apply(in[0], in[1], in[2], options)), x, w, leaf("bias", w.dim(3)));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        op("add", in -> one(Add.apply(in[0], in[1])), leaf("a", 3, 4), leaf("b", 3, 4)),
        op("reshape", in -> one(Reshape.apply(in[0], Shape.of(4, 3))), leaf("a", 2, 6)),
        op("flatten", in -> one(Reshape.flatten(in[0])), leaf("a", 2, 3, 2)),
        op("relu", in -> one(Relu.apply(in[0])), awayFromZero("x", 50)),
        op(
            "relu with unit means",
            in -> outputs(Relu.withUnitMeans(in[0])),
            awayFromZero("x", 3, 2, 5, 4)),
        op(
            "relu's unit means alone",
            in -> one(Relu.withUnitMeans(in[0]).unitMeans()),
            awayFromZero("x", 3, 2, 5, 4)),
        op("unit means", in -> one(UnitMeans.apply(in[0])), awayFromZero("x", 3, 2, 5, 4)),
        op(
            "max pool",
            in -> one(MaxPool2d.apply(in[0], MaxPool2d.Window.square(2))),
            distinct("x", 2, 4, 6, 3)),
        op(
            "max pool, overlapping, padded",
            in -> one(MaxPool2d.apply(in[0], new MaxPool2d.Window(3, 3, 2, 2, 1, 1))),
            distinct("x", 2, 5, 6, 3)),
        op(
            "sequence ends",
            in ->
                one(
                    SequenceEnds.apply(
                        in[0], new int[] {5, 1, 3}, new boolean[] {false, true, false, true})),
            leaf("x", 3, 5, 4)),
        op(
            "cross-entropy",
            in -> one(CrossEntropy.apply(in[0], new int[] {0, 3, 1, 3})),
            leaf("x", 4, 5)),
        op(
            "cross-entropy, smoothed",
            in -> one(CrossEntropy.apply(in[0], new int[] {0, 3, 1, 3}, 0.2)),
            leaf("x", 4, 5)),
        op(
            "weighted sum",
            in -> one(WeightedSum.apply(in, new double[] {2, -0.5})),
            Tensor.scalar(0.3f).requireGrad(true),
            Tensor.scalar(-0.7f).requireGrad(true)));
  }

  static Stream<Arguments> batchNorms() {
    Tensor[] inputs = {leaf("x", 4, 3, 2, 5), leaf("gamma", 5), leaf("beta", 5)};
    // beyond the reach of the normalized values: every unit is active, so no kink is near
    Tensor[] active = {inputs[0], inputs[1], Tensor.full(Shape.of(5), 6f).requireGrad(true)};
    return Stream.of(true, false)
        .flatMap(training ->
            Stream.of(
                op(
                    "batch norm, training " + training,
                    in -> one(BatchNorm.apply(in[0], in[1], in[2], statistics(training))),
                    inputs),
                op(
                    "batch norm and relu, training " + training,
                    in -> one(BatchNorm.withRelu(in[0], in[1], in[2], statistics(training))),
                    active),
                op(
                    "batch norm, relu and unit means, training " + training,
                    in ->
                        outputs(
                            BatchNorm.withReluAndUnitMeans(
                                in[0], in[1], in[2], statistics(training))),
                    active),
                op(
                    "batch norm, skip, relu and unit means, training " + training,
                    in ->
                        outputs(
                            BatchNorm.withSkipReluAndUnitMeans(
                                in[0], in[1], in[2], statistics(training), in[3])),
                    active[0],
                    active[1],
                    active[2],
                    leaf("skip", 4, 3, 2, 5))));
  }

  private static BatchNorm.Statistics statistics(boolean training) {
    Tensor variance = uniform("variance", 5);
    for (int c = 0; c < 5; c++) {
      variance.data()[c] = 1 + 0.5f * variance.data()[c];
    }
    return new BatchNorm.Statistics(uniform("mean", 5), variance, 0.1f, 1e-5f, training);
  }

  private static Tensor[] outputs(UnitActivations activations) {
    return new Tensor[] {activations.activation(), activations.unitMeans()};
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"products", "others", "batchNorms"})
  void is_the_slope(String name, Function<Tensor[], Tensor[]> function, Tensor[] inputs) {
    OperatorChecks.hasItsSlopes(function, inputs);
  }
}
