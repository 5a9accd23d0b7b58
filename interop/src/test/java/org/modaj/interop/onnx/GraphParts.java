package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** Pieces of graphs as exporters write them. */
final class GraphParts {
  private GraphParts() {}

  static String joined(GraphText g, List<String> parts) {
    String a = g.conv(parts.get(0), 3, 4, 1, 1, 0, 1);
    String b = g.conv(parts.get(1), 5, 4, 1, 1, 0, 1);
    return g.op("Flatten", g.op("GlobalAveragePool", g.op("Add", List.of(a, b))));
  }

  static String pool(GraphText g, String op, String x, int kernel, int stride, int pad) {
    return g.op(
        op,
        x,
        ints("kernel_shape", kernel, kernel),
        ints("strides", stride, stride),
        ints("pads", pad, pad, pad, pad));
  }

  static String swish(GraphText g, String x) {
    return g.op("Mul", List.of(x, g.op("Sigmoid", x)));
  }

  static String gelu(GraphText g, String x) {
    String erf = g.op("Erf", g.op("Div", List.of(x, g.number(1.4142135f))));
    String y = g.op("Mul", List.of(x, g.op("Add", List.of(erf, g.number(1)))));
    return g.op("Mul", List.of(y, g.number(0.5f)));
  }

  /** PyTorch's {@code expand(n, -1, -1)}: -1 leaves a size as it is. */
  static String expand(GraphText g, String x, String... sizes) {
    String wanted = g.op("Concat", List.of(sizes), integer("axis", 0));
    String ones = g.op("Expand", List.of(g.ints(1), g.op("Shape", wanted)));
    String open = g.op("Equal", List.of(wanted, g.op("Mul", List.of(ones, g.ints(-1)))));
    return g.op("Expand", List.of(x, g.op("Where", List.of(open, ones, wanted))));
  }

  static String norm(GraphText g, String x, int size) {
    return g.op(
        "LayerNormalization", List.of(x, g.positive(size), g.weight(size)), integer("axis", -1));
  }

  /** Of timm: one product, reshaped to [n, steps, 3, heads, d], permuted, and taken apart. */
  static String attention(GraphText g, String x, int size, int heads, int steps) {
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

  /** All steps of a recurrent layer. */
  static String rnn(GraphText g, String op, String x, int in, int units, boolean both) {
    return rnn(g, op, x, in, units, both ? "bidirectional" : "forward", 1).getFirst();
  }

  /** All steps of a recurrent layer and, of several outputs, its state. */
  static List<String> rnn(
      GraphText g, String op, String x, int in, int units, String direction, int outputs) {
    int directions = direction.equals("bidirectional") ? 2 : 1;
    int gates = op.equals("LSTM") ? 4 : 3;
    List<String> inputs =
        List.of(
            x,
            g.weight(directions, gates * units, in),
            g.weight(directions, gates * units, units),
            g.weight(directions, 2 * gates * units));
    List<AttributeProto> settings = new ArrayList<>();
    settings.add(integer("hidden_size", units));
    settings.add(text("direction", direction));
    if (op.equals("GRU")) {
      settings.add(integer("linear_before_reset", 1));
    }
    return g.op(op, outputs, inputs, settings.toArray(AttributeProto[]::new));
  }
}
