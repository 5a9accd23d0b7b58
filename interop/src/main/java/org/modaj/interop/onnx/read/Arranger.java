package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modaj.engine.Shape;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Brings values into the layouts that layers need; adds layers that move only where it must. */
final class Arranger {
  /** Operators that read steps, whatever those were before. */
  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU");

  private final GraphImport g;

  Arranger(GraphImport g) {
    this.g = g;
  }

  /**
   * The value with these axes here, moved if need be.
   *
   * @param wanted factors of each axis of a sample
   */
  Dyn arrange(OnnxNode node, Dyn dyn, List<List<Factor>> wanted) {
    List<Factor> want = wanted.stream().flatMap(List::stream).toList();
    Layout layout = dyn.layout().withoutOnes(want);
    if (layout.ours().equals(wanted)) {
      return dyn.withLayout(layout);
    }
    if (isReordered(layout.ours(), wanted)) {
      int[] at = Layout.places(wanted.getLast(), layout.ours().getLast());
      List<Integer> sources = Arrays.stream(at).boxed().toList();
      Value value = Alignment.choose(g, node, dyn.value(), sources);
      return new Dyn(value, layout.withOurs(wanted), dyn.factor());
    }
    List<Factor> have = layout.ours().stream().flatMap(List::stream).toList();
    if (have.size() != want.size() || !have.containsAll(want)) {
      throw g.fail(node, "its input cannot be laid out as it needs; " + layout);
    }
    Value value = dyn.value();
    if (!have.equals(want)) {
      List<List<Factor>> moved = wanted;
      if (!layout.ours().containsAll(wanted) || layout.ours().size() != wanted.size()) {
        value = reshape(node, value, have.stream().map(List::of).toList());
        layout = layout.withOurs(have.stream().map(List::of).toList());
        moved = want.stream().map(List::of).toList();
      }
      List<Integer> axes = new ArrayList<>();
      for (List<Factor> axis : moved) {
        axes.add(layout.ours().indexOf(axis));
      }
      value = g.layer(g.moveName(node, "permute"), "permute", Map.of("axes", axes), value);
      layout = layout.withOurs(moved);
    }
    if (!layout.ours().equals(wanted)) {
      value = reshape(node, value, wanted);
    }
    return new Dyn(value, layout.withOurs(wanted), dyn.factor());
  }

  /** Whether only the positions of the last axis stand in another order. */
  private static boolean isReordered(List<List<Factor>> have, List<List<Factor>> want) {
    int last = have.size() - 1;
    return !have.isEmpty()
        && have.size() == want.size()
        && have.subList(0, last).equals(want.subList(0, last))
        && have.getLast().size() == want.getLast().size()
        && have.getLast().containsAll(want.getLast());
  }

  private Value reshape(OnnxNode node, Value value, List<List<Factor>> axes) {
    Shape shape = new Layout(List.of(), axes).shape();
    if (shape.equals(value.shape())) {
      return value;
    }
    String name = g.moveName(node, "reshape");
    if (shape.rank() == 1) {
      return g.layer(name, "flatten", Map.of(), value);
    }
    boolean pixels =
        g.knowsTime()
            && !(g.isOwn(node) && node.output().endsWith("/elements"))
            && value.shape().rank() == 3
            && shape.rank() == 2
            && shape.dim(1) == value.shape().dim(2);
    if (pixels) {
      return g.layer(name, "image_to_steps", Map.of(), value);
    }
    boolean rows =
        RECURRENT.contains(node.op())
            && value.shape().rank() == 3
            && shape.rank() == 2
            && shape.dim(0) == value.shape().dim(0);
    if (rows) {
      return g.layer(name, "rows_to_steps", Map.of(), value);
    }
    List<Integer> sizes = new ArrayList<>();
    for (int a = 0; a < shape.rank(); a++) {
      sizes.add(shape.dim(a));
    }
    return g.layer(name, "reshape", Map.of("shape", sizes), value);
  }

  /**
   * The value with one of ONNX's axes as its last axis here, the rest in ONNX's order before it.
   * The factors within the last axis keep the order that they have here.
   */
  Dyn lastAxis(OnnxNode node, Dyn dyn, int axis) {
    List<Factor> factors = dyn.layout().onnx().get(axis);
    List<List<Factor>> ours = dyn.layout().ours();
    int at = dyn.layout().ourAxis(factors);
    if (at >= 0 && at == ours.size() - 1) {
      return dyn;
    }
    List<List<Factor>> wanted = new ArrayList<>();
    if (at >= 0) {
      for (int a = 0; a < ours.size(); a++) {
        if (a != at) {
          wanted.add(ours.get(a));
        }
      }
      wanted.add(ours.get(at));
      return arrange(node, dyn, wanted);
    }
    List<Factor> last = new ArrayList<>();
    for (List<Factor> axisHere : ours) {
      List<Factor> rest = new ArrayList<>(axisHere);
      rest.removeAll(factors);
      List<Factor> taken = new ArrayList<>(axisHere);
      taken.retainAll(factors);
      last.addAll(taken);
      if (!rest.isEmpty()) {
        wanted.add(rest);
      }
    }
    wanted.add(last);
    return arrange(node, dyn, wanted);
  }

  /** The value as an image or sequence with ONNX's axis 1 last and its other axes in order. */
  Dyn channelsLast(OnnxNode node, Dyn dyn) {
    Layout layout = dyn.layout();
    if (layout.batchAxis() != 0 || layout.rank() < 2) {
      throw g.fail(node, "expected a value [batch, channels, ...], but its input is " + layout);
    }
    List<List<Factor>> wanted = new ArrayList<>();
    if (layout.rank() == 3 && !g.isSequence(dyn)) {
      wanted.add(List.of()); // without time it is an image of one row
    }
    for (int a = 2; a < layout.rank(); a++) {
      wanted.add(layout.onnx().get(a));
    }
    List<Factor> channels = layout.onnx().get(1);
    int at = layout.ourAxis(channels);
    wanted.add(at >= 0 ? layout.ours().get(at) : channels);
    Dyn shuffled = PixelMoves.of(node, g, dyn, wanted);
    return shuffled != null ? shuffled : arrange(node, dyn, wanted);
  }

  /** The value with its axes as an output has them: channels last, each in ONNX's order. */
  Dyn ordered(OnnxNode node, Dyn dyn) {
    Layout layout = dyn.layout();
    boolean mixed = false;
    for (List<Factor> axis : layout.ours()) {
      boolean isOne =
          layout.onnx().stream().anyMatch(a -> a.size() == axis.size() && a.containsAll(axis));
      mixed |= !isOne && !axis.isEmpty();
    }
    boolean places = layout.batchAxis() == 0 && layout.rank() > 2;
    Dyn whole = mixed && places ? channelsLast(node, dyn) : dyn;
    List<Factor> last = whole.layout().ours().getLast();
    for (List<Factor> axis : whole.layout().onnx()) {
      if (axis.size() == last.size() && axis.containsAll(last)) {
        int[] positions = Layout.positions(last, axis);
        return Layout.isIdentity(positions) ? whole : inOrder(node, whole, positions);
      }
    }
    return whole;
  }

  /** The value with position {@code positions[i]} of ONNX's as its position of that number. */
  private Dyn inOrder(OnnxNode node, Dyn dyn, int[] positions) {
    Integer[] sources = new Integer[positions.length];
    for (int i = 0; i < sources.length; i++) {
      sources[positions[i]] = i;
    }
    Value value = Alignment.choose(g, node, dyn.value(), List.of(sources));
    return new Dyn(value, dyn.layout().withPlainLast(), dyn.factor());
  }
}
