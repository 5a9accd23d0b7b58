package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Scores;
import org.modaj.nn.build.Value;

/** Attention out of its products. */
final class Attention {
  private static final double TOLERANCE = 1e-5;

  private Attention() {}

  static void emit(OnnxNode node, GraphImport g, Scores scores, Dyn values) {
    Dyn q = heads(node, g, scores.queries());
    Dyn k = heads(node, g, scores.keys());
    Dyn v = heads(node, g, values);
    int rank = q.layout().rank();
    int width = q.dims()[rank - 1];
    int count = q.value().shape().dim(-1) / width;
    double factor = scores.scale() * q.factor() * k.factor() * Math.sqrt(width);
    if (Math.abs(factor - 1) > TOLERANCE) { // a layer divides by the root of the heads' width
      q = Affine.scalar(node, g, q, factor);
    }
    if (v.factor() != 1) {
      v = Affine.scalar(node, g, v, v.factor());
    }
    boolean causal = causal(node, g, scores.mask(), scores.dims()[rank - 1]);
    Value value =
        g.layer(
            g.names().forNode(node),
            "attention",
            Map.of("heads", count, "causal", causal),
            q.value(),
            k.value(),
            v.value());
    List<List<Factor>> onnx = new ArrayList<>(v.layout().onnx());
    onnx.set(rank - 2, q.layout().onnx().get(rank - 2));
    List<List<Factor>> ours = List.of(q.layout().ours().getFirst(), v.layout().ours().getLast());
    g.set(node, new Dyn(value, new Layout(onnx, ours)));
  }

  /** {@code [batch, heads, steps, d]} as {@code [steps, heads·d]}. */
  private static Dyn heads(OnnxNode node, GraphImport g, Dyn x) {
    Layout layout = x.layout();
    int rank = layout.rank();
    List<Factor> first = layout.onnx().getFirst();
    boolean joined = rank == 3 && first.size() > 1 && first.getFirst().isBatch();
    if (rank != 3 && rank != 4 || layout.batchAxis() != 0 && !joined) {
      throw g.fail(node, "expected [batch, heads, steps, d], but an input is " + layout);
    }
    List<Factor> features = new ArrayList<>();
    if (joined) {
      features.addAll(first.subList(1, first.size()));
    } else if (rank == 4) {
      features.addAll(layout.onnx().get(1));
    }
    features.addAll(layout.onnx().get(rank - 1));
    return g.arrange(node, x, List.of(layout.onnx().get(rank - 2), features));
  }

  /** Whether a mask hides what comes after each step; false when there is none. */
  private static boolean causal(OnnxNode node, GraphImport g, @Nullable Array mask, int keys) {
    if (mask == null || mask.isAll(0)) {
      return false;
    }
    boolean square = mask.size() == keys * keys;
    for (int i = 0; square && i < mask.size(); i++) {
      boolean later = i % keys > i / keys;
      square = later ? mask.at(i) <= -1e4 : mask.at(i) == 0;
    }
    if (!square) {
      throw g.fail(node, "a mask other than the causal one is not supported");
    }
    return true;
  }
}
