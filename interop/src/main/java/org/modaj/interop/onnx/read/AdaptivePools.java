package org.modaj.interop.onnx.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.AdaptiveWindows;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Pooling to a fixed size by windows of different sizes, as our own export writes it. */
final class AdaptivePools {
  static final String OP = "moda.AdaptivePool";
  private static final String AVERAGE = "average";

  private AdaptivePools() {}

  /** A product with shares of columns and then of rows. */
  static void average(EditableGraph graph, OnnxNode node) {
    Array rows = graph.constant(node.input(0));
    OnnxNode first = graph.producer(node.input(1), PatternPass.DENSE);
    if (first == null || first.inputs().size() != 2) {
      return;
    }
    Array columns = graph.constant(first.input(1));
    if (rows != null && columns != null) {
      replace(
          graph,
          node,
          first.input(0),
          AdaptiveWindows.count(rows, true),
          AdaptiveWindows.count(columns, false),
          true);
    }
  }

  /** A pool of chosen rows and columns. */
  static void maximum(EditableGraph graph, OnnxNode pool) {
    OnnxNode columns = graph.producer(pool.input(0), "Gather");
    OnnxNode rows = columns == null ? null : graph.producer(columns.input(0), "Gather");
    int[] kernel = pool.attributes().integers("kernel_shape");
    if (columns != null && rows != null && kernel.length == 2) {
      replace(
          graph,
          pool,
          rows.input(0),
          count(graph, rows, 2, kernel[0]),
          count(graph, columns, 3, kernel[1]),
          false);
    }
  }

  private static int count(EditableGraph graph, OnnxNode gather, int axis, int kernel) {
    @Nullable Array positions = graph.constant(gather.input(1));
    return positions != null && gather.attributes().integer("axis", 0) == axis
        ? AdaptiveWindows.count(positions, kernel)
        : 0;
  }

  private static void replace(
      EditableGraph graph, OnnxNode node, String from, int rows, int columns, boolean average) {
    if (rows > 0 && columns > 0) {
      Map<String, Object> attributes = new HashMap<>();
      attributes.put("height", (long) rows);
      attributes.put("width", (long) columns);
      attributes.put(AVERAGE, average ? 1L : 0L);
      graph.replace(
          node,
          new OnnxNode(node.name(), OP, List.of(from), node.outputs(), new Attributes(attributes)));
    }
  }

  static void emit(OnnxNode node, GraphImport g) {
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    boolean average = node.attributes().integer(AVERAGE, 0) == 1;
    Map<String, Object> settings = new HashMap<>();
    settings.put("height", node.attributes().integer("height", 1));
    settings.put("width", node.attributes().integer("width", 1));
    Value out =
        g.layer(
            g.names().forNode(node),
            average ? "adaptive_avg_pool2d" : "adaptive_max_pool2d",
            settings,
            x.value());
    g.set(
        node,
        new Dyn(out, Pools.withChannels(x.layout(), Convolutions.made(x.layout(), out.shape()))));
  }
}
