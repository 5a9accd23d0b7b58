package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;

import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.interop.onnx.write.GraphExport.Form;
import org.modaj.interop.onnx.write.GraphExport.Named;

/** Layers that move, choose or combine values. */
final class MoveWriters {
  /** What the output of a reshape layer is called, which makes no steps of pixels. */
  private static final String ELEMENTS = "elements";

  private MoveWriters() {}

  /** The value with its axes in our order. */
  private static String ours(LayerExport l) {
    Named x = l.in(0, Form.STEPS_FIRST);
    return x.form() == Form.IMAGE
        ? l.then("Transpose", "channels_last", List.of(x.name()), ints("perm", 0, 2, 3, 1))
        : x.name();
  }

  /** Says that a value with its axes in our order is the layer's output. */
  private static void out(LayerExport l, String value) {
    Form form =
        switch (l.outputShape().rank()) {
          case 1 -> Form.VECTOR;
          case 2 -> Form.STEPS_FIRST;
          case 3 -> Form.IMAGE;
          default -> throw l.fail("outputs " + l.outputShape() + " cannot be exported");
        };
    l.out(
        form == Form.IMAGE
            ? l.then("Transpose", "channels_first", List.of(value), ints("perm", 0, 3, 1, 2))
            : value,
        form);
  }

  static void reshape(LayerExport l) {
    Shape shape = l.outputShape();
    long[] sizes = new long[shape.rank() + 1];
    sizes[0] = -1;
    for (int a = 0; a < shape.rank(); a++) {
      sizes[a + 1] = shape.dim(a);
    }
    String name = l.graph().longs(l.part("sizes"), sizes, sizes.length);
    boolean steps = l.type().equals("image_to_steps");
    out(l, l.first("Reshape", steps ? "reshaped" : ELEMENTS, List.of(ours(l), name)));
  }

  static void permute(LayerExport l) {
    List<Integer> axes = l.integers("axes");
    long[] perm = new long[axes.size() + 1];
    for (int a = 0; a < axes.size(); a++) {
      perm[a + 1] = axes.get(a) + 1L;
    }
    out(l, l.first("Transpose", "permuted", List.of(ours(l)), ints("perm", perm)));
  }

  /** A range of the channels. */
  static void split(LayerExport l) {
    Named x = l.in(0);
    String from = l.graph().longs(l.part("from"), new long[] {l.integer("from", 0)}, 1);
    String to = l.graph().longs(l.part("to"), new long[] {l.integer("to", 0)}, 1);
    String axis = l.graph().longs(l.part("axis"), new long[] {x.channelAxis()}, 1);
    l.out(l.main("Slice", List.of(x.name(), from, to, axis)), x.form());
  }

  /** A product of one shape, or with one factor for each channel. */
  static void multiply(LayerExport l) {
    Named x = l.in(0);
    Named gate = l.in(1, x.form());
    String factor = gate.name();
    if (gate.form() == Form.VECTOR && x.form() != Form.VECTOR) {
      long[] axes =
          switch (x.form()) {
            case IMAGE -> new long[] {2, 3};
            case FEATURES_FIRST -> new long[] {2};
            case VECTOR, STEPS_FIRST -> new long[] {1};
          };
      String places = l.graph().longs(l.part("places"), axes, axes.length);
      factor = l.then("Unsqueeze", "gate", List.of(factor, places));
    }
    l.out(l.main("Mul", List.of(x.name(), factor)), x.form());
  }

  /** Mean or maximum over some axes. */
  static void reduce(LayerExport l, String op) {
    Named x = l.in(0, Form.STEPS_FIRST);
    int[] places =
        switch (x.form()) {
          case IMAGE -> new int[] {2, 3, 1};
          case VECTOR, STEPS_FIRST, FEATURES_FIRST -> new int[] {1, 2};
        };
    List<Integer> axes = l.integers("axes");
    long[] theirs = axes.stream().mapToLong(a -> places[a]).sorted().toArray();
    boolean channelsGo = axes.contains(l.inputShape(0).rank() - 1);
    Form form =
        switch (l.outputShape().rank()) {
          case 1 -> Form.VECTOR;
          case 2 -> channelsGo ? Form.STEPS_FIRST : Form.FEATURES_FIRST;
          default -> throw l.fail("outputs " + l.outputShape() + " cannot be exported");
        };
    l.out(l.main(op, List.of(x.name()), ints("axes", theirs), integer("keepdims", 0)), form);
  }

  /** Channels of groups dealt out in turn. */
  static void channelShuffle(LayerExport l) {
    Shape shape = l.inputShape(0);
    int groups = l.integer("groups", 1);
    int channels = shape.dim(-1);
    Named x = l.in(0, Form.FEATURES_FIRST);
    List<Long> places = new ArrayList<>();
    for (int a = 0; a < shape.rank() - 1; a++) {
      places.add(shape.rank() == 2 ? -1L : shape.dim(a));
    }
    String apart =
        sizes(l, "apart_sizes", List.of(0L, (long) groups, (long) channels / groups), places);
    String together = sizes(l, "sizes", List.of(0L, (long) channels), places);
    long[] perm = new long[3 + places.size()];
    for (int a = 0; a < perm.length; a++) {
      perm[a] = a == 1 ? 2 : a == 2 ? 1 : a;
    }
    String grouped = l.then("Reshape", "apart", List.of(x.name(), apart));
    String dealt = l.then("Transpose", "dealt", List.of(grouped), ints("perm", perm));
    l.out(l.then("Reshape", "together", List.of(dealt, together)), x.form());
  }

  private static String sizes(LayerExport l, String name, List<Long> first, List<Long> places) {
    List<Long> all = new ArrayList<>(first);
    all.addAll(places);
    long[] values = all.stream().mapToLong(Long::longValue).toArray();
    return l.graph().longs(l.part(name), values, values.length);
  }

  static void pixelShuffle(LayerExport l) {
    l.out(
        l.main(
            "DepthToSpace",
            List.of(l.in(0).name()),
            integer("blocksize", l.integer("factor", 1)),
            GraphExport.text("mode", "CRD")),
        Form.IMAGE);
  }

  /** ONNX has the channels innermost; the positions of one channel are put side by side. */
  static void pixelUnshuffle(LayerExport l) {
    int factor = l.integer("factor", 1);
    int blocks = factor * factor;
    int channels = l.inputShape(0).dim(-1);
    String made =
        l.first("SpaceToDepth", "blocks", List.of(l.in(0).name()), integer("blocksize", factor));
    long[] order = new long[channels * blocks];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) (i % blocks) * channels + i / blocks;
    }
    String positions = l.graph().longs(l.part("positions"), order, order.length);
    l.out(l.then("Gather", "channels", List.of(made, positions), integer("axis", 1)), Form.IMAGE);
  }
}
