package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.interop.onnx.GraphText.floats;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.number;
import static org.modaj.interop.onnx.GraphText.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.MseLoss;
import org.modaj.engine.random.CounterRandom;
import org.modaj.interop.Recorded;
import org.modaj.moda.UnitsCheck;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.StepKey;

/**
 * Graphs in the ways that other tools write them, of many opsets: what onnxruntime computes of them
 * the imported network computes too; it trains, its units keep the law, and what it is exported as
 * computes the same.
 */
class ForeignGraphsTest {
  private static final int[] IMAGE = {-1, 3, 12, 12};

  @TempDir Path dir;

  private interface Writer {
    String write(GraphText g);
  }

  private static Arguments graph(String name, int opset, int[] dims, Writer writer) {
    return Arguments.of(name + ", opset " + opset, opset, dims, writer);
  }

  private static Arguments image(String name, int opset, Writer writer) {
    return graph(name, opset, IMAGE, writer);
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
            convolutions(), shapes(), activations(), normalizations(), sequences(), transformers())
        .flatMap(List::stream);
  }

  private static List<Arguments> convolutions() {
    return List.of(
        image(
            "vgg with bn and dropout",
            13,
            g -> {
              String x = g.op("Relu", g.batchNorm(g.conv("x", 3, 8, 3, 1, 1, 1), 8));
              x = pool(g, "MaxPool", x, 2, 2, 0);
              x = g.op("Flatten", x, integer("axis", 1));
              x = g.op("Relu", g.gemm(x, 8 * 36, 16));
              x = g.op("Dropout", List.of(x, g.number(0.5f)));
              return g.gemm(x, 16, 5);
            }),
        image(
            "dropout with a ratio",
            7,
            g -> {
              String x =
                  g.op(
                      "Dropout", g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)), number("ratio", 0.3));
              return g.gemm(g.op("Flatten", x), 8 * 36, 5);
            }),
        image(
            "mobilenet v3",
            14,
            g -> {
              String x = g.op("HardSwish", g.conv("x", 3, 16, 3, 2, 1, 1));
              String y = g.op("Relu", g.conv(x, 16, 16, 3, 1, 1, 16));
              String s = g.op("Relu", g.conv(g.op("GlobalAveragePool", y), 16, 8, 1, 1, 0, 1));
              s =
                  g.op(
                      "HardSigmoid",
                      g.conv(s, 8, 16, 1, 1, 0, 1),
                      number("alpha", 1 / 6.0),
                      number("beta", 0.5));
              y = g.conv(g.op("Mul", List.of(s, y)), 16, 16, 1, 1, 0, 1);
              x = g.op("Add", List.of(x, y));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 16, 5);
            }),
        image(
            "efficientnet, swish taken apart",
            12,
            g -> {
              String x = swish(g, g.conv("x", 3, 16, 3, 2, 1, 1));
              x = swish(g, g.conv(x, 16, 16, 3, 2, 1, 16));
              String s = swish(g, g.conv(g.reduceMean(x, true, 2, 3), 16, 4, 1, 1, 0, 1));
              x = g.op("Mul", List.of(x, g.op("Sigmoid", g.conv(s, 4, 16, 1, 1, 0, 1))));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 16, 5);
            }),
        image(
            "densenet",
            9,
            g -> {
              String x = g.conv("x", 3, 8, 3, 1, 1, 1);
              for (int c = 8; c < 20; c += 4) {
                String y = g.conv(g.op("Relu", g.batchNorm(x, c)), c, 4, 3, 1, 1, 1);
                x = g.op("Concat", List.of(x, y), integer("axis", 1));
              }
              x = g.op("Relu", g.batchNorm(x, 20));
              x = pool(g, "AveragePool", g.conv(x, 20, 10, 1, 1, 0, 1), 2, 2, 0);
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 10, 5);
            }),
        image(
            "inception",
            11,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 1, 1, 1));
              String a = g.op("Relu", g.conv(x, 8, 4, 1, 1, 0, 1));
              String b =
                  g.op("Relu", g.conv(g.op("Relu", g.conv(x, 8, 4, 1, 1, 0, 1)), 4, 6, 5, 1, 2, 1));
              String c = g.conv(pool(g, "MaxPool", x, 3, 1, 1), 8, 5, 1, 1, 0, 1);
              String d = pool(g, "AveragePool", x, 3, 1, 1);
              x = g.op("Concat", List.of(a, b, c, d), integer("axis", 1));
              x =
                  g.op(
                      "MaxPool",
                      x,
                      ints("kernel_shape", 3, 3),
                      ints("strides", 2, 2),
                      integer("ceil_mode", 1));
              return g.op("Flatten", g.op("GlobalAveragePool", g.conv(x, 23, 5, 1, 1, 0, 1)));
            }),
        image(
            "shufflenet",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 16, 3, 2, 1, 1));
              List<String> halves = g.op("Split", 2, List.of(x, g.ints(8, 8)), integer("axis", 1));
              String y = g.op("Relu", g.conv(halves.get(1), 8, 8, 1, 1, 0, 1));
              y = g.op("Relu", g.conv(y, 8, 8, 3, 1, 1, 8));
              x = g.op("Concat", List.of(halves.get(0), y), integer("axis", 1));
              String n = g.size(x, 0);
              x = g.view(x, n, g.ints(2), g.ints(8), g.ints(6), g.ints(6));
              x = g.op("Transpose", x, ints("perm", 0, 2, 1, 3, 4));
              x = g.view(x, n, g.ints(-1), g.ints(6), g.ints(6));
              return g.gemm(
                  g.reduceMean(g.op("Relu", g.conv(x, 16, 8, 1, 1, 0, 1)), false, 2, 3), 8, 5);
            }),
        image(
            "resnext",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 16, 3, 1, 1, 1));
              String y = g.op("Relu", g.batchNorm(g.conv(x, 16, 16, 3, 2, 1, 4), 16));
              x =
                  g.op(
                      "Relu",
                      g.op("Add", List.of(g.batchNorm(g.conv(x, 16, 16, 1, 2, 0, 1), 16), y)));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 16, 5);
            }),
        image(
            "transposed convolution with output padding",
            11,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              x =
                  g.op(
                      "ConvTranspose",
                      List.of(x, g.weight(8, 6, 3, 3), g.weight(6)),
                      ints("kernel_shape", 3, 3),
                      ints("strides", 2, 2),
                      ints("pads", 1, 1, 1, 1),
                      ints("output_padding", 1, 1));
              return g.conv(g.op("Relu", x), 6, 2, 1, 1, 0, 1);
            }),
        image(
            "transposed convolution in groups",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              x =
                  g.op(
                      "ConvTranspose",
                      List.of(x, g.weight(8, 3, 2, 2)),
                      ints("kernel_shape", 2, 2),
                      ints("strides", 2, 2),
                      integer("group", 2));
              return g.conv(g.op("Relu", x), 6, 2, 1, 1, 0, 1);
            }),
        image(
            "upsampled by scales",
            9,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              x =
                  g.op(
                      "Upsample",
                      List.of(x, g.floats(new int[] {4}, 1, 1, 2, 2)),
                      text("mode", "nearest"));
              return g.conv(x, 8, 2, 1, 1, 0, 1);
            }),
        image(
            "upsampled by an attribute",
            7,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              x = g.op("Upsample", x, floats("scales", 1, 1, 2, 2), text("mode", "nearest"));
              return g.conv(x, 8, 2, 1, 1, 0, 1);
            }),
        image(
            "resized by scales",
            11,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              x =
                  g.op(
                      "Resize",
                      List.of(x, g.floats(new int[] {0}), g.floats(new int[] {4}, 1, 1, 2, 2)),
                      text("mode", "nearest"),
                      text("coordinate_transformation_mode", "asymmetric"),
                      text("nearest_mode", "floor"));
              return g.conv(x, 8, 2, 1, 1, 0, 1);
            }),
        image(
            "resized to sizes that are computed",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              String shape =
                  g.op("Slice", List.of(g.op("Shape", x), g.ints(0), g.ints(2), g.ints(0)));
              String sizes = g.op("Concat", List.of(shape, g.ints(12, 12)), integer("axis", 0));
              x =
                  g.op(
                      "Resize",
                      List.of(x, "", "", sizes),
                      text("mode", "linear"),
                      text("coordinate_transformation_mode", "pytorch_half_pixel"));
              return g.conv(x, 8, 2, 1, 1, 0, 1);
            }),
        image(
            "resized with aligned corners",
            18,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              x =
                  g.op(
                      "Resize",
                      List.of(x, "", g.floats(new int[] {4}, 1, 1, 2, 2)),
                      text("mode", "linear"),
                      text("coordinate_transformation_mode", "align_corners"));
              return g.conv(x, 8, 2, 1, 1, 0, 1);
            }),
        graph(
            "images with channels last, padded as TensorFlow does",
            13,
            new int[] {-1, 12, 12, 3},
            g -> {
              String x = g.op("Transpose", "x", ints("perm", 0, 3, 1, 2));
              x =
                  g.op(
                      "Conv",
                      List.of(x, g.weight(8, 3, 3, 3), g.weight(8)),
                      ints("kernel_shape", 3, 3),
                      ints("strides", 2, 2),
                      text("auto_pad", "SAME_UPPER"));
              x = g.op("Transpose", g.op("Relu", x), ints("perm", 0, 2, 3, 1));
              x = g.reduceMean(x, false, 1, 2);
              return g.op("Softmax", g.linear(x, 8, 5));
            }),
        graph(
            "1-D convolutions",
            13,
            new int[] {-1, 4, 20},
            g -> {
              String x =
                  g.op(
                      "Conv",
                      List.of("x", g.weight(8, 4, 3), g.weight(8)),
                      ints("kernel_shape", 3),
                      ints("pads", 1, 1));
              x =
                  g.op(
                      "MaxPool",
                      g.op("Relu", g.batchNorm(x, 8)),
                      ints("kernel_shape", 2),
                      ints("strides", 2));
              x =
                  g.op(
                      "Relu",
                      g.op(
                          "Conv",
                          List.of(x, g.weight(8, 8, 3), g.weight(8)),
                          ints("kernel_shape", 3)));
              return g.gemm(g.squeeze(g.op("GlobalAveragePool", x), 2), 8, 5);
            }));
  }

  private static List<Arguments> shapes() {
    return List.of(
        image(
            "flattened by shapes",
            9,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              return g.gemm(g.view(x, g.size(x, 0), g.ints(-1)), 8 * 36, 5);
            }),
        image(
            "flattened by shapes",
            17,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              return g.gemm(g.view(x, g.size(x, 0), g.ints(-1)), 8 * 36, 5);
            }),
        image(
            "flattened with allowzero",
            14,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              return g.gemm(
                  g.op("Reshape", List.of(x, g.ints(-1, 8 * 36)), integer("allowzero", 1)),
                  8 * 36,
                  5);
            }),
        image(
            "flattened by 0 and -1, product without bias",
            13,
            g -> {
              String x =
                  g.op(
                      "Reshape",
                      List.of(g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)), g.ints(0, -1)));
              x = g.op("Relu", g.op("Gemm", List.of(x, g.weight(8 * 36, 7))));
              return g.op("MatMul", List.of(x, g.weight(7, 5)));
            }),
        image(
            "gemm with alpha and beta",
            13,
            g -> {
              String x = g.op("Flatten", g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)));
              return g.op(
                  "Gemm",
                  List.of(x, g.weight(5, 8 * 36), g.weight(5)),
                  integer("transB", 1),
                  number("alpha", 0.5),
                  number("beta", 2));
            }),
        image(
            "squeezed",
            11,
            g -> {
              String x = g.op("GlobalAveragePool", g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)));
              return g.gemm(g.squeeze(x, 2, 3), 8, 5);
            }),
        image(
            "squeezed one after another",
            13,
            g -> {
              String x = g.op("GlobalMaxPool", g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)));
              return g.gemm(g.squeeze(g.squeeze(x, -1), -1), 8, 5);
            }),
        image(
            "mean kept",
            13,
            g ->
                g.gemm(
                    g.op(
                        "Flatten",
                        g.reduceMean(g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)), true, -1, -2)),
                    8,
                    5)),
        image(
            "mean, axes as an input",
            18,
            g ->
                g.gemm(
                    g.reduceMean(g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1)), false, 2, 3), 8, 5)),
        image(
            "mean of one axis after the other",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              return g.gemm(g.reduceMean(g.reduceMean(x, false, 3), false, 2), 8, 5);
            }),
        image(
            "split by an attribute",
            7,
            g ->
                split(
                    g,
                    g.op(
                        "Split",
                        2,
                        List.of(g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1))),
                        integer("axis", 1),
                        ints("split", 3, 5)))),
        image(
            "split by a number",
            18,
            g -> {
              List<String> parts =
                  g.op(
                      "Split",
                      2,
                      List.of(g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1))),
                      integer("axis", 1),
                      integer("num_outputs", 2));
              return g.op(
                  "Flatten",
                  g.op("GlobalAveragePool", g.op("Mul", List.of(parts.get(0), parts.get(1)))));
            }),
        image(
            "padded by attributes",
            7,
            g ->
                g.gemm(
                    g.op(
                        "Flatten",
                        g.op(
                            "Relu",
                            g.conv(
                                g.op(
                                    "Pad",
                                    "x",
                                    ints("pads", 0, 0, 1, 1, 0, 0, 1, 1),
                                    text("mode", "constant")),
                                3,
                                4,
                                3,
                                2,
                                0,
                                1))),
                    4 * 36,
                    5)),
        image(
            "padded by an input",
            13,
            g ->
                g.gemm(
                    g.op(
                        "Flatten",
                        g.op(
                            "Relu",
                            g.conv(
                                g.op(
                                    "Pad",
                                    List.of("x", g.ints(0, 0, 1, 1, 0, 0, 1, 1), g.number(0))),
                                3,
                                4,
                                3,
                                2,
                                0,
                                1))),
                    4 * 36,
                    5)),
        image(
            "reflected",
            18,
            g ->
                g.op(
                    "Flatten",
                    g.op(
                        "GlobalAveragePool",
                        g.op(
                            "Relu",
                            g.conv(
                                g.op(
                                    "Pad",
                                    List.of("x", g.ints(0, 0, 1, 2, 0, 0, 1, 1)),
                                    text("mode", "reflect")),
                                3,
                                4,
                                3,
                                1,
                                0,
                                1))))),
        image(
            "normalized in the graph",
            13,
            g -> {
              String x =
                  g.op("Sub", List.of("x", g.floats(new int[] {1, 3, 1, 1}, 0.5f, 0.4f, 0.3f)));
              x = g.op("Div", List.of(x, g.floats(new int[] {3, 1, 1}, 0.2f, 0.3f, 0.4f)));
              return g.gemm(g.op("Flatten", g.op("Relu", g.conv(x, 3, 4, 3, 2, 1, 1))), 4 * 36, 5);
            }),
        image(
            "weights by way of Identity",
            17,
            g -> {
              String w = g.op("Identity", g.weight(4, 3, 3, 3));
              String x = g.op("Conv", List.of("x", w), ints("kernel_shape", 3, 3));
              return g.gemm(g.op("Flatten", g.op("Identity", g.op("Relu", x))), 400, 5);
            }),
        image(
            "pixels shuffled",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
              return g.conv(
                  g.op("DepthToSpace", x, integer("blocksize", 2), text("mode", "CRD")),
                  2,
                  3,
                  1,
                  1,
                  0,
                  1);
            }));
  }

  private static List<Arguments> activations() {
    return List.of(
        features(
            "h-swish taken apart",
            13,
            (g, x) ->
                g.op(
                    "Div",
                    List.of(
                        g.op("Mul", List.of(x, g.clip(g.op("Add", List.of(x, g.number(3))), 0, 6))),
                        g.number(6)))),
        features(
            "h-swish taken apart",
            7,
            (g, x) ->
                g.op(
                    "Mul",
                    List.of(
                        x,
                        g.op(
                            "Div",
                            List.of(
                                g.clip(g.op("Add", List.of(x, g.number(3))), 0, 6),
                                g.number(6)))))),
        features(
            "hard sigmoid times x",
            11,
            (g, x) -> g.op("Mul", List.of(x, g.op("HardSigmoid", x, number("alpha", 1 / 6.0))))),
        features("relu6", 7, (g, x) -> g.clip(x, 0, 6)),
        features("relu6", 13, (g, x) -> g.clip(x, 0, 6)),
        features("clip without a maximum", 13, (g, x) -> g.op("Clip", List.of(x, g.number(0)))),
        features("gelu", 20, (g, x) -> g.op("Gelu", x)),
        features("gelu by tanh", 20, (g, x) -> g.op("Gelu", x, text("approximate", "tanh"))),
        features("gelu taken apart", 13, (g, x) -> gelu(g, x)),
        features(
            "mish taken apart",
            13,
            (g, x) -> g.op("Mul", List.of(x, g.op("Tanh", g.op("Softplus", x))))),
        features("mish", 18, (g, x) -> g.op("Mish", x)),
        features("leaky relu", 16, (g, x) -> g.op("LeakyRelu", x, number("alpha", 0.2))),
        features("prelu", 16, (g, x) -> g.op("PRelu", List.of(x, g.weight(6)))),
        features("elu", 7, (g, x) -> g.op("Elu", x, number("alpha", 0.7))),
        features("celu", 12, (g, x) -> g.op("Celu", x, number("alpha", 0.7))),
        features("selu", 7, (g, x) -> g.op("Selu", x)),
        features("softsign", 7, (g, x) -> g.op("Softsign", x)),
        features("softmax at the end", 11, (g, x) -> g.op("Softmax", x, integer("axis", 1))));
  }

  private interface Function {
    String of(GraphText g, String x);
  }

  private static Arguments features(String name, int opset, Function f) {
    return graph(name, opset, new int[] {-1, 5}, g -> g.gemm(f.of(g, g.gemm("x", 5, 6)), 6, 4));
  }

  private static List<Arguments> normalizations() {
    return List.of(
        image(
            "batch norm in training's words",
            14,
            g -> {
              String x = g.conv("x", 3, 8, 3, 1, 1, 1);
              x =
                  g.op(
                      "BatchNormalization",
                      List.of(x, g.positive(8), g.weight(8), g.weight(8), g.positive(8)),
                      integer("training_mode", 0),
                      number("epsilon", 1e-3));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", g.op("Relu", x))), 8, 5);
            }),
        graph(
            "batch norm of vectors",
            9,
            new int[] {-1, 5},
            g -> g.gemm(g.op("Relu", g.batchNorm(g.gemm("x", 5, 6), 6)), 6, 4)),
        image(
            "group norm",
            21,
            g -> {
              String x =
                  g.op(
                      "GroupNormalization",
                      List.of(g.conv("x", 3, 8, 3, 1, 1, 1), g.positive(8), g.weight(8)),
                      integer("num_groups", 4));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", g.op("Relu", x))), 8, 5);
            }),
        image(
            "group norm taken apart",
            13,
            g -> {
              String x = g.conv("x", 3, 8, 3, 1, 1, 1);
              String y = g.op("Reshape", List.of(x, g.ints(0, 4, -1)));
              y =
                  g.op(
                      "InstanceNormalization",
                      List.of(
                          y,
                          g.floats(new int[] {4}, 1, 1, 1, 1),
                          g.floats(new int[] {4}, 0, 0, 0, 0)),
                      number("epsilon", 1e-5));
              y = g.op("Reshape", List.of(y, g.op("Shape", x)));
              y =
                  g.op(
                      "Add",
                      List.of(g.op("Mul", List.of(y, g.weight(8, 1, 1))), g.weight(8, 1, 1)));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", g.op("Relu", y))), 8, 5);
            }),
        image(
            "instance norm",
            6 + 1,
            g -> {
              String x =
                  g.op(
                      "InstanceNormalization",
                      List.of(g.conv("x", 3, 8, 3, 1, 1, 1), g.positive(8), g.weight(8)));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", g.op("Relu", x))), 8, 5);
            }),
        graph(
            "layer norm of vectors",
            17,
            new int[] {-1, 5},
            g ->
                g.gemm(
                    g.op(
                        "LayerNormalization",
                        List.of(g.gemm("x", 5, 6), g.positive(6), g.weight(6)),
                        integer("axis", -1)),
                    6,
                    4)));
  }

  private static List<Arguments> sequences() {
    int[] steps = {-1, -1, 4};
    return List.of(
        graph(
            "lstm in two layers, last step by Gather",
            14,
            steps,
            g -> {
              String x = g.op("Transpose", "x", ints("perm", 1, 0, 2));
              x = g.squeeze(rnn(g, "LSTM", x, 4, 6, false), 1);
              x = g.squeeze(rnn(g, "LSTM", x, 6, 6, false), 1);
              x = g.op("Gather", List.of(x, g.constant(-1)), integer("axis", 0));
              return g.gemm(x, 6, 5);
            }),
        graph(
            "gru in both directions, mean over steps",
            14,
            steps,
            g -> {
              String x = g.op("Transpose", "x", ints("perm", 1, 0, 2));
              x = g.op("Transpose", rnn(g, "GRU", x, 4, 6, true), ints("perm", 0, 2, 1, 3));
              x = g.op("Reshape", List.of(x, g.ints(0, 0, -1)));
              x = g.op("Transpose", x, ints("perm", 1, 0, 2));
              return g.gemm(g.reduceMean(x, false, 1), 12, 5);
            }),
        graph(
            "lstm in both directions in two layers",
            13,
            steps,
            g -> {
              String x = g.op("Transpose", "x", ints("perm", 1, 0, 2));
              for (int in : new int[] {4, 12}) {
                x = g.op("Transpose", rnn(g, "LSTM", x, in, 6, true), ints("perm", 0, 2, 1, 3));
                x = g.op("Reshape", List.of(x, g.ints(0, 0, -1)));
              }
              x = g.op("Transpose", x, ints("perm", 1, 0, 2));
              return g.linear(x, 12, 3);
            }),
        graph(
            "dense layers on steps",
            17,
            steps,
            g -> {
              String x = g.op("Relu", g.linear("x", 4, 8));
              x =
                  g.op(
                      "LayerNormalization",
                      List.of(x, g.positive(8), g.weight(8)),
                      integer("axis", -1));
              return g.linear(g.reduceMean(x, false, 1), 8, 5);
            }));
  }

  private static List<Arguments> transformers() {
    return List.of(
        image(
            "vit with one product for queries, keys and values",
            17,
            g -> {
              String x = g.conv("x", 3, 8, 4, 4, 0, 1);
              x =
                  g.op(
                      "Transpose",
                      g.op("Reshape", List.of(x, g.ints(0, 8, -1))),
                      ints("perm", 0, 2, 1));
              String token = expand(g, g.weight(1, 1, 8), g.size(x, 0), g.ints(-1), g.ints(-1));
              x = g.op("Concat", List.of(token, x), integer("axis", 1));
              x = g.op("Add", List.of(x, g.weight(1, 10, 8)));
              x = g.op("Add", List.of(x, attention(g, norm(g, x, 8), 8, 2, 10)));
              x = g.op("Add", List.of(x, g.linear(gelu(g, g.linear(norm(g, x, 8), 8, 16)), 16, 8)));
              x = g.op("Gather", List.of(norm(g, x, 8), g.constant(0)), integer("axis", 1));
              return g.gemm(x, 8, 5);
            }),
        image(
            "convnext",
            17,
            g -> {
              String x = g.conv("x", 3, 8, 2, 2, 0, 1);
              String y = g.op("Transpose", g.conv(x, 8, 8, 7, 1, 3, 8), ints("perm", 0, 2, 3, 1));
              y = g.linear(gelu(g, g.linear(norm(g, y, 8), 8, 16)), 16, 8);
              y = g.op("Transpose", g.op("Mul", List.of(g.weight(8), y)), ints("perm", 0, 3, 1, 2));
              x = g.op("Add", List.of(x, y));
              return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 8, 5);
            }));
  }

  // ------------------------------------------------------------------------- parts

  private static String split(GraphText g, List<String> parts) {
    String a = g.conv(parts.get(0), 3, 4, 1, 1, 0, 1);
    String b = g.conv(parts.get(1), 5, 4, 1, 1, 0, 1);
    return g.op("Flatten", g.op("GlobalAveragePool", g.op("Add", List.of(a, b))));
  }

  private static String pool(GraphText g, String op, String x, int kernel, int stride, int pad) {
    return g.op(
        op,
        x,
        ints("kernel_shape", kernel, kernel),
        ints("strides", stride, stride),
        ints("pads", pad, pad, pad, pad));
  }

  private static String swish(GraphText g, String x) {
    return g.op("Mul", List.of(x, g.op("Sigmoid", x)));
  }

  private static String gelu(GraphText g, String x) {
    String erf = g.op("Erf", g.op("Div", List.of(x, g.number(1.4142135f))));
    String y = g.op("Mul", List.of(x, g.op("Add", List.of(erf, g.number(1)))));
    return g.op("Mul", List.of(y, g.number(0.5f)));
  }

  /** PyTorch's {@code expand(n, -1, -1)}: -1 leaves a size as it is. */
  private static String expand(GraphText g, String x, String... sizes) {
    String wanted = g.op("Concat", List.of(sizes), integer("axis", 0));
    String ones = g.op("Expand", List.of(g.ints(1), g.op("Shape", wanted)));
    String open = g.op("Equal", List.of(wanted, g.op("Mul", List.of(ones, g.ints(-1)))));
    return g.op("Expand", List.of(x, g.op("Where", List.of(open, ones, wanted))));
  }

  private static String norm(GraphText g, String x, int size) {
    return g.op(
        "LayerNormalization", List.of(x, g.positive(size), g.weight(size)), integer("axis", -1));
  }

  /** Of timm: one product, reshaped to [n, steps, 3, heads, d], permuted, and taken apart. */
  private static String attention(GraphText g, String x, int size, int heads, int steps) {
    String all = g.linear(x, size, 3 * size);
    all = g.op("Reshape", List.of(all, g.ints(0, steps, 3, heads, size / heads)));
    all = g.op("Transpose", all, ints("perm", 2, 0, 3, 1, 4));
    String q = g.op("Gather", List.of(all, g.constant(0)), integer("axis", 0));
    String k = g.op("Gather", List.of(all, g.constant(1)), integer("axis", 0));
    String v = g.op("Gather", List.of(all, g.constant(2)), integer("axis", 0));
    q = g.op("Mul", List.of(q, g.number(0.5f)));
    String scores = g.op("MatMul", List.of(q, g.op("Transpose", k, ints("perm", 0, 1, 3, 2))));
    String y = g.op("MatMul", List.of(g.op("Softmax", scores, integer("axis", -1)), v));
    y = g.op("Transpose", y, ints("perm", 0, 2, 1, 3));
    return g.linear(g.op("Reshape", List.of(y, g.ints(0, steps, size))), size, size);
  }

  private static String rnn(GraphText g, String op, String x, int in, int units, boolean both) {
    int directions = both ? 2 : 1;
    int gates = op.equals("LSTM") ? 4 : 3;
    List<String> inputs =
        List.of(
            x,
            g.weight(directions, gates * units, in),
            g.weight(directions, gates * units, units),
            g.weight(directions, 2 * gates * units));
    String direction = both ? "bidirectional" : "forward";
    return op.equals("LSTM")
        ? g.op(op, inputs, integer("hidden_size", units), text("direction", direction))
        : g.op(
            op,
            inputs,
            integer("hidden_size", units),
            text("direction", direction),
            integer("linear_before_reset", 1));
  }

  // ------------------------------------------------------------------------- the test

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void what_onnxruntime_computes_is_computed_here(String name, int opset, int[] dims, Writer writer)
      throws Exception {
    GraphText g = new GraphText(opset, dims);
    Path file = dir.resolve("graph.onnx");
    Files.write(file, g.bytes(writer.write(g)));
    Tensor given = input(dims);
    boolean channelsFirst = dims.length == 4 && dims[1] == 3;
    Tensor x = channelsFirst ? OnnxRun.moved(given, 0, 2, 3, 1) : given;
    x = dims.length == 3 && dims[1] == 4 ? OnnxRun.moved(given, 0, 2, 1) : x;
    Tensor expected = OnnxRun.raw(file, given);

    Network network = OnnxImport.read(file).network();

    Tensor actual = network.forward(x, Mode.EVALUATE);
    assertThat(Recorded.deviation(actual.data(), ours(expected).data())).isLessThan(1e-5);
    UnitsCheck.verify(network);
    Path out = dir.resolve("out.onnx");
    OnnxExport.write(network, Map.of(), out);
    Tensor again = OnnxRun.run(out, x, network.inputShape().dim(-1));
    assertThat(Recorded.deviation(again.data(), actual.data())).isLessThan(1e-4);
    Network back = OnnxImport.read(out).network();
    assertThat(back.forward(x, Mode.EVALUATE).data()).isEqualTo(actual.data());
    Path twice = dir.resolve("twice.onnx");
    OnnxExport.write(back, Map.of(), twice);
    assertThat(twice).hasSameBinaryContentAs(out);
    double before = step(network, x, actual);
    assertThat(step(network, x, actual)).isLessThan(before);
  }

  private static Tensor ours(Tensor y) {
    return y.shape().rank() == 4 ? OnnxRun.moved(y, 0, 2, 3, 1) : y;
  }

  private static Tensor input(int[] dims) {
    int[] sizes = Arrays.copyOf(dims, dims.length);
    sizes[0] = 3;
    for (int a = 1; a < sizes.length; a++) {
      sizes[a] = sizes[a] < 0 ? 7 : sizes[a];
    }
    Shape shape = Shape.of(sizes);
    float[] values = new float[shape.elements()];
    CounterRandom.of(5, "x").fillNormal(values, 1);
    return Tensor.of(shape, values);
  }

  private static NetworkInput training(Tensor x) {
    return NetworkInput.of(x).withKey(StepKey.of(1, 0, 3));
  }

  /** Trains towards other outputs and returns the loss before it. */
  private static double step(Network network, Tensor x, Tensor outputs) {
    Tensor target = outputs.copy();
    for (int i = 0; i < target.elements(); i++) {
      target.data()[i] += i % 2 == 0 ? 0.1f : -0.1f;
    }
    network.parameters().values().forEach(Tensor::zeroGrad);
    Tensor loss = MseLoss.apply(network.forward(training(x), Mode.TRAIN), target);
    double value = loss.item();
    loss.backward();
    for (Tensor p : network.parameters().values()) {
      Tensor gradient = p.grad();
      for (int i = 0; gradient != null && i < p.elements(); i++) {
        p.data()[i] -= 1e-3f * gradient.data()[i];
      }
      p.markModified();
    }
    return value;
  }
}
