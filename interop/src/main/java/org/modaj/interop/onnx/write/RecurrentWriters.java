package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;
import static org.modaj.interop.onnx.write.GraphExport.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.write.GraphExport.Form;

/** Recurrent layers and what is read of their steps. */
final class RecurrentWriters {
  private static final String[] SUFFIXES = {"", "_reverse"};

  /** ONNX's gate {@code g} is our gate {@code ORDER[g]}: i o f c from i f g o. */
  private static final int[] LSTM_GATES = {0, 3, 1, 2};

  /** z r h from r z n. */
  private static final int[] GRU_GATES = {1, 0, 2};

  private RecurrentWriters() {}

  static void lstm(LayerExport l) {
    recurrent(l, "LSTM", LSTM_GATES);
  }

  static void gru(LayerExport l) {
    recurrent(l, "GRU", GRU_GATES);
  }

  private static void recurrent(LayerExport l, String op, int[] gates) {
    int directions = l.integer("directions", 1);
    int[] hidden = new int[directions];
    for (int d = 0; d < directions; d++) {
      hidden[d] = l.tensor("weight_hh" + SUFFIXES[d]).dim(0);
    }
    String x =
        l.then(
            "Transpose",
            "steps_outermost",
            List.of(l.in(0, Form.STEPS_FIRST).name()),
            ints("perm", 1, 0, 2));
    if (directions == 2 && hidden[0] != hidden[1]) {
      apart(l, x, hidden, op, gates);
      return;
    }
    int[] all = directions == 2 ? new int[] {0, 1} : new int[] {0};
    List<String> inputs = inputs(l, x, "", all, hidden[0], gates);
    String y =
        l.first(
            op,
            "y",
            inputs,
            attributes(op, hidden[0], directions == 2 ? "bidirectional" : "forward"));
    String moved = l.then("Transpose", "batch_outermost", List.of(y), ints("perm", 2, 0, 1, 3));
    long[] sizes = {0, 0, (long) directions * hidden[0]};
    String shape = l.graph().longs(l.part("sizes"), sizes, 3);
    l.out(l.then("Reshape", "states", List.of(moved, shape)), Form.STEPS_FIRST);
  }

  /** Two directions of different sizes: a node each. */
  private static void apart(LayerExport l, String x, int[] hidden, String op, int[] gates) {
    List<String> parts = new ArrayList<>();
    String axis = l.graph().longs(l.part("axis"), new long[] {1}, 1);
    for (int d = 0; d < 2; d++) {
      String y = "y" + SUFFIXES[d];
      List<String> inputs = inputs(l, x, SUFFIXES[d], new int[] {d}, hidden[d], gates);
      String direction = d == 0 ? "forward" : "reverse";
      String made =
          d == 0
              ? l.first(op, y, inputs, attributes(op, hidden[d], direction))
              : l.then(op, y, inputs, attributes(op, hidden[d], direction));
      parts.add(l.then("Squeeze", "states" + SUFFIXES[d], List.of(made, axis)));
    }
    String both = l.then("Concat", "both", parts, integer("axis", 2));
    l.out(
        l.then("Transpose", "batch_outermost", List.of(both), ints("perm", 1, 0, 2)),
        Form.STEPS_FIRST);
  }

  private static AttributeProto[] attributes(String op, int hidden, String direction) {
    AttributeProto size = integer("hidden_size", hidden);
    AttributeProto way = text("direction", direction);
    return op.equals("GRU")
        ? new AttributeProto[] {size, way, integer("linear_before_reset", 1)}
        : new AttributeProto[] {size, way};
  }

  /** Input, weights and biases of some directions. */
  private static List<String> inputs(
      LayerExport l, String x, String suffix, int[] directions, int hidden, int[] order) {
    int in = l.inputShape(0).dim(-1);
    int gates = order.length;
    float[] w = new float[directions.length * gates * hidden * in];
    float[] r = new float[directions.length * gates * hidden * hidden];
    float[] b = new float[directions.length * 2 * gates * hidden];
    for (int k = 0; k < directions.length; k++) {
      String own = SUFFIXES[directions[k]];
      rows(l.tensor("weight_ih" + own), w, k * gates * hidden * in, hidden, order);
      rows(l.tensor("weight_hh" + own), r, k * gates * hidden * hidden, hidden, order);
      Tensor single = l.optional("bias" + own);
      Tensor first = single != null ? single : l.tensor("bias_ih" + own);
      bias(first, b, 2 * k * gates, hidden, order);
      if (single == null) {
        bias(l.tensor("bias_hh" + own), b, (2 * k + 1) * gates, hidden, order);
      }
    }
    int n = directions.length;
    return List.of(
        x,
        l.graph().floats(l.name() + ".weight_ih" + suffix, w, n, gates * hidden, in),
        l.graph().floats(l.name() + ".weight_hh" + suffix, r, n, gates * hidden, hidden),
        l.graph().floats(l.name() + ".bias" + suffix, b, n, 2 * gates * hidden));
  }

  private static void bias(Tensor bias, float[] to, int gates, int hidden, int[] order) {
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(bias.data(), order[gate] * hidden, to, (gates + gate) * hidden, hidden);
    }
  }

  /** {@code [in, gates·hidden]} as rows {@code [gates·hidden, in]} in ONNX's order of gates. */
  private static void rows(Tensor tensor, float[] to, int offset, int hidden, int[] order) {
    int in = tensor.dim(0);
    int columns = tensor.dim(1);
    for (int gate = 0; gate < order.length; gate++) {
      for (int h = 0; h < hidden; h++) {
        int row = gate * hidden + h;
        int column = order[gate] * hidden + h;
        for (int i = 0; i < in; i++) {
          to[offset + row * in + i] = tensor.data()[i * columns + column];
        }
      }
    }
  }

  static void lastStep(LayerExport l) {
    String x = l.in(0, Form.STEPS_FIRST).name();
    String last = l.graph().longs(l.part("last_position"), new long[] {-1});
    Tensor backward = l.optional("backward");
    if (backward == null) {
      l.out(l.main("Gather", List.of(x, last), integer("axis", 1)), Form.VECTOR);
      return;
    }
    String first = l.graph().longs(l.part("first_position"), new long[] {0});
    String atEnd = l.then("Gather", "last", List.of(x, last), integer("axis", 1));
    String atStart = l.then("Gather", "first", List.of(x, first), integer("axis", 1));
    boolean[] marks = new boolean[backward.elements()];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = backward.data()[i] != 0;
    }
    String mask = l.graph().flags(l.part("backward"), marks);
    l.out(l.main("Where", List.of(mask, atStart, atEnd)), Form.VECTOR);
  }
}
