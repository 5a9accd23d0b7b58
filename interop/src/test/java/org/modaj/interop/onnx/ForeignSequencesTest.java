package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.GraphParts.rnn;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;

import java.util.List;

/** Recurrent layers, and dense ones on each step. */
class ForeignSequencesTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
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
        graph("lstm from the end, all steps", 14, steps, g -> fromEnd(g, "LSTM", false)),
        graph("gru from the end, its state", 17, steps, g -> fromEnd(g, "GRU", true)),
        graph(
            "grus of different sizes in both directions",
            11,
            steps,
            g -> {
              String x = g.op("Transpose", "x", ints("perm", 1, 0, 2));
              String a = g.squeeze(rnn(g, "GRU", x, 4, 3, "forward", 1).getFirst(), 1);
              String b = g.squeeze(rnn(g, "GRU", x, 4, 5, "reverse", 1).getFirst(), 1);
              x = g.op("Concat", List.of(a, b), integer("axis", 2));
              x = g.op("Transpose", x, ints("perm", 1, 0, 2));
              return g.gemm(g.reduceMean(x, false, 1), 8, 5);
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

  private static String fromEnd(GraphText g, String op, boolean state) {
    String x = g.op("Transpose", "x", ints("perm", 1, 0, 2));
    List<String> y = rnn(g, op, x, 4, 6, "reverse", 2);
    if (state) {
      return g.gemm(g.squeeze(y.get(1), 0), 6, 5);
    }
    x = g.op("Transpose", g.squeeze(y.get(0), 1), ints("perm", 1, 0, 2));
    return g.gemm(g.reduceMean(x, false, 1), 6, 5);
  }
}
