package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Const;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** A learned step in front of a sequence: the class token of a vision Transformer. */
final class ClassTokens {
  private ClassTokens() {}

  /** Whether a concatenation puts one constant step, the same for all samples, in front. */
  static boolean isOne(OnnxNode node, GraphImport g) {
    if (node.inputs().size() != 2
        || !(g.operand(node, 0) instanceof Const c)
        || !(g.operand(node, 1) instanceof Dyn x)
        || x.layout().rank() != 3
        || c.array().rank() != 3) {
      return false;
    }
    int axis = Strides.axis(node.attributes().integer("axis", 0), 3);
    return axis == 1 && c.array().dims()[1] == 1 && c.array().dims()[2] == x.dims()[2];
  }

  static void emit(OnnxNode node, GraphImport g) {
    Array token = g.constant(node, 0);
    Dyn moved = g.lastAxis(node, g.dyn(node, 1), 2);
    List<Factor> features = moved.layout().ours().getLast();
    Dyn x = g.arrange(node, moved, List.of(moved.layout().onnx().get(1), features));
    int width = token.dims()[2];
    float[] values = new float[width];
    int[] order = Layout.positions(x.layout().ours().getLast(), x.layout().onnx().get(2));
    for (int i = 0; i < token.size(); i++) {
      if (token.toFloats()[i] != token.toFloats()[i % width]) {
        throw g.fail(node, "the step in front differs from sample to sample");
      }
    }
    for (int i = 0; i < width; i++) {
      values[i] = token.toFloats()[order[i]];
    }
    Value value =
        g.layer(
            g.names().forNode(node),
            "class_token",
            Map.of(),
            Map.of("weight", Tensor.of(Shape.of(width), values)),
            x.value());
    List<Factor> steps = List.of(Factor.of(value.shape().dim(0)));
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    onnx.set(1, steps);
    g.set(node, new Dyn(value, new Layout(onnx, List.of(steps, x.layout().ours().getLast()))));
  }
}
