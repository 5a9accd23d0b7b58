package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.FoldShapes;
import org.modaj.interop.onnx.graph.Folding;
import org.modaj.interop.onnx.graph.MisfitException;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Const;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Wide;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TimeAxis;

/** A graph on its way to a network: the values known so far, and the network as built so far. */
final class GraphImport {
  /** What the operation is called in messages. */
  static final String DOING = "import ONNX";

  /** Operators that repeat what is smaller. */
  private static final Set<String> COMBINING = Set.of("Add", "Sub", "Mul");

  private final EditableGraph graph;
  private final NetworkBuilder net;
  private final Names names;
  private final boolean own;
  private final boolean knowsTime;

  /** Name of the next layer that moves something; null for one made up. */
  private @Nullable String naming;

  private final boolean timed;

  /** Layers whose output has a time axis. */
  private final BitSet withTime = new BitSet();

  private int layers;
  private final Map<String, Operand> values = new HashMap<>();
  private final Arranger arranger = new Arranger(this);

  /** Tensors that several nodes read are one tensor. */
  private final Map<String, Tensor> shared = new HashMap<>();

  /**
   * Starts a network.
   *
   * @param time whether values {@code [steps, features]} are sequences of any number of steps; if
   *     not, what knows nothing of time may read them
   */
  GraphImport(EditableGraph graph, InputPlan input, boolean time) {
    this.graph = graph;
    this.own = graph.original().producer().equals("modaj");
    this.names = new Names(own);
    this.knowsTime = time;
    this.timed = input.sequences() && time;
    String name = graph.original().name().isBlank() ? "onnx" : graph.original().name();
    Shape shape = input.layout().shape();
    this.net =
        timed ? NetworkBuilder.forSequences(name, shape, 0) : new NetworkBuilder(name, shape, 0);
    graph.constants().forEach((n, array) -> values.put(n, new Const(array)));
    values.put(input.name(), new Dyn(net.input(), input.layout()));
  }

  /**
   * Adds the layers of all nodes.
   *
   * @throws OnnxException when a node cannot become a layer
   */
  Network run() {
    for (OnnxNode node : graph.nodes()) {
      if (fold(node)) {
        continue;
      }
      Operators.Handler handler = Operators.of(node.op());
      if (handler == null) {
        throw fail(node, Operators.refusal(node));
      }
      try {
        handler.apply(node, this);
      } catch (OnnxException e) {
        throw e;
      } catch (MisfitException
          | IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException e) {
        throw fail(node, "its inputs or attributes do not fit it (" + e.getMessage() + ")");
      } catch (EngineException e) {
        throw fail(node, String.valueOf(e.getMessage()));
      }
    }
    try {
      graph.original().outputs().forEach(this::output);
      return net.build();
    } catch (OnnxException e) {
      throw e;
    } catch (EngineException e) {
      throw new OnnxException(DOING, null, null, opset(), String.valueOf(e.getMessage()));
    }
  }

  /** Makes a value an output; one alone needs no name when it is the last layer's. */
  private void output(String name) {
    if (!(values.get(name) instanceof Dyn computed) || computed.value().index() == Network.INPUT) {
      throw new OnnxException(
          DOING, name, null, 0, "the output is computed by no layer; nothing could be trained");
    }
    OnnxNode last = graph.nodes().getLast();
    Dyn result = arranger.ordered(last, computed);
    Dyn plain = result.factor() == 1 ? result : Affine.scalar(last, this, result, result.factor());
    boolean alone = graph.original().outputs().size() == 1;
    if (!alone || plain.value().index() != layers - 1) {
      net.head(name, plain.value());
    }
  }

  /** Computes a node of constants; {@code Shape} is one whatever it reads. */
  private boolean fold(OnnxNode node) {
    if (node.op().equals("Shape") || node.op().equals("Size")) {
      int[] dims = operand(node, 0).dims();
      Array shape =
          node.op().equals("Shape")
              ? FoldShapes.shape(node, dims)
              : Array.of(
                  new long[] {Arrays.stream(dims).asLongStream().reduce(1, (a, b) -> a * b)});
      set(node, new Const(shape));
      return true;
    }
    List<@Nullable Array> in = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Operand operand = node.hasInput(i) ? operand(node, i) : null;
      if (operand instanceof Const c) {
        in.add(c.array());
      } else if (operand == null) {
        in.add(null);
      } else {
        return false;
      }
    }
    List<Array> out = Folding.fold(node, in);
    for (int i = 0; out != null && i < Math.min(out.size(), node.outputs().size()); i++) {
      values.put(node.outputs().get(i), new Const(out.get(i)));
    }
    return out != null;
  }

  /** Whether a value is a sequence of any number of steps. */
  boolean isSequence(Dyn x) {
    return x.value().shape().rank() == 2 && hasTime(x.value());
  }

  private boolean hasTime(Value value) {
    return value.index() == Network.INPUT ? timed : withTime.get(value.index());
  }

  /** Whether a node stands for a layer of our own export, by its name. */
  boolean isOwn(OnnxNode node) {
    return own && !node.name().isEmpty() && node.name().indexOf('/') < 0;
  }

  /** As {@link #arrange}, the layer under the node's own name. */
  Dyn arrangeAs(OnnxNode node, Dyn dyn, List<List<Factor>> wanted) {
    naming = node.name();
    try {
      return arrange(node, dyn, wanted);
    } finally {
      naming = null;
    }
  }

  /** Name of a layer that moves something. */
  String moveName(OnnxNode node, String what) {
    return naming != null ? names.exactly(naming) : names.beside(names.forNode(node), what);
  }

  /** Whether sequences are told from other values. */
  boolean knowsTime() {
    return knowsTime;
  }

  OnnxGraph original() {
    return graph.original();
  }

  EditableGraph graph() {
    return graph;
  }

  Names names() {
    return names;
  }

  long opset() {
    return graph.original().opset();
  }

  /** An error that names the node, its operator and the opset. */
  OnnxException fail(OnnxNode node, String detail) {
    return new OnnxException(DOING, node.label(), node.op(), opset(), detail);
  }

  // ------------------------------------------------------------------------ operands

  /** An input of a node. */
  Operand operand(OnnxNode node, int i) {
    Operand operand = values.get(node.input(i));
    if (operand == null) {
      throw fail(node, "its input " + i + " (\"" + node.input(i) + "\") is not computed before it");
    }
    return operand;
  }

  /** An input that a layer computes. */
  Dyn dyn(OnnxNode node, int i) {
    Dyn dyn = lazy(node, i);
    if (dyn.factor() == 1) {
      return dyn;
    }
    Dyn scaled = Affine.scalar(node, this, dyn, dyn.factor());
    values.put(node.input(i), scaled);
    return scaled;
  }

  /** An input that a layer computes, perhaps with a factor that no layer has multiplied yet. */
  Dyn lazy(OnnxNode node, int i) {
    Operand operand = operand(node, i);
    if (operand instanceof Dyn dyn) {
      return dyn;
    }
    if (operand instanceof Wide wide && COMBINING.contains(node.op())) {
      return wide.value();
    }
    throw fail(
        node,
        operand instanceof Wide
            ? "repeating computed values is not supported"
            : operand instanceof Const
                ? "its input " + i + " is a constant, expected a computed value"
                : "a product of two computed values is supported in attention only");
  }

  /** A constant input. */
  Array constant(OnnxNode node, int i) {
    if (operand(node, i) instanceof Const c) {
      return c.array();
    }
    throw fail(node, "its input " + i + " is computed, expected a constant");
  }

  /** A constant input, or null when it is absent. */
  @Nullable Array optional(OnnxNode node, int i) {
    return node.hasInput(i) ? constant(node, i) : null;
  }

  /** Whole numbers from an input, or from the attribute of earlier opsets; null when absent. */
  int @Nullable [] integers(OnnxNode node, int input, String attribute) {
    Array array = optional(node, input);
    if (array != null) {
      return array.toInts();
    }
    return node.attributes().has(attribute) ? node.attributes().integers(attribute) : null;
  }

  void set(OnnxNode node, Operand operand) {
    set(node, 0, operand);
  }

  void set(OnnxNode node, int output, Operand operand) {
    if (output < node.outputs().size()) {
      values.put(node.outputs().get(output), operand);
    }
  }

  // ------------------------------------------------------------------------ layers

  /** Adds a layer of a type that files of networks name so. */
  Value layer(
      String name,
      String type,
      Map<String, Object> settings,
      Map<String, Tensor> tensors,
      Value... inputs) {
    if (!Layers.has(type)) {
      throw new OnnxException(
          DOING, name, null, 0, "there is no layer of type \"" + type + "\" to stand for it");
    }
    Layer made = Layers.make(name, type, settings, tensors);
    Value value = net.add(name, made, inputs);
    TimeAxis axis = made instanceof OverTime over ? over.timeAxis() : null;
    boolean given = Arrays.stream(inputs).anyMatch(this::hasTime);
    withTime.set(layers, axis == TimeAxis.STEPWISE ? given : axis != null && axis.isDelivered());
    layers++;
    return value;
  }

  /** Adds a layer without tensors. */
  Value layer(String name, String type, Map<String, Object> settings, Value... inputs) {
    return layer(name, type, settings, Map.of(), inputs);
  }

  /**
   * The tensor of a constant in some arrangement; the same object each time.
   *
   * @param source the constant's name
   * @param kind what was done to it
   */
  Tensor tensor(String source, String kind, Tensor made) {
    Tensor before = shared.putIfAbsent(source + " " + kind, made);
    return before != null && before.shape().equals(made.shape()) ? before : made;
  }

  /** Tensors by name; null ones are left out. */
  static Map<String, Tensor> tensors(String first, Tensor a, String second, @Nullable Tensor b) {
    Map<String, Tensor> map = new LinkedHashMap<>();
    map.put(first, a);
    if (b != null) {
      map.put(second, b);
    }
    return map;
  }

  // ------------------------------------------------------------------------ layouts

  /** As {@link Arranger#arrange}. */
  Dyn arrange(OnnxNode node, Dyn dyn, List<List<Factor>> wanted) {
    return arranger.arrange(node, dyn, wanted);
  }

  /** As {@link Arranger#lastAxis}. */
  Dyn lastAxis(OnnxNode node, Dyn dyn, int axis) {
    return arranger.lastAxis(node, dyn, axis);
  }

  /** As {@link Arranger#channelsLast}. */
  Dyn channelsLast(OnnxNode node, Dyn dyn) {
    return arranger.channelsLast(node, dyn);
  }
}
