package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.text;

import java.util.List;

/** Gates, shuffled channels, pixels that become channels, and values that are repeated. */
class ForeignGatesTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
    return List.of(
        image(
            "a gate after a channel shuffle",
            13,
            g -> {
              String x = shuffled(g, features(g));
              String gate = g.op("Sigmoid", g.conv(g.op("GlobalAveragePool", x), 8, 8, 1, 1, 0, 1));
              return head(g, g.op("Mul", List.of(x, gate)), 8);
            }),
        image(
            "a gate of what was shuffled later",
            9,
            g -> {
              String x = features(g);
              String gate = g.op("Sigmoid", g.conv(g.op("GlobalAveragePool", x), 8, 8, 1, 1, 0, 1));
              return head(g, g.op("Mul", List.of(gate, shuffled(g, x))), 8);
            }),
        image(
            "shuffled channels added to plain ones",
            13,
            g -> {
              String x = features(g);
              return head(g, g.op("Add", List.of(shuffled(g, x), x)), 8);
            }),
        image("shuffled channels as the output", 13, g -> shuffled(g, features(g))),
        image("a flattened image as the output", 13, g -> g.op("Flatten", features(g))),
        image(
            "a gate that is expanded before",
            13,
            g -> {
              String x = features(g);
              String gate = g.op("Sigmoid", g.conv(g.op("GlobalAveragePool", x), 8, 8, 1, 1, 0, 1));
              String wide = g.op("Expand", List.of(gate, g.op("Shape", x)));
              return head(g, g.op("Mul", List.of(x, wide)), 8);
            }),
        image(
            "a gate for each place",
            13,
            g -> {
              String x = features(g);
              String gate = g.op("Sigmoid", g.conv(x, 8, 1, 3, 1, 1, 1));
              return head(g, g.op("Mul", List.of(x, gate)), 8);
            }),
        image(
            "the mean of all places added",
            13,
            g -> {
              String x = features(g);
              return head(g, g.op("Add", List.of(g.reduceMean(x, true, 2, 3), x)), 8);
            }),
        image(
            "the mean of all places subtracted",
            18,
            g -> {
              String x = features(g);
              return head(g, g.op("Sub", List.of(x, g.reduceMean(x, true, 2, 3))), 8);
            }),
        image(
            "both kinds of pooling beside each other",
            13,
            g -> {
              String x = features(g);
              String whole = g.op("MaxPool", x, ints("kernel_shape", 6, 6), ints("strides", 6, 6));
              List<String> both = List.of(g.op("GlobalAveragePool", x), whole);
              return g.gemm(g.op("Flatten", g.op("Concat", both, integer("axis", 1))), 16, 5);
            }),
        image(
            "a sum over places",
            13,
            g -> {
              String sum =
                  g.op("ReduceSum", List.of(features(g), g.ints(2, 3)), integer("keepdims", 0));
              return g.gemm(sum, 8, 5);
            }),
        image(
            "a sum over places by an attribute",
            11,
            g -> {
              String sum =
                  g.op("ReduceSum", features(g), ints("axes", 2, 3), integer("keepdims", 0));
              return g.gemm(sum, 8, 5);
            }),
        image(
            "squares and cubes",
            13,
            g -> {
              String x = features(g);
              String powers = g.op("Add", List.of(power(g, x, 2), power(g, x, 3)));
              return head(g, powers, 8);
            }),
        image(
            "pooled images of one pixel",
            13,
            g -> {
              String x = g.op("Relu", g.conv("x", 3, 8, 12, 1, 0, 1));
              return head(g, x, 8);
            }),
        image(
            "pixels that become channels, written out",
            11,
            g -> {
              String x = features(g);
              x = g.op("Reshape", List.of(x, g.ints(-1, 8, 3, 2, 3, 2)));
              x = g.op("Transpose", x, ints("perm", 0, 1, 3, 5, 2, 4));
              return head(
                  g,
                  g.conv(g.op("Reshape", List.of(x, g.ints(-1, 32, 3, 3))), 32, 4, 1, 1, 0, 1),
                  4);
            }),
        image(
            "channels that become pixels, written out",
            9,
            g -> {
              String x = features(g);
              x = g.op("Reshape", List.of(x, g.ints(-1, 2, 2, 2, 6, 6)));
              x = g.op("Transpose", x, ints("perm", 0, 1, 4, 2, 5, 3));
              return g.conv(g.op("Reshape", List.of(x, g.ints(-1, 2, 12, 12))), 2, 3, 1, 1, 0, 1);
            }),
        image(
            "pixels that become channels",
            13,
            g ->
                head(
                    g,
                    g.conv(
                        g.op("SpaceToDepth", features(g), integer("blocksize", 2)),
                        32,
                        4,
                        1,
                        1,
                        0,
                        1),
                    4)),
        image(
            "channels that become pixels, blocks outermost",
            13,
            g ->
                g.conv(
                    g.op("DepthToSpace", features(g), integer("blocksize", 2), text("mode", "DCR")),
                    2,
                    3,
                    1,
                    1,
                    0,
                    1)),
        graph(
            "one place of a reshaped image",
            13,
            new int[] {-1, 3, 12, 12},
            g -> {
              String x = g.op("Reshape", List.of(features(g), g.ints(-1, 8, 36)));
              x = g.op("Transpose", x, ints("perm", 0, 2, 1));
              x = g.op("Gather", List.of(x, g.constant(5)), integer("axis", 1));
              return g.gemm(x, 8, 5);
            }));
  }

  private static String features(GraphText g) {
    return g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
  }

  private static String head(GraphText g, String x, int channels) {
    return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), channels, 5);
  }

  private static String power(GraphText g, String x, float exponent) {
    return g.op("Pow", List.of(x, g.number(exponent)));
  }

  /** Channels {@code [2, 4]} become {@code [4, 2]}. */
  private static String shuffled(GraphText g, String x) {
    String apart = g.op("Reshape", List.of(x, g.ints(-1, 2, 4, 6, 6)));
    String dealt = g.op("Transpose", apart, ints("perm", 0, 2, 1, 3, 4));
    return g.op("Reshape", List.of(dealt, g.ints(-1, 8, 6, 6)));
  }
}
