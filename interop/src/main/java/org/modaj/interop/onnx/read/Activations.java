package org.modaj.interop.onnx.read;

import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Scores;
import org.modaj.nn.build.Value;

/** Functions of each element. */
final class Activations {
  private Activations() {}

  static void recognized(OnnxNode node, GraphImport g) {
    ScalarFunctions.Known known = ActivationPass.layer(node);
    Dyn x = g.dyn(node, 0);
    Value value = g.layer(g.names().forNode(node), known.type(), known.settings(), x.value());
    g.set(node, new Dyn(value, x.layout()));
  }

  /**
   * {@code clamp(slope·x + shift, low, high)} by a ReLU6 between two maps, or by a ReLU where one
   * bound is missing.
   */
  static void clamp(OnnxNode node, GraphImport g) {
    double slope = node.attributes().number("slope", 1);
    double shift = node.attributes().number("shift", 0);
    double low = node.attributes().number("low", Float.NEGATIVE_INFINITY);
    double high = node.attributes().number("high", Float.POSITIVE_INFINITY);
    String name = g.names().forNode(node);
    Dyn x = g.dyn(node, 0);
    boolean both = Double.isFinite(low) && Double.isFinite(high);
    double scale = both ? 6 / (high - low) : Double.isFinite(low) ? 1 : -1;
    double base = Double.isFinite(low) ? low : high;
    Dyn before =
        Affine.map(g, g.names().beside(name, "before"), x, slope * scale, (shift - base) * scale);
    Value bent =
        g.layer(g.names().beside(name, "bend"), both ? "relu6" : "relu", Map.of(), before.value());
    g.set(node, Affine.map(g, name, new Dyn(bent, x.layout()), 1 / scale, base));
  }

  /** One slope for all, or one for each channel. */
  static void prelu(OnnxNode node, GraphImport g) {
    Array slope = g.constant(node, 1);
    Dyn x = g.dyn(node, 0);
    int channels = x.layout().rank() > 1 ? x.dims()[1] : 1;
    int axis = slope.rank() - x.layout().rank() + 1; // of the channels
    boolean perChannel = slope.size() == channels && axis >= 0 && slope.dims()[axis] == channels;
    if (slope.size() != 1 && !perChannel) {
      throw g.fail(
          node,
          "expected one slope, or one for each channel, [" + channels + ", 1, ...], not " + slope);
    }
    x =
        Convolutions.isVector(x) || x.layout().rank() == 2
            ? g.lastAxis(node, x, 1)
            : g.channelsLast(node, x);
    int[] order = Convolutions.order(x);
    int size = x.value().shape().dim(-1);
    Array vector = slope.size() == 1 ? slope.take(new int[size], size) : slope.reshape(size);
    if (order != null && slope.size() > 1) {
      vector = Convolutions.selectAxis(vector, 0, order);
    }
    Tensor weight =
        g.tensor(
            node.input(1), "slope", Tensor.of(Shape.of(vector.size()), vector.toFloats().clone()));
    String name = g.names().forWeight(node, node.input(1));
    Value value = g.layer(name, "prelu", Map.of(), Map.of("weight", weight), x.value());
    g.set(node, new Dyn(value, x.layout()));
  }

  /** Does nothing when a network computes; its rate stays for training. */
  static void dropout(OnnxNode node, GraphImport g) {
    if (!Layers.has("dropout")) {
      Moves.same(node, g);
      return;
    }
    if (g.operand(node, 0) instanceof Scores scores) {
      g.set(node, scores); // of attention, whose layer has none
      return;
    }
    Array ratio = g.optional(node, 1);
    double rate = ratio != null ? ratio.at(0) : node.attributes().number("ratio", 0.5f);
    Dyn x = g.dyn(node, 0);
    Value value = g.layer(g.names().forNode(node), "dropout", Map.of("rate", rate), x.value());
    g.set(node, new Dyn(value, x.layout()));
  }
}
