package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphParts.attention;
import static org.modaj.interop.onnx.GraphParts.expand;
import static org.modaj.interop.onnx.GraphParts.gelu;
import static org.modaj.interop.onnx.GraphParts.norm;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;

import java.util.List;

/** Attention and what stands around it. */
class ForeignTransformersTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
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
        graph(
            "attention hidden by Where",
            13,
            new int[] {-1, 5, 8},
            g -> {
              String q = g.linear("x", 8, 8);
              String k = g.op("Transpose", g.linear("x", 8, 8), ints("perm", 0, 2, 1));
              String scores =
                  g.op("Div", List.of(g.op("MatMul", List.of(q, k)), g.number(2.828427f)));
              float[] later = new float[25];
              for (int i = 0; i < later.length; i++) {
                later[i] = i % 5 > i / 5 ? 1 : 0;
              }
              String hidden = g.op("Cast", g.floats(new int[] {5, 5}, later), integer("to", 9));
              String minus = g.number(Float.NEGATIVE_INFINITY);
              scores = g.op("Where", List.of(hidden, minus, scores));
              String shares = g.op("Softmax", scores, integer("axis", -1));
              String y = g.op("MatMul", List.of(shares, g.linear("x", 8, 8)));
              return g.gemm(g.reduceMean(y, false, 1), 8, 4);
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
}
