package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Chooses positions of the last axis. */
final class Alignment {
  private Alignment() {}

  /**
   * A layer that delivers these positions of the last axis; none when they are all there are, in
   * order.
   *
   * @param sources positions, -1 for a zero
   */
  static Value choose(GraphImport g, OnnxNode node, Value x, List<Integer> sources) {
    boolean identity = sources.size() == x.shape().dim(-1);
    for (int i = 0; identity && i < sources.size(); i++) {
      identity = sources.get(i) == i;
    }
    if (identity) {
      return x;
    }
    String name = g.names().forNode(node);
    boolean range = !sources.isEmpty() && sources.getFirst() >= 0 && !isChoice(node);
    for (int i = 1; range && i < sources.size(); i++) {
      range = sources.get(i) == sources.getFirst() + i;
    }
    if (range) {
      int from = sources.getFirst();
      return g.layer(name, "split", Map.of("from", from, "to", from + sources.size()), x);
    }
    return g.layer(name, "align_units", Map.of("sources", sources), x);
  }

  /** Whether a node chooses positions one by one, which a cut network does to align units. */
  private static boolean isChoice(OnnxNode node) {
    return node.op().equals("Gather") || node.op().equals(PatternPass.ALIGN);
  }

  /** Zeros beside the positions of our last axis. */
  static void pad(OnnxNode node, GraphImport g, Dyn x, int[] pads) {
    int rank = x.layout().rank();
    int axis = -1;
    for (int a = 0; a < rank; a++) {
      if (pads[a] != 0 || pads[rank + a] != 0) {
        if (axis >= 0) {
          throw g.fail(node, "padding of several axes is supported for images only");
        }
        axis = a;
      }
    }
    Dyn last = g.lastAxis(node, x, axis);
    List<Factor> factors = last.layout().onnx().get(axis);
    int[] positions = Layout.positions(last.layout().ours().getLast(), factors);
    if (!Layout.isIdentity(positions)) {
      throw g.fail(node, "zeros cannot be put beside permuted positions");
    }
    List<Integer> sources = new ArrayList<>();
    for (int i = -pads[axis]; i < positions.length + pads[rank + axis]; i++) {
      sources.add(i < 0 || i >= positions.length ? -1 : i);
    }
    Factor wider = Factor.of(sources.size());
    List<List<Factor>> onnx = new ArrayList<>(last.layout().onnx());
    List<List<Factor>> ours = new ArrayList<>(last.layout().ours());
    onnx.set(axis, List.of(wider));
    ours.set(ours.size() - 1, List.of(wider));
    Value value = choose(g, node, last.value(), sources);
    g.set(node, new Dyn(value, new Layout(onnx, ours)));
  }
}
