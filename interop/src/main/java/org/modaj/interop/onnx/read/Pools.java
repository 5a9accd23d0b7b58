package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Pooling, means and maxima over axes, and resampling. */
final class Pools {
  private Pools() {}

  static void max(OnnxNode node, GraphImport g) {
    if (node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()) {
      throw g.fail(node, "the positions of the maxima are not supported as an output");
    }
    windowed(node, g, "max_pool2d");
  }

  static void average(OnnxNode node, GraphImport g) {
    windowed(node, g, "avg_pool2d");
  }

  private static void windowed(OnnxNode node, GraphImport g, String type) {
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    Convolutions.Window window = Convolutions.Window.of(node, new int[0], x.dims());
    int axes = window.kernel().length;
    boolean ceil = node.attributes().integer("ceil_mode", 0) == 1;
    boolean average = type.startsWith("avg");
    boolean counted = average && node.attributes().integer("count_include_pad", 0) == 1;
    if (!window.isSymmetric() && !counted && window.isCeil(x.dims())) {
      window = window.symmetric();
      ceil = true;
    }
    boolean fits = window.isSymmetric() || !g.isSequence(x) && !ceil && (counted || !average);
    if (axes > 2 || !fits) {
      throw g.fail(node, "expected one or two axes with the same padding on both sides");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    String layer;
    if (axes == 1 && !g.isSequence(x)) {
      window = window.asImage();
      axes = 2;
    }
    if (!window.isSymmetric()) {
      x = padded(node, g, x, window, average ? 0 : -Float.MAX_VALUE);
      window = window.unpadded();
    }
    if (axes == 2) {
      layer = type;
      settings.put("kernelHeight", window.kernel()[0]);
      settings.put("kernelWidth", window.kernel()[1]);
      settings.put("strideHeight", window.strides()[0]);
      settings.put("strideWidth", window.strides()[1]);
      settings.put("padHeight", window.before()[0]);
      settings.put("padWidth", window.before()[1]);
      settings.put("dilationHeight", window.dilations()[0]);
      settings.put("dilationWidth", window.dilations()[1]);
    } else {
      layer = type.replace("2d", "1d");
      settings.put("kernel", window.kernel()[0]);
      settings.put("stride", window.strides()[0]);
      settings.put("pad", window.before()[0]);
      settings.put("dilation", window.dilations()[0]);
    }
    settings.put("ceil", ceil);
    if (average) {
      settings.put("countPadding", node.attributes().integer("count_include_pad", 0) == 1);
    }
    Value out = g.layer(g.names().forNode(node), layer, settings, x.value());
    Layout made = Convolutions.made(x.layout(), out.shape());
    g.set(node, new Dyn(out, withChannels(x.layout(), made)));
  }

  /** An image with what stands for nothing around it. */
  private static Dyn padded(
      OnnxNode node, GraphImport g, Dyn x, Convolutions.Window window, float nothing) {
    Map<String, Object> settings = window.paddingSettings();
    settings.put("value", nothing);
    Value out =
        g.layer(g.names().beside(g.names().forNode(node), "pad"), "pad2d", settings, x.value());
    return new Dyn(out, withChannels(x.layout(), Convolutions.made(x.layout(), out.shape())));
  }

  /** The channels' factors of an input in the layout of what keeps the channels. */
  static Layout withChannels(Layout input, Layout made) {
    List<List<Factor>> onnx = new ArrayList<>(made.onnx());
    List<List<Factor>> ours = new ArrayList<>(made.ours());
    onnx.set(1, input.onnx().get(1));
    ours.set(ours.size() - 1, input.ours().getLast());
    return new Layout(onnx, ours);
  }

  static void global(OnnxNode node, GraphImport g, boolean max) {
    int rank = g.operand(node, 0).dims().length;
    int[] axes = new int[rank - 2];
    for (int a = 0; a < axes.length; a++) {
      axes[a] = a + 2;
    }
    over(node, g, axes, true, max, 1);
  }

  /** The mean times the number of summands. */
  static void sum(OnnxNode node, GraphImport g) {
    reduce(node, g, false, true);
  }

  static void reduce(OnnxNode node, GraphImport g, boolean max) {
    reduce(node, g, max, false);
  }

  private static void reduce(OnnxNode node, GraphImport g, boolean max, boolean sum) {
    int rank = g.operand(node, 0).dims().length;
    int[] given = g.integers(node, 1, "axes");
    boolean all = given == null || given.length == 0;
    if (all && node.attributes().integer("noop_with_empty_axes", 0) == 1) {
      Moves.same(node, g);
      return;
    }
    if (given == null || all) {
      throw g.fail(node, "over all axes it would mix the samples of a batch");
    }
    int[] axes = Arrays.stream(given).map(a -> Strides.axis(a, rank)).toArray();
    int[] dims = g.operand(node, 0).dims();
    double factor =
        sum ? Arrays.stream(axes).mapToDouble(a -> dims[a]).reduce(1, (x, y) -> x * y) : 1;
    over(node, g, axes, node.attributes().integer("keepdims", 1) == 1, max, factor);
  }

  private static void over(
      OnnxNode node, GraphImport g, int[] axes, boolean keep, boolean max, double factor) {
    Dyn x = g.dyn(node, 0);
    List<Factor> gone = x.layout().factors(axes);
    if (gone.stream().anyMatch(Factor::isBatch)) {
      throw g.fail(node, "it would mix the samples of a batch");
    }
    boolean image = x.layout().ours().size() == 3 && gone.size() == 2;
    Dyn pooled =
        gone.stream().allMatch(f -> f.size() == 1) && !image ? x : pool(node, g, x, gone, max);
    List<List<Factor>> onnx = new ArrayList<>();
    for (int a = 0; a < x.layout().rank(); a++) {
      int axis = a;
      boolean reduced = Arrays.stream(axes).anyMatch(r -> r == axis);
      if (!reduced) {
        onnx.add(pooled.layout().onnx().get(a));
      } else if (keep) {
        onnx.add(List.of());
      }
    }
    List<List<Factor>> ours = new ArrayList<>();
    for (List<Factor> axis : pooled.layout().ours()) {
      List<Factor> left = axis.stream().filter(f -> !gone.contains(f)).toList();
      if (!left.isEmpty() || axis.isEmpty()) {
        ours.add(left);
      }
    }
    boolean sizesFit = new Layout(onnx, ours).shape().equals(pooled.value().shape());
    g.set(
        node,
        new Dyn(
            pooled.value(), new Layout(onnx, sizesFit ? ours : pooled.layout().ours()), factor));
  }

  /** A layer that takes away whole axes in front of the last one. */
  private static Dyn pool(OnnxNode node, GraphImport g, Dyn x, List<Factor> gone, boolean max) {
    List<List<Factor>> left = new ArrayList<>();
    List<List<Factor>> taken = new ArrayList<>();
    for (List<Factor> axis : x.layout().ours()) {
      List<Factor> rest = axis.stream().filter(f -> !gone.contains(f)).toList();
      List<Factor> out = axis.stream().filter(gone::contains).toList();
      if (!out.isEmpty()) {
        taken.add(out);
      }
      if (!rest.isEmpty()) {
        left.add(rest);
      }
    }
    boolean whole = taken.stream().allMatch(axis -> x.layout().ours().contains(axis));
    if (left.size() == 2 && whole && !g.isSequence(x)) {
      List<Integer> axes = taken.stream().map(axis -> x.layout().ours().indexOf(axis)).toList();
      Value value =
          g.layer(g.names().forNode(node), max ? "max" : "mean", Map.of("axes", axes), x.value());
      return new Dyn(value, x.layout().withOurs(left));
    }
    if (left.size() != 1) {
      throw g.fail(node, "expected one axis to stay beside the batch, the channels; " + x.layout());
    }
    List<List<Factor>> wanted = new ArrayList<>(taken);
    wanted.add(left.getFirst());
    Dyn moved = g.arrange(node, x, wanted);
    Shape shape = moved.value().shape();
    String name = g.names().forNode(node);
    Value value;
    if (g.isSequence(moved)) {
      value = g.layer(name, max ? "max_steps" : "mean_steps", Map.of(), moved.value());
    } else if (shape.rank() == 3 && !max) {
      value = g.layer(name, "global_avg_pool2d", Map.of(), moved.value());
    } else {
      List<Integer> axes = IntStream.range(0, shape.rank() - 1).boxed().toList();
      value = g.layer(name, max ? "max" : "mean", Map.of("axes", axes), moved.value());
    }
    return new Dyn(value, moved.layout().withOurs(List.of(left.getFirst())));
  }
}
