package org.modaj.interop.onnx.read;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** A factor for each channel of a sample: the gating of squeeze and excitation. */
final class Gates {
  private Gates() {}

  static Dyn multiply(OnnxNode node, GraphImport g, Dyn whole, Dyn gate) {
    int channels = -1;
    for (int axis = 0; axis < gate.layout().rank(); axis++) {
      boolean batch = gate.layout().onnx().get(axis).stream().anyMatch(Factor::isBatch);
      if (!batch && gate.dims()[axis] > 1) {
        if (channels >= 0) {
          throw g.fail(node, "a gate over several axes is not supported: " + gate.layout());
        }
        channels = axis;
      }
    }
    if (channels < 0) {
      throw g.fail(node, "a gate of one factor for a whole sample is not supported");
    }
    Dyn x = g.lastAxis(node, whole, channels);
    List<Factor> factors = gate.layout().onnx().get(channels);
    Dyn y = g.arrange(node, gate, List.of(factors));
    int[] a = Layout.positions(x.layout().ours().getLast(), x.layout().onnx().get(channels));
    int[] b = Layout.positions(y.layout().ours().getLast(), factors);
    if (!Arrays.equals(a, b)) {
      throw g.fail(node, "the gate's channels stand in another order");
    }
    Value value = g.layer(g.names().forNode(node), "multiply", Map.of(), x.value(), y.value());
    return new Dyn(value, x.layout());
  }
}
