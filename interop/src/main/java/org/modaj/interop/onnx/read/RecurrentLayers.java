package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Const;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** LSTM and GRU layers, and what is read of their steps. */
final class RecurrentLayers {
  /** Our gate {@code g} is ONNX's gate {@code ORDER[g]}: i f g o from i o f c. */
  private static final int[] LSTM_GATES = {0, 2, 3, 1};

  /** r z n from z r h. */
  private static final int[] GRU_GATES = {1, 0, 2};

  private RecurrentLayers() {}

  static void lstm(OnnxNode node, GraphImport g) {
    recurrent(node, g, "lstm", LSTM_GATES);
  }

  static void gru(OnnxNode node, GraphImport g) {
    if (node.attributes().integer("linear_before_reset", 0) != 1) {
      throw g.fail(node, "expected linear_before_reset 1, as PyTorch writes it");
    }
    recurrent(node, g, "gru", GRU_GATES);
  }

  private static void recurrent(OnnxNode node, GraphImport g, String type, int[] gates) {
    Dyn x = g.dyn(node, 0);
    boolean batchFirst = node.attributes().integer("layout", 0) == 1;
    int time = batchFirst ? 1 : 0;
    if (x.layout().rank() != 3 || x.layout().batchAxis() != 1 - time) {
      throw g.fail(node, "expected sequences, but its input is " + x.layout());
    }
    check(node, g);
    x = g.arrange(node, x, List.of(x.layout().onnx().get(time), x.layout().onnx().get(2)));
    Array w = g.constant(node, 1);
    Array r = g.constant(node, 2);
    Array b = g.optional(node, 3);
    int directions = w.dims()[0];
    int hidden = r.dims()[2];
    int in = w.dims()[2];
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String name = g.names().forNode(node);
    if (isReverse(node)) {
      zeros(tensors, type, in, gates.length);
      direction(tensors, type, gates, w, r, b, 0, "_reverse");
      Value both = g.layer(name, type, Map.of("directions", 2), tensors, x.value());
      Map<String, Object> backward = Map.of("from", 1, "to", 1 + hidden);
      Value value = g.layer(g.names().beside(name, "backward"), "split", backward, both);
      outputs(node, g, x.layout(), value, new boolean[] {true}, hidden, name);
      return;
    }
    for (int d = 0; d < directions; d++) {
      direction(tensors, type, gates, w, r, b, d, d == 0 ? "" : "_reverse");
    }
    Value value = g.layer(name, type, Map.of("directions", directions), tensors, x.value());
    boolean[] fromEnd = directions == 1 ? new boolean[] {false} : new boolean[] {false, true};
    outputs(node, g, x.layout(), value, fromEnd, hidden, name);
  }

  private static boolean isReverse(OnnxNode node) {
    return node.attributes().text("direction", "forward").equals("reverse");
  }

  /** A forward direction of one unit, whose output is always 0: a layer has one. */
  private static void zeros(Map<String, Tensor> tensors, String type, int in, int gates) {
    tensors.put("weight_ih", Tensor.zeros(in, gates));
    tensors.put("weight_hh", Tensor.zeros(1, gates));
    if (type.equals("lstm")) {
      tensors.put("bias", Tensor.zeros(gates));
    } else {
      tensors.put("bias_ih", Tensor.zeros(gates));
      tensors.put("bias_hh", Tensor.zeros(gates));
    }
  }

  /** The tensors of a direction. */
  private static void direction(
      Map<String, Tensor> tensors,
      String type,
      int[] gates,
      Array w,
      Array r,
      @Nullable Array b,
      int d,
      String suffix) {
    int hidden = r.dims()[2];
    tensors.put("weight_ih" + suffix, matrix(w, d, gates, hidden, w.dims()[2]));
    tensors.put("weight_hh" + suffix, matrix(r, d, gates, hidden, hidden));
    if (type.equals("lstm")) {
      tensors.put("bias" + suffix, bothBiases(b, d, gates, hidden));
    } else {
      tensors.put("bias_ih" + suffix, bias(b, d, gates, hidden, 0));
      tensors.put("bias_hh" + suffix, bias(b, d, gates, hidden, 1));
    }
  }

  /** A forward and a backward layer of different sizes, as our own export writes them. */
  static void pair(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    x = g.arrange(node, x, List.of(x.layout().onnx().get(0), x.layout().onnx().get(2)));
    boolean lstm = node.attributes().text(PatternPass.KIND, "LSTM").equals("LSTM");
    String type = lstm ? "lstm" : "gru";
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int features = 0;
    for (int d = 0; d < 2; d++) {
      Array r = g.constant(node, 2 + 3 * d);
      direction(
          tensors,
          type,
          lstm ? LSTM_GATES : GRU_GATES,
          g.constant(node, 1 + 3 * d),
          r,
          g.optional(node, 3 + 3 * d),
          0,
          d == 0 ? "" : "_reverse");
      features += r.dims()[2];
    }
    Value value =
        g.layer(g.names().forNode(node), type, Map.of("directions", 2), tensors, x.value());
    List<Factor> units = List.of(Factor.of(features));
    List<List<Factor>> onnx = List.of(x.layout().onnx().get(0), x.layout().onnx().get(1), units);
    g.set(node, new Dyn(value, new Layout(onnx, List.of(x.layout().ours().getFirst(), units))));
  }

  private static void check(OnnxNode node, GraphImport g) {
    if (node.attributes().has("activations")
        && node.attributes().values().get("activations") instanceof String[] names) {
      String[] usual =
          node.op().equals("LSTM")
              ? new String[] {"Sigmoid", "Tanh", "Tanh"}
              : new String[] {"Sigmoid", "Tanh"};
      for (int i = 0; i < names.length; i++) {
        if (!names[i].equals(usual[i % usual.length])) {
          throw g.fail(node, "expected the activations " + Arrays.toString(usual));
        }
      }
    }
    if (node.attributes().has("clip") || node.attributes().integer("input_forget", 0) != 0) {
      throw g.fail(node, "clip and input_forget are not supported");
    }
    if (node.hasInput(7)) {
      throw g.fail(node, "peepholes are not supported");
    }
    for (int state = 5; state <= 6; state++) {
      Array start = state < node.inputs().size() ? g.optional(node, state) : null;
      if (start != null && !start.isAll(0)) {
        throw g.fail(node, "initial states other than zeros are not supported");
      }
    }
    if (node.hasInput(4)) {
      int time = node.attributes().integer("layout", 0) == 1 ? 1 : 0;
      int steps = g.operand(node, 0).dims()[time];
      if (!(g.operand(node, 4) instanceof Const lengths) || !lengths.array().isAll(steps)) {
        throw g.fail(
            node,
            "sequence_lens other than all "
                + steps
                + " steps are not supported; networks here"
                + " get lengths beside their input");
      }
    }
  }

  /**
   * {@code [gates·hidden, in]} of a direction as {@code [in, gates·hidden]} in our gates' order.
   */
  private static Tensor matrix(Array all, int direction, int[] gates, int hidden, int in) {
    int columns = gates.length * hidden;
    float[] values = new float[in * columns];
    float[] from = all.toFloats();
    for (int gate = 0; gate < gates.length; gate++) {
      for (int h = 0; h < hidden; h++) {
        int row = (direction * gates.length + gates[gate]) * hidden + h;
        for (int i = 0; i < in; i++) {
          values[i * columns + gate * hidden + h] = from[row * in + i];
        }
      }
    }
    return Tensor.of(Shape.of(in, columns), values);
  }

  private static Tensor bias(
      @Nullable Array all, int direction, int[] gates, int hidden, int which) {
    int columns = gates.length * hidden;
    float[] values = new float[columns];
    for (int i = 0; all != null && i < columns; i++) {
      int row = gates[i / hidden] * hidden + i % hidden;
      values[i] = all.toFloats()[(2 * direction + which) * columns + row];
    }
    return Tensor.of(Shape.of(columns), values);
  }

  /** The sum of both; when the second is zero, the first one's own bits. */
  private static Tensor bothBiases(@Nullable Array all, int direction, int[] gates, int hidden) {
    Tensor sum = bias(all, direction, gates, hidden, 0);
    float[] second = bias(all, direction, gates, hidden, 1).data();
    for (int i = 0; i < second.length; i++) {
      if (second[i] != 0) {
        sum.data()[i] += second[i];
      }
    }
    return sum;
  }

  private static void outputs(
      OnnxNode node,
      GraphImport g,
      Layout in,
      Value value,
      boolean[] fromEnd,
      int hidden,
      String name) {
    int directions = fromEnd.length;
    boolean batchFirst = node.attributes().integer("layout", 0) == 1;
    List<Factor> batch = in.onnx().get(batchFirst ? 0 : 1);
    List<Factor> time = in.onnx().get(batchFirst ? 1 : 0);
    List<Factor> both = directions == 1 ? List.of() : List.of(Factor.of(directions));
    List<Factor> units = List.of(Factor.of(hidden));
    List<Factor> features = new ArrayList<>(both);
    features.addAll(units);
    List<List<Factor>> y =
        batchFirst ? List.of(batch, time, both, units) : List.of(time, both, batch, units);
    g.set(node, 0, new Dyn(value, new Layout(y, List.of(time, features))));
    String last = node.outputs().size() > 1 ? node.outputs().get(1) : "";
    if (!last.isEmpty() && g.graph().readers(last) > 0) {
      int[] backward =
          IntStream.range(0, directions * hidden).map(f -> fromEnd[f / hidden] ? 1 : 0).toArray();
      Value state = lastStep(g, g.names().beside(name, "last"), value, backward);
      List<List<Factor>> h = batchFirst ? List.of(batch, both, units) : List.of(both, batch, units);
      g.set(node, 1, new Dyn(state, new Layout(h, List.of(features))));
    }
  }

  private static Value lastStep(GraphImport g, String name, Value x, int[] backward) {
    return Arrays.stream(backward).allMatch(b -> b == 0)
        ? g.layer(name, "last_step", Map.of(), x)
        : marked(g, name, x, backward);
  }

  private static Value marked(GraphImport g, String name, Value x, int[] backward) {
    float[] marks = new float[backward.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = backward[i];
    }
    return g.layer(
        name,
        "last_step",
        Map.of(),
        Map.of("backward", Tensor.of(Shape.of(marks.length), marks)),
        x);
  }

  /** One step of a sequence, the last or the first one; or positions of another axis. */
  static Dyn chooseStep(OnnxNode node, GraphImport g, Dyn x, int axis, int[] chosen) {
    List<Factor> factors = x.layout().onnx().get(axis);
    int steps = x.dims()[axis];
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    boolean alone = chosen.length == 1 && x.layout().ours().size() == 2;
    if (alone && x.layout().ours().getFirst().equals(factors) && g.isSequence(x)) {
      if (chosen[0] != steps - 1 && chosen[0] != 0) {
        throw g.fail(node, "only the first and the last step of a sequence can be chosen");
      }
      int[] backward = new int[x.value().shape().dim(-1)];
      Arrays.fill(backward, chosen[0] == 0 && steps > 1 ? 1 : 0);
      Value value = lastStep(g, g.names().forNode(node), x.value(), backward);
      onnx.set(axis, List.of());
      return new Dyn(value, new Layout(onnx, List.of(x.layout().ours().getLast())));
    }
    List<Factor> last = x.layout().ours().getLast();
    boolean several = x.layout().ours().indexOf(factors) < 0 && factors.size() > 1;
    if (several && !g.isSequence(x) && factors.stream().noneMatch(last::contains)) {
      Dyn joined = g.arrange(node, x, List.of(factors, last));
      if (!g.isSequence(joined)) {
        return choosePlaces(node, g, joined, axis, chosen);
      }
    }
    if (g.isSequence(x) || x.layout().ours().indexOf(factors) < 0) {
      throw g.fail(
          node,
          "positions "
              + Arrays.toString(chosen)
              + " cannot be chosen along axis "
              + axis
              + " of "
              + x.layout());
    }
    return choosePlaces(node, g, x, axis, chosen);
  }

  /** Positions of an axis before the last one: of the flattened value. */
  private static Dyn choosePlaces(OnnxNode node, GraphImport g, Dyn x, int axis, int[] chosen) {
    List<Factor> factors = x.layout().onnx().get(axis);
    int at = x.layout().ours().indexOf(factors);
    List<Factor> all = x.layout().ours().stream().flatMap(List::stream).toList();
    Dyn flat = g.arrange(node, x, List.of(all));
    Shape shape = x.value().shape();
    int inner = 1;
    for (int a = at + 1; a < shape.rank(); a++) {
      inner *= shape.dim(a);
    }
    int outer = shape.elements() / inner / shape.dim(at);
    List<Integer> sources = new ArrayList<>();
    for (int o = 0; o < outer; o++) {
      for (int c : chosen) {
        for (int i = 0; i < inner; i++) {
          sources.add((o * shape.dim(at) + c) * inner + i);
        }
      }
    }
    Value value = Alignment.choose(g, node, flat.value(), sources);
    List<Factor> part = chosen.length == 1 ? List.of() : List.of(Factor.of(chosen.length));
    List<Factor> left = new ArrayList<>();
    for (List<Factor> axisHere : x.layout().ours()) {
      left.addAll(axisHere.equals(factors) ? part : axisHere);
    }
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    onnx.set(axis, part);
    return new Dyn(value, new Layout(onnx, List.of(left)));
  }

  /** The last step with marks of the features that run backwards, as our own export writes it. */
  static void markedLastStep(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    Array marks = g.constant(node, 1);
    List<Factor> time = x.layout().ours().getFirst();
    Value value = marked(g, g.names().forNode(node), x.value(), marks.toInts());
    List<List<Factor>> onnx = new ArrayList<>();
    for (List<Factor> axis : x.layout().onnx()) {
      if (!axis.equals(time)) {
        onnx.add(axis);
      }
    }
    g.set(node, new Dyn(value, new Layout(onnx, List.of(x.layout().ours().getLast()))));
  }

  /** The states of both directions beside each other. */
  static void joinDirections(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    List<List<Factor>> onnx = x.layout().onnx();
    List<Factor> joined = new ArrayList<>(onnx.get(0));
    joined.addAll(onnx.get(2));
    g.set(node, x.withLayout(x.layout().withOnnx(List.of(onnx.get(1), joined))));
  }

  static void embedding(OnnxNode node, GraphImport g) {
    Array table = g.constant(node, 0);
    Dyn x = g.dyn(node, 1);
    if (table.rank() != 2
        || node.attributes().integer("axis", 0) != 0
        || !(g.operand(node, 0) instanceof Const)) {
      throw g.fail(node, "expected the rows of a constant matrix");
    }
    Tensor weight = Tensor.of(Shape.of(table.dims()), table.toFloats().clone());
    Value value =
        g.layer(
            g.names().forWeight(node, node.input(0)),
            "embedding",
            Map.of(),
            Map.of("weight", weight),
            x.value());
    Factor features = Factor.of(table.dims()[1]);
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    onnx.add(List.of(features));
    List<List<Factor>> ours = new ArrayList<>(x.layout().ours());
    ours.set(ours.size() - 1, List.of(features)); // the index's own axis of size 1
    g.set(node, new Dyn(value, new Layout(onnx, ours)));
  }
}
