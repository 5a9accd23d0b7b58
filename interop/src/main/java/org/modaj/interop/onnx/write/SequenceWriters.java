package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;

import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.write.GraphExport.Form;

/** Attention, embeddings, and convolutions and pooling along steps. */
final class SequenceWriters {
  private static final int INT64 = 7;

  private SequenceWriters() {}

  static void convolution(LayerExport l) {
    Tensor weight = l.tensor("weight");
    String w = l.graph().permuted(l.name() + ".weight", weight, 2, 1, 0);
    List<String> inputs = new ArrayList<>(List.of(l.in(0, Form.FEATURES_FIRST).name(), w));
    if (l.optional("bias") != null) {
      inputs.add(l.vector("bias"));
    }
    int pad = l.integer("pad", 0);
    l.out(
        l.main(
            "Conv",
            inputs,
            ints("kernel_shape", weight.dim(0)),
            ints("strides", l.integer("stride", 1)),
            ints("pads", pad, pad),
            ints("dilations", l.integer("dilation", 1)),
            integer("group", l.integer("groups", 1))),
        Form.FEATURES_FIRST);
  }

  static void pool(LayerExport l, String op) {
    int pad = l.integer("pad", 0);
    String x = l.in(0, Form.FEATURES_FIRST).name();
    boolean average = op.startsWith("Average");
    String out =
        l.main(
            op,
            List.of(x),
            ints("kernel_shape", l.integer("kernel", 1)),
            ints("strides", l.integer("stride", 1)),
            ints("pads", pad, pad),
            integer("ceil_mode", l.flag("ceil", false) ? 1 : 0),
            average
                ? integer("count_include_pad", l.flag("countPadding", true) ? 1 : 0)
                : ints("dilations", l.integer("dilation", 1)));
    l.out(out, Form.FEATURES_FIRST);
  }

  /** Over all steps. */
  static void reduce(LayerExport l, String op) {
    String x = l.in(0, Form.STEPS_FIRST).name();
    l.out(l.main(op, List.of(x), ints("axes", 1), integer("keepdims", 0)), Form.VECTOR);
  }

  /** Softmax of the scaled products of queries and keys, times the values, head by head. */
  static void attention(LayerExport l) {
    int heads = l.integer("heads", 1);
    int width = l.inputShape(0).dim(1) / heads;
    int out = l.inputShape(2).dim(1) / heads;
    String q = heads(l, 0, "queries", heads, width, 0, 2, 1, 3);
    String k = heads(l, 1, "keys", heads, width, 0, 2, 3, 1);
    String v = heads(l, 2, "values", heads, out, 0, 2, 1, 3);
    String products = l.then("MatMul", "products", List.of(q, k));
    float[] factor = {(float) (1 / Math.sqrt(width))};
    String scaled =
        l.then("Mul", "scaled", List.of(products, l.graph().floats(l.part("factor"), factor)));
    if (l.flag("causal", false)) {
      scaled = l.then("Add", "masked", List.of(scaled, mask(l)));
    }
    String shares = l.then("Softmax", "shares", List.of(scaled), integer("axis", -1));
    String y = l.first("MatMul", "heads", List.of(shares, v));
    String moved = l.then("Transpose", "steps_outermost", List.of(y), ints("perm", 0, 2, 1, 3));
    String sizes = l.graph().longs(l.part("sizes"), new long[] {0, 0, (long) heads * out}, 3);
    l.out(l.then("Reshape", "joined", List.of(moved, sizes)), Form.STEPS_FIRST);
  }

  private static String heads(
      LayerExport l, int input, String what, int heads, int width, long... perm) {
    String sizes = l.graph().longs(l.part(what + "_sizes"), new long[] {0, 0, heads, width}, 4);
    String x = l.in(input, Form.STEPS_FIRST).name();
    String apart = l.then("Reshape", what + "_apart", List.of(x, sizes));
    return l.then("Transpose", what, List.of(apart), ints("perm", perm));
  }

  /** Minus infinity above the diagonal, of as many steps as there are. */
  private static String mask(LayerExport l) {
    String steps = axisSize(l, l.in(0, Form.STEPS_FIRST).name(), 1);
    String square = l.then("Concat", "square", List.of(steps, steps), integer("axis", 0));
    float[] value = {Float.NEGATIVE_INFINITY};
    String minus = l.graph().floats(l.part("minus_infinity"), value, 1);
    String full = l.then("Expand", "full", List.of(minus, square));
    String diagonal = l.graph().longs(l.part("diagonal"), new long[] {1});
    return l.then("Trilu", "mask", List.of(full, diagonal), integer("upper", 1));
  }

  /** The size of an axis as a vector of one number. */
  private static String axisSize(LayerExport l, String value, int axis) {
    String shape = l.then("Shape", "shape", List.of(value));
    String index = l.graph().longs(l.part("axis"), new long[] {axis}, 1);
    return l.then("Gather", "size", List.of(shape, index), integer("axis", 0));
  }

  /** Rows of a table; the indices come as floats, as networks here read them. */
  static void embedding(LayerExport l) {
    Tensor weight = l.tensor("weight");
    String table =
        l.graph().floats(l.name() + ".weight", weight.data(), weight.dim(0), weight.dim(1));
    String last = l.graph().longs(l.part("last_axis"), new long[] {2}, 1);
    String x = l.in(0, Form.STEPS_FIRST).name();
    String indices = l.then("Squeeze", "indices", List.of(x, last));
    String whole = l.then("Cast", "whole", List.of(indices), integer("to", INT64));
    l.out(l.main("Gather", List.of(table, whole), integer("axis", 0)), Form.STEPS_FIRST);
  }

  /** The first rows, as many as there are steps. */
  static void positions(LayerExport l) {
    Tensor weight = l.tensor("weight");
    String x = l.in(0, Form.STEPS_FIRST).name();
    String table =
        l.graph().floats(l.name() + ".weight", weight.data(), weight.dim(0), weight.dim(1));
    if (weight.dim(0) != l.inputShape(0).dim(0) || l.graph().network().readsSequences()) {
      String from = l.graph().longs(l.part("from"), new long[1], 1);
      table = l.then("Slice", "rows", List.of(table, from, axisSize(l, x, 1), from));
    }
    l.out(l.main("Add", List.of(x, table)), Form.STEPS_FIRST);
  }

  static void classToken(LayerExport l) {
    Tensor weight = l.tensor("weight");
    String x = l.in(0, Form.STEPS_FIRST).name();
    String token = l.graph().floats(l.name() + ".weight", weight.data(), 1, 1, weight.elements());
    String ones = l.graph().longs(l.part("ones"), new long[] {1, 1}, 2);
    String sizes = l.then("Concat", "sizes", List.of(axisSize(l, x, 0), ones), integer("axis", 0));
    String tokens = l.then("Expand", "tokens", List.of(token, sizes));
    l.out(l.main("Concat", List.of(tokens, x), integer("axis", 1)), Form.STEPS_FIRST);
  }
}
