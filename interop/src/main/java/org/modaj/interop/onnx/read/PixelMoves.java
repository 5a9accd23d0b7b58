package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Pixels that become channels, or channels pixels, as reshaping and transposing write it. */
final class PixelMoves {
  private PixelMoves() {}

  /**
   * The value laid out so by one layer.
   *
   * @param wanted factors of height, width and channels
   * @return null when it is another move
   */
  static @Nullable Dyn of(OnnxNode node, GraphImport g, Dyn x, List<List<Factor>> wanted) {
    List<List<Factor>> ours = x.layout().ours();
    if (ours.size() != 3 || wanted.size() != 3 || ours.equals(wanted)) {
      return null;
    }
    Factor rows = further(ours.get(0), wanted.get(0));
    Factor columns = further(ours.get(1), wanted.get(1));
    if (rows != null && columns != null && rows.size() == columns.size()) {
      return shuffle(node, g, x, wanted, rows, columns);
    }
    rows = further(wanted.get(0), ours.get(0));
    columns = further(wanted.get(1), ours.get(1));
    if (rows != null && columns != null && rows.size() == columns.size()) {
      return unshuffle(node, g, x, wanted, rows, columns);
    }
    return null;
  }

  /** The factor that stands after all of an axis's own; null when there is none, or more. */
  private static @Nullable Factor further(List<Factor> axis, List<Factor> longer) {
    boolean one = longer.size() == axis.size() + 1 && longer.subList(0, axis.size()).equals(axis);
    return one ? longer.getLast() : null;
  }

  private static @Nullable Dyn shuffle(
      OnnxNode node, GraphImport g, Dyn x, List<List<Factor>> wanted, Factor rows, Factor columns) {
    List<List<Factor>> ours = x.layout().ours();
    List<Factor> channels = new ArrayList<>(wanted.get(2));
    channels.add(rows);
    channels.add(columns);
    if (channels.size() != ours.get(2).size() || !ours.get(2).containsAll(channels)) {
      return null;
    }
    Dyn moved = g.arrange(node, x, List.of(ours.get(0), ours.get(1), channels));
    Value value =
        g.layer(
            name(node, g, "pixel_shuffle"),
            "pixel_shuffle",
            Map.of("factor", rows.size()),
            moved.value());
    return new Dyn(value, moved.layout().withOurs(wanted), x.factor());
  }

  private static @Nullable Dyn unshuffle(
      OnnxNode node, GraphImport g, Dyn x, List<List<Factor>> wanted, Factor rows, Factor columns) {
    List<List<Factor>> ours = x.layout().ours();
    List<Factor> channels = new ArrayList<>(ours.get(2));
    channels.add(rows);
    channels.add(columns);
    if (channels.size() != wanted.get(2).size() || !wanted.get(2).containsAll(channels)) {
      return null;
    }
    Value value =
        g.layer(
            name(node, g, "pixel_unshuffle"),
            "pixel_unshuffle",
            Map.of("factor", rows.size()),
            x.value());
    List<List<Factor>> made = List.of(wanted.get(0), wanted.get(1), channels);
    return new Dyn(value, x.layout().withOurs(made), x.factor());
  }

  /** An operator that does this has a name of its own. */
  private static String name(OnnxNode node, GraphImport g, String what) {
    boolean own = node.op().equals("DepthToSpace") || node.op().equals("SpaceToDepth");
    return own ? g.names().forNode(node) : g.moveName(node, what);
  }
}
