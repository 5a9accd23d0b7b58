package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.FoldShapes;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Const;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Wide;
import org.modaj.nn.build.Value;

/** Operators that move, choose or join. Most only change what an axis in ONNX is. */
final class Moves {
  private static final Map<String, String> PAD_MODES =
      Map.of("edge", "replicate", "wrap", "circular");

  /** Types of ONNX: float, float16, double, bfloat16. */
  private static final Set<Integer> FLOATS = Set.of(1, 10, 11, 16);

  private Moves() {}

  static void same(OnnxNode node, GraphImport g) {
    g.set(node, g.operand(node, 0));
  }

  /**
   * Between kinds of floats nothing is done. Numbers are not rounded; those that choose rows are
   * whole ones, which the layer checks.
   */
  static void cast(OnnxNode node, GraphImport g) {
    boolean indices =
        g.graph().nodes().stream()
            .filter(n -> n.inputs().contains(node.output()))
            .allMatch(n -> n.op().equals("Gather") && n.input(1).equals(node.output()));
    if (!FLOATS.contains(node.attributes().integer("to", 1)) && !indices) {
      throw g.fail(
          node,
          "computed values become whole numbers or truth values; only those that choose rows (of"
              + " an embedding) may");
    }
    same(node, g);
  }

  static void reshape(OnnxNode node, GraphImport g) {
    Dyn x = g.lazy(node, 0);
    int[] wanted = g.integers(node, 1, "shape");
    if (wanted == null) {
      throw g.fail(node, "it has no shape");
    }
    regroup(node, g, x, FoldShapes.newDims(node, x.dims(), wanted));
  }

  static void flatten(OnnxNode node, GraphImport g) {
    Dyn x = g.lazy(node, 0);
    int axis = FoldShapes.bound(node.attributes().integer("axis", 1), x.layout().rank());
    int outer = Strides.size(Arrays.copyOfRange(x.dims(), 0, axis));
    int inner = Strides.size(Arrays.copyOfRange(x.dims(), axis, x.layout().rank()));
    regroup(node, g, x, new int[] {outer, inner});
  }

  private static void regroup(OnnxNode node, GraphImport g, Dyn x, int[] dims) {
    Layout layout = x.layout().reshape(dims);
    if (layout == null) {
      throw g.fail(
          node,
          "the sizes "
              + Arrays.toString(x.dims())
              + " cannot become "
              + Arrays.toString(dims)
              + " without mixing axes");
    }
    Dyn regrouped = x.withLayout(layout);
    g.set(
        node,
        node.op().equals("Reshape") && g.isOwn(node) && !isRows(g, layout)
            ? remade(node, g, regrouped)
            : flattened(node, g, regrouped));
  }

  /** A layer of our own export is made again under its name. */
  private static Dyn remade(OnnxNode node, GraphImport g, Dyn x) {
    if (!g.isOwn(node) || x.layout().batchAxis() != 0) {
      return x;
    }
    List<List<Factor>> axes = x.layout().onnx().subList(1, x.layout().rank());
    return g.arrangeAs(node, x, axes);
  }

  /** A value of which only vectors or rows are left is flattened at once, under the node's name. */
  private static Dyn flattened(OnnxNode node, GraphImport g, Dyn x) {
    Layout layout = x.layout();
    List<List<Factor>> ours = layout.ours();
    boolean vector = layout.rank() == 2 && layout.batchAxis() == 0 && ours.size() > 1;
    if (vector && !g.isSequence(x)) {
      List<Factor> all = ours.stream().flatMap(List::stream).toList();
      return new Dyn(
          g.layer(g.names().forNode(node), "flatten", Map.of(), x.value()),
          layout.withOurs(List.of(all)),
          x.factor());
    }
    if (isRows(g, layout)) {
      Value value = g.layer(g.names().forNode(node), "rows_to_steps", Map.of(), x.value());
      return new Dyn(
          value, layout.withOurs(List.of(layout.onnx().get(1), layout.onnx().get(2))), x.factor());
    }
    return x;
  }

  /** Whether an image's rows became steps. */
  private static boolean isRows(GraphImport g, Layout layout) {
    List<List<Factor>> ours = layout.ours();
    if (!g.knowsTime() || layout.rank() != 3 || layout.batchAxis() != 0 || ours.size() != 3) {
      return false;
    }
    List<Factor> row = new ArrayList<>(ours.get(1));
    row.addAll(ours.get(2));
    return layout.onnx().get(1).equals(ours.get(0)) && layout.onnx().get(2).equals(row);
  }

  static void transpose(OnnxNode node, GraphImport g) {
    Dyn x = g.lazy(node, 0);
    int rank = x.layout().rank();
    int[] reversed = IntStream.range(0, rank).map(a -> rank - 1 - a).toArray();
    int[] perm = node.attributes().integers("perm", reversed);
    g.set(node, remade(node, g, x.withLayout(x.layout().transpose(perm))));
  }

  static void squeeze(OnnxNode node, GraphImport g) {
    Dyn x = g.lazy(node, 0);
    int[] axes = g.integers(node, 1, "axes");
    List<List<Factor>> onnx = new ArrayList<>();
    int rank = x.layout().rank();
    for (int a = 0; a < rank; a++) {
      List<Factor> factors = x.layout().onnx().get(a);
      int axis = a;
      boolean named =
          axes == null
              ? x.dims()[a] == 1 && factors.stream().noneMatch(Factor::isBatch)
              : Arrays.stream(axes).anyMatch(i -> Strides.axis(i, rank) == axis);
      if (!named) {
        onnx.add(factors);
      } else if (!factors.isEmpty()) {
        if (x.dims()[a] != 1 || factors.stream().anyMatch(Factor::isBatch)) {
          throw g.fail(node, "axis " + a + " is no axis of size 1: " + x.layout());
        }
      }
    }
    g.set(node, x.withLayout(dropOnes(x.layout(), onnx)));
  }

  /** Factors of size 1 that are in no axis of ONNX's any more. */
  private static Layout dropOnes(Layout layout, List<List<Factor>> onnx) {
    List<Factor> left = onnx.stream().flatMap(List::stream).toList();
    List<List<Factor>> ours = new ArrayList<>();
    for (List<Factor> axis : layout.ours()) {
      ours.add(axis.stream().filter(f -> f.size() != 1 || left.contains(f)).toList());
    }
    return new Layout(onnx, ours);
  }

  static void unsqueeze(OnnxNode node, GraphImport g) {
    Dyn x = g.lazy(node, 0);
    int[] axes = g.integers(node, 1, "axes");
    if (axes == null) {
      throw g.fail(node, "it has no axes");
    }
    int rank = x.layout().rank() + axes.length;
    boolean[] fresh = new boolean[rank];
    for (int axis : axes) {
      fresh[Strides.axis(axis, rank)] = true;
    }
    List<List<Factor>> onnx = new ArrayList<>();
    int from = 0;
    for (int a = 0; a < rank; a++) {
      onnx.add(fresh[a] ? List.of() : x.layout().onnx().get(from++));
    }
    g.set(node, x.withLayout(x.layout().withOnnx(onnx)));
  }

  /**
   * A constant that is broadcast over the batch stays a constant; computed values keep their size.
   */
  static void expand(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    int[] dims = Strides.broadcast(x.dims(), g.constant(node, 1).toInts());
    if (dims == null) {
      throw g.fail(node, "sizes " + Arrays.toString(x.dims()) + " cannot be expanded so");
    }
    g.set(node, Arrays.equals(dims, x.dims()) ? x : new Wide(x, dims));
  }

  // ------------------------------------------------------------------------ joins and choices

  static void concat(OnnxNode node, GraphImport g) {
    if (ClassTokens.isOne(node, g)) {
      ClassTokens.emit(node, g);
      return;
    }
    int count = node.inputs().size();
    int axis = Strides.axis(node.attributes().integer("axis", 0), g.operand(node, 0).dims().length);
    List<Value> parts = new ArrayList<>();
    List<Dyn> dyns = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    boolean plain = true;
    int offset = 0;
    for (int i = 0; i < count; i++) {
      Dyn part = g.lastAxis(node, g.dyn(node, i), axis);
      part = i == 0 ? part : Sums.alike(node, g, dyns.getFirst(), part, axis);
      int[] positions =
          Layout.positions(part.layout().ours().getLast(), part.layout().onnx().get(axis));
      plain &= Layout.isIdentity(positions);
      for (int p : positions) {
        order.add(offset + p);
      }
      offset += positions.length;
      parts.add(part.value());
      dyns.add(part);
    }
    Factor joined =
        plain
            ? Factor.of(offset)
            : Factor.ordered(order.stream().mapToInt(Integer::intValue).toArray());
    Layout layout = dyns.getFirst().layout();
    List<List<Factor>> onnx = new ArrayList<>(layout.onnx());
    List<List<Factor>> ours = new ArrayList<>(layout.ours());
    onnx.set(axis, List.of(joined));
    ours.set(ours.size() - 1, List.of(joined));
    Value value =
        count == 1
            ? parts.getFirst()
            : g.layer(g.names().forNode(node), "concat", Map.of(), parts.toArray(Value[]::new));
    g.set(node, new Dyn(value, new Layout(onnx, ours)));
  }

  static void split(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    int axis = Strides.axis(node.attributes().integer("axis", 0), x.layout().rank());
    int[] sizes = FoldShapes.splitSizes(node, g.optional(node, 1), x.dims()[axis]);
    int start = 0;
    for (int i = 0; i < node.outputs().size(); i++) {
      int from = start;
      int[] chosen = IntStream.range(from, from + sizes[i]).toArray();
      if (!node.outputs().get(i).isEmpty()) {
        g.set(node, i, choose(node, g, x, axis, chosen, true));
      }
      start += sizes[i];
    }
  }

  static void slice(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    List<@Nullable Array> in = new ArrayList<>();
    in.add(null);
    for (int i = 1; i < node.inputs().size(); i++) {
      in.add(g.optional(node, i));
    }
    FoldShapes.Part[] parts = FoldShapes.parts(node, x.dims(), in);
    Dyn result = x;
    for (int axis = 0; axis < parts.length; axis++) {
      FoldShapes.Part part = parts[axis];
      boolean whole = part.count() == x.dims()[axis] && part.step() == 1;
      if (!whole) {
        int[] chosen =
            IntStream.range(0, part.count()).map(i -> part.start() + i * part.step()).toArray();
        result = choose(node, g, result, axis, chosen, true);
      }
    }
    g.set(node, result);
  }

  static void gather(OnnxNode node, GraphImport g) {
    if (g.operand(node, 0) instanceof Const) {
      RecurrentLayers.embedding(node, g);
      return;
    }
    Dyn x = g.dyn(node, 0);
    Array indices = g.constant(node, 1);
    int axis = Strides.axis(node.attributes().integer("axis", 0), x.layout().rank());
    int size = x.dims()[axis];
    int[] chosen = Arrays.stream(indices.toInts()).map(i -> Strides.axis(i, size)).toArray();
    if (indices.rank() > 1) {
      throw g.fail(node, "indices of " + indices.rank() + " axes are not supported");
    }
    g.set(node, choose(node, g, x, axis, chosen, indices.rank() == 1));
  }

  /**
   * Some positions of one of ONNX's axes.
   *
   * @param keepAxis whether the axis stays when one position is chosen
   */
  private static Dyn choose(
      OnnxNode node, GraphImport g, Dyn x, int axis, int[] chosen, boolean keepAxis) {
    List<Factor> factors = x.layout().onnx().get(axis);
    if (factors.stream().anyMatch(Factor::isBatch)) {
      throw g.fail(node, "samples of a batch cannot be chosen");
    }
    Dyn result;
    if (isLastAxisPart(x, factors)) {
      result = chooseUnits(node, g, x, axis, chosen);
    } else {
      result = RecurrentLayers.chooseStep(node, g, x, axis, chosen);
    }
    if (keepAxis) {
      return result;
    }
    List<List<Factor>> onnx = new ArrayList<>(result.layout().onnx());
    onnx.remove(axis);
    return result.withLayout(dropOnes(result.layout(), onnx));
  }

  private static boolean isLastAxisPart(Dyn x, List<Factor> factors) {
    return !x.layout().ours().isEmpty() && x.layout().ours().getLast().containsAll(factors);
  }

  /** Chooses along factors of our last axis. */
  private static Dyn chooseUnits(OnnxNode node, GraphImport g, Dyn x, int axis, int[] chosen) {
    List<Factor> factors = x.layout().onnx().get(axis);
    List<Factor> last = x.layout().ours().getLast();
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    List<List<Factor>> ours = new ArrayList<>(x.layout().ours());
    if (factors.isEmpty()) {
      if (chosen.length != 1) {
        throw g.fail(node, "repeating computed values is not supported");
      }
      return x;
    }
    int first = last.indexOf(factors.getFirst());
    int[] positions = Layout.positions(last, factorsOf(x, factors));
    boolean contiguous =
        Collections.indexOfSubList(last, factors) >= 0
            && factors.stream().allMatch(Factor::isPlain);
    Factor part = Factor.of(chosen.length);
    List<Integer> sources = new ArrayList<>();
    if (contiguous) {
      int inner = 1;
      for (Factor f : last.subList(first + factors.size(), last.size())) {
        inner *= f.size();
      }
      int size = factors.stream().mapToInt(Factor::size).reduce(1, (a, b) -> a * b);
      int outer = x.value().shape().dim(-1) / inner / size;
      for (int o = 0; o < outer; o++) {
        for (int c : chosen) {
          for (int i = 0; i < inner; i++) {
            sources.add((o * size + c) * inner + i);
          }
        }
      }
      List<Factor> axisHere = new ArrayList<>(last.subList(0, first));
      axisHere.add(part);
      axisHere.addAll(last.subList(first + factors.size(), last.size()));
      ours.set(ours.size() - 1, axisHere);
    } else if (last.size() == factors.size()) {
      int[] at = new int[positions.length];
      for (int i = 0; i < at.length; i++) {
        at[positions[i]] = i;
      }
      for (int c : chosen) {
        sources.add(at[c]);
      }
      ours.set(ours.size() - 1, List.of(part));
    } else {
      throw g.fail(node, "positions cannot be chosen along " + x.layout());
    }
    onnx.set(axis, List.of(part));
    Value value = Alignment.choose(g, node, x.value(), sources);
    return new Dyn(value, new Layout(onnx, ours));
  }

  private static List<Factor> factorsOf(Dyn x, List<Factor> factors) {
    List<Factor> all = new ArrayList<>(x.layout().ours().getLast());
    all.removeAll(factors);
    all.addAll(factors);
    return all;
  }

  static void pad(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    int[] pads = g.integers(node, 1, "pads");
    Array value = g.optional(node, 2);
    int rank = x.layout().rank();
    String mode = node.attributes().text("mode", "constant");
    double fill = value != null ? value.at(0) : node.attributes().number("value", 0);
    if (pads != null && node.hasInput(3)) {
      pads = ofAllAxes(pads, g.constant(node, 3).toInts(), rank);
    }
    if (pads == null || pads.length != 2 * rank) {
      throw g.fail(node, "expected constant pads of all axes");
    }
    if (Arrays.stream(pads).allMatch(p -> p == 0)) {
      g.set(node, x);
      return;
    }
    if (rank == 4 && pads[0] + pads[1] + pads[4] + pads[5] == 0) {
      Dyn image = g.channelsLast(node, x);
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("mode", PAD_MODES.getOrDefault(mode, mode));
      settings.put("left", pads[3]);
      settings.put("right", pads[7]);
      settings.put("top", pads[2]);
      settings.put("bottom", pads[6]);
      settings.put("value", fill);
      Value out = g.layer(g.names().forNode(node), "pad2d", settings, image.value());
      Layout made = Convolutions.made(image.layout(), out.shape());
      g.set(node, new Dyn(out, Pools.withChannels(image.layout(), made)));
      return;
    }
    if (!mode.equals("constant") || fill != 0) {
      throw g.fail(node, "expected zeros (mode constant, value 0) beside features");
    }
    Alignment.pad(node, g, x, pads);
  }

  /** Pads of some axes as those of all. */
  private static int[] ofAllAxes(int[] pads, int[] axes, int rank) {
    int[] all = new int[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = Strides.axis(axes[i], rank);
      all[axis] = pads[i];
      all[rank + axis] = pads[axes.length + i];
    }
    return all;
  }

  /** Positions of an axis, -1 for a zero, as our own export writes them. */
  static void align(OnnxNode node, GraphImport g) {
    int axis = node.attributes().integer("axis", 1);
    Dyn x = g.lastAxis(node, g.dyn(node, 0), axis);
    List<Factor> factors = x.layout().onnx().get(axis);
    if (!Layout.isIdentity(Layout.positions(x.layout().ours().getLast(), factors))) {
      throw g.fail(node, "zeros cannot be put between permuted positions");
    }
    List<Integer> sources = Arrays.stream(g.constant(node, 1).toInts()).boxed().toList();
    Factor part = Factor.of(sources.size());
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    List<List<Factor>> ours = new ArrayList<>(x.layout().ours());
    onnx.set(axis, List.of(part));
    ours.set(ours.size() - 1, List.of(part));
    Value value = Alignment.choose(g, node, x.value(), sources);
    g.set(node, new Dyn(value, new Layout(onnx, ours)));
  }

  /** Channels {@code [c, r, r]} (CRD) or {@code [r, r, c]} (DCR) become pixels. */
  static void depthToSpace(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    int r = node.attributes().integer("blocksize", 1);
    boolean blocksFirst = !node.attributes().text("mode", "DCR").equals("CRD");
    int[] d = x.dims();
    int c = d[1] / (r * r);
    int[] apart =
        blocksFirst ? new int[] {d[0], r, r, c, d[2], d[3]} : new int[] {d[0], c, r, r, d[2], d[3]};
    int[] perm = blocksFirst ? new int[] {0, 3, 4, 1, 5, 2} : new int[] {0, 1, 4, 2, 5, 3};
    pixels(node, g, x, apart, perm, new int[] {d[0], c, d[2] * r, d[3] * r});
  }

  /** Pixels become channels {@code [r, r, c]}. */
  static void spaceToDepth(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    int r = node.attributes().integer("blocksize", 1);
    int[] d = x.dims();
    int[] apart = {d[0], d[1], d[2] / r, r, d[3] / r, r};
    int[] whole = {d[0], d[1] * r * r, d[2] / r, d[3] / r};
    pixels(node, g, x, apart, new int[] {0, 3, 5, 1, 2, 4}, whole);
  }

  private static void pixels(
      OnnxNode node, GraphImport g, Dyn given, int[] apart, int[] perm, int[] together) {
    Dyn x = given.withLayout(given.layout().withoutOnes(List.of())); // one channel is no factor
    Layout layout = x.layout().reshape(apart);
    if (layout == null) { // its channels were shuffled
      x = Convolutions.inOrder(node, g, g.channelsLast(node, x));
      layout = x.layout().reshape(apart);
    }
    layout = layout == null ? null : layout.transpose(perm).reshape(together);
    if (layout == null) {
      throw g.fail(node, "its block size does not divide its input " + x.layout());
    }
    Dyn moved = g.channelsLast(node, x.withLayout(layout));
    g.set(node, moved);
  }
}
