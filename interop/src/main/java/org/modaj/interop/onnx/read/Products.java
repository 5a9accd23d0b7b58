package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Const;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Scores;
import org.modaj.nn.build.Value;

/** Products with constant matrices, and those of two computed values in attention. */
final class Products {
  private Products() {}

  static void gemm(OnnxNode node, GraphImport g) {
    Array weight = g.constant(node, 1);
    if (node.attributes().integer("transA", 0) != 0 || weight.rank() != 2) {
      throw g.fail(node, "expected transA 0 and a matrix as second input");
    }
    float alpha = node.attributes().number("alpha", 1);
    float beta = node.attributes().number("beta", 1);
    boolean transposed = node.attributes().integer("transB", 0) != 0;
    Array bias = g.optional(node, 2);
    int out = weight.dims()[transposed ? 0 : 1];
    Array vector = bias == null ? null : vector(node, g, bias, out);
    dense(
        node,
        g,
        transposed,
        scaled(weight, alpha),
        vector == null ? null : scaled(vector, beta),
        "dense " + transposed + alpha + beta);
  }

  private static Array vector(OnnxNode node, GraphImport g, Array bias, int out) {
    if (bias.size() == out && (bias.rank() == 0 || bias.dims()[bias.rank() - 1] == out)) {
      return bias.reshape(out);
    }
    if (bias.size() != 1) {
      throw g.fail(node, "its bias " + bias + " is not one for each of the " + out + " outputs");
    }
    return bias.take(new int[out], out);
  }

  private static Array scaled(Array array, float factor) {
    if (factor == 1) {
      return array;
    }
    float[] values = array.toFloats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Array.of(values, array.dims());
  }

  static void dense(OnnxNode node, GraphImport g) {
    dense(node, g, false, g.constant(node, 1), g.optional(node, 2), "dense false");
  }

  private static void dense(
      OnnxNode node,
      GraphImport g,
      boolean transposed,
      Array weight,
      @Nullable Array bias,
      String kind) {
    Dyn x = g.dyn(node, 0);
    int axis = x.layout().rank() - 1;
    x = g.lastAxis(node, x, axis);
    List<Factor> onnxFactors = x.layout().onnx().get(axis);
    int[] order = Layout.positions(x.layout().ours().getLast(), onnxFactors);
    Array matrix = weight;
    int in = weight.dims()[transposed ? 1 : 0];
    if (order.length != in) {
      throw g.fail(node, "its input has " + order.length + " features, its weight needs " + in);
    }
    if (!Layout.isIdentity(order)) {
      matrix = Convolutions.selectAxis(weight, transposed ? 1 : 0, order);
    }
    Tensor w =
        g.tensor(
            node.input(1),
            kind,
            transposed
                ? Convolutions.permuted(matrix, 1, 0)
                : Tensor.of(Shape.of(matrix.dims()), matrix.toFloats().clone()));
    Tensor b =
        bias == null
            ? null
            : g.tensor(
                node.input(2), kind, Tensor.of(Shape.of(bias.size()), bias.toFloats().clone()));
    Value value =
        g.layer(
            g.names().forWeight(node, weightName(node)),
            "dense",
            Map.of(),
            GraphImport.tensors("weight", w, "bias", b),
            x.value());
    Factor out = Factor.of(w.dim(1));
    g.set(node, new Dyn(value, replacedLast(x.layout(), axis, out)));
  }

  /** PyTorch exports a transposed weight without its name; its bias still has it. */
  private static String weightName(OnnxNode node) {
    boolean hasName = !node.input(1).contains("::") && node.input(1).contains(".");
    return hasName || !node.hasInput(2) ? node.input(1) : node.input(2);
  }

  private static Layout replacedLast(Layout layout, int axis, Factor factor) {
    List<List<Factor>> onnx = new ArrayList<>(layout.onnx());
    onnx.set(axis, List.of(factor));
    List<List<Factor>> ours = new ArrayList<>(layout.ours());
    ours.set(ours.size() - 1, List.of(factor));
    return new Layout(onnx, ours);
  }

  static void matMul(OnnxNode node, GraphImport g) {
    Operand a = g.operand(node, 0);
    Operand b = g.operand(node, 1);
    if (b instanceof Const c && c.array().rank() == 2) {
      dense(node, g);
    } else if (a instanceof Dyn q && b instanceof Dyn k && q.layout().rank() == k.layout().rank()) {
      int rank = k.layout().rank();
      int[] swap = new int[rank];
      for (int i = 0; i < rank; i++) {
        swap[i] = i < rank - 2 ? i : 2 * rank - 3 - i;
      }
      g.set(node, new Scores(q, k.withLayout(k.layout().transpose(swap)), 1, null, false));
    } else if (a instanceof Scores s && s.probabilities() && b instanceof Dyn v) {
      Attention.emit(node, g, s, v);
    } else {
      throw g.fail(
          node,
          "expected a constant matrix as second input, or the products of attention"
              + " (softmax(q·k)·v)");
    }
  }

  /** Products of queries and keys that a constant hides: minus infinity in their place. */
  static void masked(OnnxNode node, GraphImport g) {
    boolean hidesTrue = g.operand(node, 2) instanceof Scores;
    Operand products = g.operand(node, hidesTrue ? 2 : 1);
    Array hidden = g.constant(node, hidesTrue ? 1 : 2);
    Array where = g.constant(node, 0);
    if (!(products instanceof Scores s) || hidden.size() != 1 || hidden.at(0) > -1e4) {
      throw g.fail(node, "expected the products of attention, with minus infinity in some places");
    }
    float[] mask = new float[where.size()];
    for (int i = 0; i < mask.length; i++) {
      boolean isTrue = where.at(i) != 0;
      mask[i] = isTrue == hidesTrue ? (float) hidden.at(0) : 0;
    }
    g.set(node, s.masked(Array.of(mask, where.dims())));
  }
}
