package org.modaj.interop.onnx.read;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Scores;
import org.modaj.nn.build.Value;

/** Normalizations and the softmax. */
final class Normalizations {
  private Normalizations() {}

  static void batch(OnnxNode node, GraphImport g) {
    if (node.attributes().integer("training_mode", 0) != 0) {
      throw g.fail(
          node,
          "training_mode 1 normalizes by the batch's own statistics; export after model.eval()");
    }
    if (node.attributes().integer("spatial", 1) != 1) {
      throw g.fail(node, "spatial 0, statistics for each place, is not supported; expected 1");
    }
    Dyn x = g.dyn(node, 0);
    x =
        x.layout().rank() > 2 && !Convolutions.isVector(x)
            ? g.channelsLast(node, x)
            : g.lastAxis(node, x, 1);
    int[] order = Convolutions.order(x);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("momentum", complement(node.attributes().number("momentum", 0.9f)));
    settings.put("epsilon", node.attributes().number("epsilon", 1e-5f));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", vector(g, node, 1, order, "weight"));
    tensors.put("bias", vector(g, node, 2, order, "bias"));
    tensors.put("running_mean", vector(g, node, 3, order, "mean"));
    tensors.put("running_var", vector(g, node, 4, order, "variance"));
    String name = g.names().forWeight(node, node.input(1));
    g.set(node, new Dyn(g.layer(name, "batch_norm", settings, tensors, x.value()), x.layout()));
  }

  /** One minus a decimal, exactly: 0.1 for 0.9. ONNX's momentum is the share of the old value. */
  private static double complement(float value) {
    return BigDecimal.ONE.subtract(new BigDecimal(Float.toString(value))).doubleValue();
  }

  /** A constant vector in the order of our positions. */
  static Tensor vector(
      GraphImport g, OnnxNode node, int input, int @Nullable [] order, String kind) {
    Array array = g.constant(node, input);
    Array moved =
        order == null ? array : Convolutions.selectAxis(array.reshape(array.size()), 0, order);
    return g.tensor(
        node.input(input),
        "norm " + kind,
        Tensor.of(Shape.of(moved.size()), moved.toFloats().clone()));
  }

  static void layer(OnnxNode node, GraphImport g) {
    last(node, g, "layer_norm");
  }

  static void rms(OnnxNode node, GraphImport g) {
    last(node, g, "rms_norm");
  }

  private static void last(OnnxNode node, GraphImport g, String type) {
    Dyn x = g.dyn(node, 0);
    int rank = x.layout().rank();
    int axis = Strides.axis(node.attributes().integer("axis", -1), rank);
    boolean alone = node.attributes().has(PatternPass.ONE_AXIS) && isAlong(node, g, axis, rank);
    if (axis != rank - 1 && !alone && !(axis == 1 && Convolutions.isVector(x))) {
      throw g.fail(node, "expected the last axis, not axis " + axis + " of " + rank);
    }
    x = g.lastAxis(node, x, axis);
    int[] positions = Layout.positions(x.layout().ours().getLast(), x.layout().onnx().get(axis));
    int[] order = Layout.isIdentity(positions) ? null : positions;
    int size = positions.length;
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String source = node.hasInput(1) ? node.input(1) : "";
    tensors.put("weight", node.hasInput(1) ? vector(g, node, 1, order, "scale") : filled(size, 1));
    if (type.equals("layer_norm")) {
      tensors.put("bias", node.hasInput(2) ? vector(g, node, 2, order, "shift") : filled(size, 0));
    }
    String name = g.names().forWeight(node, source);
    Value value = g.layer(name, type, epsilon(node), tensors, x.value());
    g.set(node, new Dyn(value, x.layout()));
  }

  /** Whether the constants of a normalization have one number for each position of an axis. */
  private static boolean isAlong(OnnxNode node, GraphImport g, int axis, int rank) {
    for (int i = 1; i < node.inputs().size(); i++) {
      Array constant = g.constant(node, i);
      int at = axis - rank + constant.rank();
      if (at < 0 || constant.dims()[at] != constant.size()) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> epsilon(OnnxNode node) {
    return Map.of("epsilon", node.attributes().number("epsilon", 1e-5f));
  }

  private static Tensor filled(int size, float value) {
    return Tensor.full(Shape.of(size), value);
  }

  static void instance(OnnxNode node, GraphImport g) {
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    int[] order = Convolutions.order(x);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", vector(g, node, 1, order, "scale"));
    tensors.put("bias", vector(g, node, 2, order, "shift"));
    String name = g.names().forWeight(node, node.input(1));
    Value value = g.layer(name, "instance_norm", epsilon(node), tensors, x.value());
    g.set(node, new Dyn(value, x.layout()));
  }

  /** Opset 18 to 20 have one scale for each group, 21 and later one for each channel. */
  static void group(OnnxNode node, GraphImport g) {
    int groups = node.attributes().integer("num_groups", 1);
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    int channels = x.dims()[1];
    Tensor weight = perChannel(g.constant(node, 1), channels);
    Tensor bias = perChannel(g.constant(node, 2), channels);
    emitGroup(node, g, x, groups, weight, bias);
  }

  static void decomposedGroup(OnnxNode node, GraphImport g) {
    int groups = node.attributes().integer("num_groups", 1);
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    int channels = x.dims()[1];
    Array scale = g.optional(node, 1);
    Array shift = g.optional(node, 2);
    emitGroup(
        node,
        g,
        x,
        groups,
        scale == null ? filled(channels, 1) : perChannel(scale, channels),
        shift == null ? filled(channels, 0) : perChannel(shift, channels));
  }

  private static Tensor perChannel(Array values, int channels) {
    float[] all = new float[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = values.toFloats()[c * values.size() / channels];
    }
    return Tensor.of(Shape.of(channels), all);
  }

  private static void emitGroup(
      OnnxNode node, GraphImport g, Dyn x, int groups, Tensor weight, Tensor bias) {
    Dyn ordered = Convolutions.inOrder(node, g, x);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("groups", groups);
    settings.putAll(epsilon(node));
    String name = g.names().forWeight(node, node.hasInput(1) ? node.input(1) : "");
    Value value =
        g.layer(
            name,
            "group_norm",
            settings,
            GraphImport.tensors("weight", weight, "bias", bias),
            ordered.value());
    g.set(node, new Dyn(value, ordered.layout()));
  }

  static void softmax(OnnxNode node, GraphImport g) {
    Operand in = g.operand(node, 0);
    int rank = in.dims().length;
    boolean old = g.opset() < 13;
    int axis = Strides.axis(node.attributes().integer("axis", old ? 1 : -1), rank);
    if (old) {
      boolean onesAfter = Arrays.stream(in.dims()).skip(axis + 1).allMatch(d -> d == 1);
      if (!onesAfter) {
        throw g.fail(
            node, "before opset 13 it is over all axes from " + axis + " on; expected the last");
      }
    }
    if (in instanceof Scores s && node.op().equals("Softmax")) {
      if (axis != rank - 1) {
        throw g.fail(node, "in attention it must be over the keys, the last axis");
      }
      g.set(node, s.softmax());
      return;
    }
    Dyn x = g.lastAxis(node, g.dyn(node, 0), axis);
    String type = node.op().equals("LogSoftmax") ? "log_softmax" : "softmax";
    Value value = g.layer(g.names().forNode(node), type, Map.of(), x.value());
    g.set(node, new Dyn(value, x.layout()));
  }
}
