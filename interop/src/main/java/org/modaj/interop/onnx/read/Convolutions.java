package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Convolutions, transposed ones too. */
final class Convolutions {
  private Convolutions() {}

  static void convolution(OnnxNode node, GraphImport g) {
    Array weight = g.constant(node, 1);
    Dyn x = g.dyn(node, 0);
    Window window = Window.of(node, weight.dims(), x.dims());
    int groups = node.attributes().integer("group", 1);
    if (weight.rank() == 4 && isVector(x) && window.isPoint()) {
      asDense(node, g, x, weight, groups);
      return;
    }
    x = g.channelsLast(node, x);
    if (groups > 1) {
      x = inOrder(node, g, x);
    }
    int[] order = order(x);
    Array kernel = order == null ? weight : selectAxis(weight, 1, order);
    if (kernel.rank() == 3 && !g.isSequence(x)) {
      kernel = kernel.reshape(kernel.dims()[0], kernel.dims()[1], 1, kernel.dims()[2]);
      window = window.asImage();
    }
    String name = g.names().forWeight(node, node.input(1));
    Tensor bias = bias(g, node, 2);
    Value out;
    switch (kernel.rank()) {
      case 4 -> {
        Tensor w = g.tensor(node.input(1), "conv", permuted(kernel, 2, 3, 1, 0));
        Value in = padded(g, name, x.value(), window);
        out =
            g.layer(
                name,
                "conv2d",
                window.settings(groups),
                GraphImport.tensors("weight", w, "bias", bias),
                in);
      }
      case 3 -> {
        Tensor w = g.tensor(node.input(1), "conv1d", permuted(kernel, 2, 1, 0));
        out =
            g.layer(
                name,
                "conv1d",
                window.settings1d(node, g, groups),
                GraphImport.tensors("weight", w, "bias", bias),
                x.value());
      }
      default ->
          throw g.fail(
              node, "a convolution over " + (weight.rank() - 2) + " axes is not supported");
    }
    g.set(node, new Dyn(out, made(x.layout(), out.shape())));
  }

  /** The layout of what a layer with new channels makes of an image or sequence. */
  static Layout made(Layout input, Shape shape) {
    List<List<Factor>> ours = new ArrayList<>();
    List<List<Factor>> onnx = new ArrayList<>();
    for (int a = 0; a < shape.rank(); a++) {
      ours.add(List.of(Factor.of(shape.dim(a))));
    }
    onnx.add(input.onnx().get(0));
    onnx.add(ours.getLast());
    int row = input.rank() == shape.rank() ? 1 : 0; // an image of one row for a sequence
    if (row == 1) {
      ours.set(0, List.of());
    }
    onnx.addAll(ours.subList(row, ours.size() - 1));
    return new Layout(onnx, ours);
  }

  /** Whether a value has channels only, its places all being one. */
  static boolean isVector(Dyn x) {
    return x.layout().ours().size() == 1 && x.layout().batchAxis() == 0 && x.layout().rank() > 2;
  }

  /** For each of our channels its position in ONNX; null when they are the same. */
  static int @Nullable [] order(Dyn x) {
    int[] positions = Layout.positions(x.layout().ours().getLast(), x.layout().onnx().get(1));
    return Layout.isIdentity(positions) ? null : positions;
  }

  /** The value with its channels in ONNX's order. */
  static Dyn inOrder(OnnxNode node, GraphImport g, Dyn x) {
    int[] order = order(x);
    if (order == null) {
      return x;
    }
    Integer[] sources = new Integer[order.length];
    for (int i = 0; i < order.length; i++) {
      sources[order[i]] = i;
    }
    Value value = Alignment.choose(g, node, x.value(), List.of(sources));
    List<List<Factor>> ours = new ArrayList<>(x.layout().ours());
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    List<Factor> channels = List.of(Factor.of(order.length));
    ours.set(ours.size() - 1, channels);
    onnx.set(1, channels);
    return new Dyn(value, new Layout(onnx, ours));
  }

  /** A 1x1 convolution of one place. */
  private static void asDense(OnnxNode node, GraphImport g, Dyn x, Array weight, int groups) {
    int out = weight.dims()[0];
    int in = weight.dims()[1];
    if (groups != 1) {
      throw g.fail(node, "a grouped convolution of one place is not supported");
    }
    Array matrix = weight.reshape(out, in);
    int[] order = order(x);
    Tensor w =
        g.tensor(
            node.input(1),
            "conv as dense",
            permuted(order == null ? matrix : selectAxis(matrix, 1, order), 1, 0));
    Value value =
        g.layer(
            g.names().forWeight(node, node.input(1)),
            "dense",
            Map.of(),
            GraphImport.tensors("weight", w, "bias", bias(g, node, 2)),
            x.value());
    Factor channels = Factor.of(out);
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    onnx.set(1, List.of(channels));
    g.set(node, new Dyn(value, new Layout(onnx, List.of(List.of(channels)))));
  }

  static void transposed(OnnxNode node, GraphImport g) {
    Array weight = g.constant(node, 1);
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    int groups = node.attributes().integer("group", 1);
    if (weight.rank() != 4) {
      throw g.fail(node, "expected two axes");
    }
    TransposedWindow window = TransposedWindow.of(node, g, weight.dims(), x.dims());
    weight = window.widened(weight);
    if (groups > 1) {
      x = inOrder(node, g, x);
    }
    int[] order = order(x);
    Array kernel = order == null ? weight : selectAxis(weight, 0, order);
    Tensor w = g.tensor(node.input(1), "conv transpose", permuted(kernel, 2, 3, 1, 0));
    Map<String, Object> settings = window.settings(groups);
    Value out =
        g.layer(
            g.names().forWeight(node, node.input(1)),
            "conv_transpose2d",
            settings,
            GraphImport.tensors("weight", w, "bias", bias(g, node, 2)),
            x.value());
    g.set(node, new Dyn(out, made(x.layout(), out.shape())));
  }

  static @Nullable Tensor bias(GraphImport g, OnnxNode node, int input) {
    Array bias = g.optional(node, input);
    return bias == null
        ? null
        : g.tensor(
            node.input(input), "bias", Tensor.of(Shape.of(bias.size()), bias.toFloats().clone()));
  }

  /** The elements of an axis in another order. */
  static Array selectAxis(Array array, int axis, int[] order) {
    int[] strides = Strides.of(array.dims());
    int[] positions = new int[array.size()];
    for (int i = 0; i < positions.length; i++) {
      int at = i / strides[axis] % array.dims()[axis];
      positions[i] = i + (order[at] - at) * strides[axis];
    }
    return array.take(positions, array.dims());
  }

  /** A tensor whose axis {@code a} is axis {@code axes[a]} of a constant. */
  static Tensor permuted(Array array, int... axes) {
    int[] dims = new int[axes.length];
    for (int a = 0; a < axes.length; a++) {
      dims[a] = array.dims()[axes[a]];
    }
    Array moved =
        Array.of(array.toFloats(), array.dims()).take(Strides.transposed(array.dims(), axes), dims);
    return Tensor.of(Shape.of(dims), moved.toFloats());
  }

  /** Zeros where the two sides' padding differs. */
  private static Value padded(GraphImport g, String name, Value x, Window window) {
    if (window.isSymmetric()) {
      return x;
    }
    return g.layer(g.names().beside(name, "pad"), "pad2d", window.paddingSettings(), x);
  }

  /** How a kernel moves over an image. */
  record Window(int[] kernel, int[] strides, int[] before, int[] after, int[] dilations) {

    static Window of(OnnxNode node, int[] weight, int[] dims) {
      int axes = dims.length - 2;
      Attributes a = node.attributes();
      int[] kernel = new int[axes];
      for (int i = 0; i < axes; i++) {
        kernel[i] = a.has("kernel_shape") ? a.integers("kernel_shape")[i] : weight[2 + i];
      }
      int[] ones = new int[axes];
      Arrays.fill(ones, 1);
      int[] strides = a.integers("strides", ones);
      int[] dilations = a.integers("dilations", ones);
      int[] pads = a.integers("pads", new int[2 * axes]);
      int[] before = new int[axes];
      int[] after = new int[axes];
      String auto = a.text("auto_pad", "NOTSET");
      for (int i = 0; i < axes; i++) {
        before[i] = pads[i];
        after[i] = pads[axes + i];
        if (auto.startsWith("SAME")) {
          int reach = dilations[i] * (kernel[i] - 1) + 1;
          int out = (dims[2 + i] + strides[i] - 1) / strides[i];
          int total = Math.max(0, (out - 1) * strides[i] + reach - dims[2 + i]);
          before[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          after[i] = total - before[i];
        }
      }
      return new Window(kernel, strides, before, after, dilations);
    }

    /** The same window on an image of one row. */
    Window asImage() {
      return new Window(
          new int[] {1, kernel[0]},
          new int[] {1, strides[0]},
          new int[] {0, before[0]},
          new int[] {0, after[0]},
          new int[] {1, dilations[0]});
    }

    /** The same window on an image that was padded before. */
    Window unpadded() {
      int[] none = new int[kernel.length];
      return new Window(kernel, strides, none, none, dilations);
    }

    /** The same padding after as before. */
    Window symmetric() {
      return new Window(kernel, strides, before, before, dilations);
    }

    /** Whether more padding after only makes the windows that rounding up makes. */
    boolean isCeil(int[] dims) {
      boolean ceil = true;
      for (int i = 0; i < kernel.length; i++) {
        int reach = dilations[i] * (kernel[i] - 1) + 1;
        int free = dims[2 + i] + 2 * before[i] - reach;
        int more = after[i] - before[i];
        int rounded = Math.ceilDiv(free, strides[i]);
        if (rounded * strides[i] >= dims[2 + i] + before[i]) {
          rounded--; // a window with nothing in it is left out
        }
        ceil &= more >= 0 && free >= 0 && Math.floorDiv(free + more, strides[i]) == rounded;
      }
      return ceil;
    }

    boolean isSymmetric() {
      return Arrays.equals(before, after);
    }

    /** Whether it reads and makes one place for each. */
    boolean isPoint() {
      for (int i = 0; i < kernel.length; i++) {
        if (kernel[i] != 1 || before[i] + after[i] != 0) {
          return false;
        }
      }
      return true;
    }

    Map<String, Object> settings(int groups) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("strideHeight", strides[0]);
      settings.put("strideWidth", strides[1]);
      settings.put("padHeight", isSymmetric() ? before[0] : 0);
      settings.put("padWidth", isSymmetric() ? before[1] : 0);
      settings.put("dilationHeight", dilations[0]);
      settings.put("dilationWidth", dilations[1]);
      settings.put("groups", groups);
      return settings;
    }

    Map<String, Object> settings1d(OnnxNode node, GraphImport g, int groups) {
      if (!isSymmetric()) {
        throw g.fail(node, "expected the same padding on both sides of a sequence");
      }
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("stride", strides[0]);
      settings.put("pad", before[0]);
      settings.put("dilation", dilations[0]);
      settings.put("groups", groups);
      return settings;
    }

    Map<String, Object> paddingSettings() {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("top", before[0]);
      settings.put("bottom", after[0]);
      settings.put("left", before[1]);
      settings.put("right", after[1]);
      return settings;
    }
  }
}
