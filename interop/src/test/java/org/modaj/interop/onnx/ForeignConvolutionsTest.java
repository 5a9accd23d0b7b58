package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphParts.pool;
import static org.modaj.interop.onnx.GraphParts.swish;
import static org.modaj.interop.onnx.GraphText.floats;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.number;
import static org.modaj.interop.onnx.GraphText.text;

import java.util.List;

/** Convolutions, pooling and resizing, in networks as they are usual. */
class ForeignConvolutionsTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
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
            "average pooling with windows that end beyond the image",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 3, 1, 0, 1));
              x =
                  g.op(
                      "AveragePool",
                      x,
                      ints("kernel_shape", 3, 3),
                      ints("strides", 2, 2),
                      ints("pads", 0, 0, 1, 1));
              return g.gemm(g.op("Flatten", x), 8 * 25, 5);
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
}
