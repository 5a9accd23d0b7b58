package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphParts.joined;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.number;
import static org.modaj.interop.onnx.GraphText.text;

import java.util.List;

/** Values that are reshaped, squeezed, split, padded or averaged. */
class ForeignShapesTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
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
                joined(
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
}
