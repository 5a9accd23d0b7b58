package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.number;

import java.util.List;

/** Normalizations, whole or taken apart. */
class ForeignNormalizationsTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
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
            "layer norm taken apart, small epsilon",
            13,
            new int[] {-1, 5},
            g -> {
              String x = g.gemm("x", 5, 6);
              String centred = g.op("Sub", List.of(x, g.reduceMean(x, true, -1)));
              String square = g.op("Pow", List.of(centred, g.number(2)));
              String sum = g.op("Add", List.of(g.reduceMean(square, true, -1), g.number(1e-6f)));
              String y = g.op("Div", List.of(centred, g.op("Sqrt", sum)));
              y = g.op("Add", List.of(g.op("Mul", List.of(y, g.positive(6))), g.weight(6)));
              return g.gemm(y, 6, 4);
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
}
