package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;

import java.util.List;
import org.modaj.interop.onnx.graph.AdaptiveWindows;
import org.modaj.interop.onnx.write.GraphExport.Form;

/**
 * Pooling to a fixed size. Windows of one size are a pool of ONNX's. Others, which overlap or
 * differ, are written as products with matrices of shares (averages), or as a pool of windows that
 * were made equally large by taking their last row and column more than once (maxima).
 */
final class AdaptiveWriters {
  private AdaptiveWriters() {}

  static void average(LayerExport l) {
    if (!even(l, "AveragePool")) {
      int[] in = {l.inputShape(0).dim(0), l.inputShape(0).dim(1)};
      int rows = l.integer("height", 1);
      int columns = l.integer("width", 1);
      float[] right = AdaptiveWindows.shares(in[1], columns, false);
      float[] left = AdaptiveWindows.shares(in[0], rows, true);
      String w = l.graph().floats(l.part("columns"), right, in[1], columns);
      String h = l.graph().floats(l.part("rows"), left, rows, in[0]);
      String narrow = l.then("MatMul", "narrow", List.of(l.in(0).name(), w));
      l.out(l.main("MatMul", List.of(h, narrow)), Form.IMAGE);
    }
  }

  static void maximum(LayerExport l) {
    if (!even(l, "MaxPool")) {
      String rows = chosen(l, "rows", l.in(0).name(), 0, l.integer("height", 1));
      String all = chosen(l, "columns", rows, 1, l.integer("width", 1));
      int height = AdaptiveWindows.largest(l.inputShape(0).dim(0), l.integer("height", 1));
      int width = AdaptiveWindows.largest(l.inputShape(0).dim(1), l.integer("width", 1));
      l.out(
          l.main(
              "MaxPool",
              List.of(all),
              ints("kernel_shape", height, width),
              ints("strides", height, width)),
          Form.IMAGE);
    }
  }

  private static String chosen(LayerExport l, String what, String from, int axis, int count) {
    long[] positions = AdaptiveWindows.positions(l.inputShape(0).dim(axis), count);
    String at = l.graph().longs(l.part(what + "_at"), positions, positions.length);
    return l.then("Gather", what, List.of(from, at), integer("axis", 2 + axis));
  }

  private static boolean even(LayerExport l, String op) {
    int height = l.inputShape(0).dim(0);
    int width = l.inputShape(0).dim(1);
    int rows = l.integer("height", 1);
    int columns = l.integer("width", 1);
    boolean even = height % rows == 0 && width % columns == 0;
    if (even) {
      l.out(
          l.main(
              op,
              List.of(l.in(0).name()),
              ints("kernel_shape", height / rows, width / columns),
              ints("strides", height / rows, width / columns)),
          Form.IMAGE);
    }
    return even;
  }
}
