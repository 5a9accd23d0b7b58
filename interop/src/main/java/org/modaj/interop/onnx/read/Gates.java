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
          return whole(node, g, whole, Widening.of(node, g, gate, whole));
        }
        channels = axis;
      }
    }
    if (channels < 0) {
      return whole(node, g, whole, Widening.of(node, g, gate, whole));
    }
    Dyn x = g.lastAxis(node, whole, channels);
    List<Factor> factors = gate.layout().onnx().get(channels);
    Dyn y = g.arrange(node, gate, List.of(factors));
    int[] a = Layout.positions(x.layout().ours().getLast(), x.layout().onnx().get(channels));
    int[] b = Layout.positions(y.layout().ours().getLast(), factors);
    Value factor = y.value();
    if (!Arrays.equals(a, b)) {
      List<Integer> at = Arrays.stream(b).boxed().toList();
      factor = Alignment.choose(g, node, factor, Arrays.stream(a).mapToObj(at::indexOf).toList());
    }
    Value value = g.layer(g.names().forNode(node), "multiply", Map.of(), x.value(), factor);
    return new Dyn(value, x.layout());
  }

  private static Dyn whole(OnnxNode node, GraphImport g, Dyn x, Dyn factors) {
    Dyn y = Sums.alike(node, g, x, factors, -1);
    Value value = g.layer(g.names().forNode(node), "multiply", Map.of(), x.value(), y.value());
    return new Dyn(value, x.layout());
  }
}
