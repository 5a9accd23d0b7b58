package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Const;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.interop.onnx.read.Operand.Scores;
import org.modaj.nn.build.Value;

/** Sums, differences and products of two values, or of one with a constant. */
final class Sums {
  private Sums() {}

  static void add(OnnxNode node, GraphImport g) {
    g.set(node, sum(node, g));
  }

  private static Operand sum(OnnxNode node, GraphImport g) {
    Operand sum = g.operand(node, 0);
    for (int i = 1; i < node.inputs().size(); i++) {
      sum = add(node, g, sum, g.operand(node, i), 0, i);
    }
    return sum;
  }

  /** A sum and a factor. */
  static void mean(OnnxNode node, GraphImport g) {
    if (!(sum(node, g) instanceof Dyn d)) {
      throw g.fail(node, "expected computed values");
    }
    double share = 1.0 / node.inputs().size();
    g.set(node, new Dyn(d.value(), d.layout(), d.factor() * share));
  }

  static void negate(OnnxNode node, GraphImport g) {
    scale(node, g, g.operand(node, 0), 0, Array.vector(-1), node.input(0));
  }

  private static Operand add(
      OnnxNode node, GraphImport g, Operand a, Operand b, int first, int second) {
    if (a instanceof Scores s && b instanceof Const c) {
      return s.masked(c.array());
    }
    if (b instanceof Scores s && a instanceof Const c) {
      return s.masked(c.array());
    }
    if (a instanceof Dyn && b instanceof Const c) {
      return Affine.of(node, g, g.dyn(node, first), null, c.array(), node.input(second));
    }
    if (b instanceof Dyn && a instanceof Const c) {
      return Affine.of(node, g, g.dyn(node, second), null, c.array(), node.input(first));
    }
    Dyn x = first == 0 && a instanceof Dyn d && second > 1 ? d : g.dyn(node, first);
    return pair(node, g, "add", x, g.dyn(node, second));
  }

  static void subtract(OnnxNode node, GraphImport g) {
    Operand a = g.operand(node, 0);
    Operand b = g.operand(node, 1);
    if (a instanceof Dyn && b instanceof Const c) {
      Array negative = Affine.map(c.array(), v -> -v);
      g.set(node, Affine.of(node, g, g.dyn(node, 0), null, negative, node.input(1)));
    } else if (a instanceof Const c) {
      Dyn given = g.lazy(node, 1);
      Dyn x = Affine.scalar(node, g, given, -given.factor());
      g.set(node, Affine.of(node, g, x, null, c.array(), node.input(0)));
    } else {
      g.set(node, pair(node, g, "subtract", g.dyn(node, 0), g.dyn(node, 1)));
    }
  }

  static void multiply(OnnxNode node, GraphImport g) {
    Operand a = g.operand(node, 0);
    Operand b = g.operand(node, 1);
    int dyn = a instanceof Const ? 1 : 0;
    Operand value = dyn == 0 ? a : b;
    if ((dyn == 0 ? b : a) instanceof Const c) {
      scale(node, g, value, dyn, c.array(), node.input(1 - dyn));
    } else {
      g.set(node, pair(node, g, "multiply", g.dyn(node, 0), g.dyn(node, 1)));
    }
  }

  static void divide(OnnxNode node, GraphImport g) {
    Array divisor = g.constant(node, 1);
    scale(node, g, g.operand(node, 0), 0, Affine.map(divisor, v -> 1 / v), node.input(1));
  }

  /** Squares and cubes, as products. */
  static void power(OnnxNode node, GraphImport g) {
    double exponent = g.constant(node, 1).size() == 1 ? g.constant(node, 1).at(0) : Double.NaN;
    if (exponent != 2 && exponent != 3) {
      throw g.fail(node, "expected the exponent 2 or 3, or a function of activation");
    }
    Dyn x = g.dyn(node, 0);
    String name = g.names().forNode(node);
    Value square =
        exponent == 2 ? x.value() : product(g, g.names().beside(name, "square"), x, x.value());
    g.set(node, new Dyn(product(g, name, x, square), x.layout()));
  }

  private static Value product(GraphImport g, String name, Dyn x, Value y) {
    return g.layer(name, "multiply", Map.of(), x.value(), y);
  }

  private static void scale(
      OnnxNode node, GraphImport g, Operand value, int input, Array factor, String source) {
    if (value instanceof Scores s && factor.size() == 1) {
      g.set(node, s.scaled(factor.at(0)));
    } else if (value instanceof Dyn d && factor.size() == 1) {
      g.set(node, new Dyn(d.value(), d.layout(), d.factor() * factor.at(0)));
    } else {
      g.set(node, Affine.of(node, g, g.dyn(node, input), factor, null, source));
    }
  }

  // ------------------------------------------------------------------------ two values

  private static Dyn pair(OnnxNode node, GraphImport g, String type, Dyn a, Dyn b) {
    int[] dims = Strides.broadcast(a.dims(), b.dims());
    if (dims == null) {
      throw g.fail(node, "sizes " + a.layout() + " and " + b.layout() + " do not broadcast");
    }
    int rank = dims.length;
    Dyn x = ranked(a, rank);
    Dyn y = ranked(b, rank);
    if (Arrays.equals(x.dims(), y.dims())) {
      Dyn other = alike(node, g, x, y, -1);
      Value value = g.layer(g.names().forNode(node), type, Map.of(), x.value(), other.value());
      return new Dyn(value, x.layout());
    }
    boolean swap = Arrays.equals(y.dims(), dims);
    Dyn whole = swap ? y : x;
    Dyn part = swap ? x : y;
    if (!Arrays.equals(whole.dims(), dims)) {
      throw g.fail(
          node,
          "values of the sizes "
              + Arrays.toString(a.dims())
              + " and "
              + Arrays.toString(b.dims())
              + " can be combined when one of them has the sizes of the result");
    }
    if (!type.equals("multiply")) {
      Dyn wide = alike(node, g, whole, Widening.of(node, g, part, whole), -1);
      Value left = swap ? wide.value() : whole.value();
      Value right = swap ? whole.value() : wide.value();
      return new Dyn(g.layer(g.names().forNode(node), type, Map.of(), left, right), whole.layout());
    }
    return Gates.multiply(node, g, whole, part);
  }

  private static Dyn ranked(Dyn x, int rank) {
    List<List<Factor>> onnx = new ArrayList<>(x.layout().onnx());
    while (onnx.size() < rank) {
      onnx.addFirst(List.of());
    }
    return x.withLayout(x.layout().withOnnx(onnx));
  }

  /**
   * The second value laid out as the first one is.
   *
   * @param free an axis in ONNX along which they may differ, which is the last one here; or -1
   */
  static Dyn alike(OnnxNode node, GraphImport g, Dyn a, Dyn b, int free) {
    Layout left = a.layout();
    Layout right = b.layout();
    IdentityHashMap<Factor, Factor> same = new IdentityHashMap<>();
    for (int axis = 0; axis < left.rank(); axis++) {
      if (axis == free) {
        continue;
      }
      List<Factor> x = new ArrayList<>(left.onnx().get(axis));
      List<Factor> y = new ArrayList<>(right.onnx().get(axis));
      while (!x.isEmpty() && !y.isEmpty()) {
        Factor f = x.removeFirst();
        Factor h = y.removeFirst();
        if (f.size() == h.size()) {
          same.put(f, h);
          continue;
        }
        boolean leftLarger = f.size() > h.size();
        Factor large = leftLarger ? f : h;
        Factor small = leftLarger ? h : f;
        if (!large.isPlain() || large.isBatch() || large.size() % small.size() != 0) {
          throw g.fail(node, "its inputs " + a.layout() + " and " + b.layout() + " do not match");
        }
        Factor outer = Factor.of(small.size());
        Factor inner = Factor.of(large.size() / small.size());
        if (leftLarger) {
          left = left.split(large, outer, inner);
          same.put(outer, h);
          x.addFirst(inner);
        } else {
          right = right.split(large, outer, inner);
          same.put(f, outer);
          y.addFirst(inner);
        }
      }
    }
    List<List<Factor>> wanted = new ArrayList<>();
    for (List<Factor> axis : left.ours()) {
      List<Factor> there = new ArrayList<>();
      for (Factor f : axis) {
        Factor h = same.get(f);
        if (h != null) {
          there.add(h);
        }
      }
      wanted.add(there);
    }
    if (free >= 0) {
      List<Factor> own = new ArrayList<>(right.onnx().get(free));
      int at = right.ourAxis(own);
      wanted.set(wanted.size() - 1, at >= 0 ? right.ours().get(at) : own);
    }
    Dyn moved = g.arrange(node, new Dyn(b.value(), right, b.factor()), wanted);
    return free >= 0 ? moved : reordered(node, g, left, moved, same);
  }

  /** Positions of the last axis moved where a factor counts in another order there. */
  private static Dyn reordered(
      OnnxNode node, GraphImport g, Layout left, Dyn b, IdentityHashMap<Factor, Factor> same) {
    boolean differs = false;
    for (List<Factor> axis : left.ours()) {
      for (Factor f : axis) {
        Factor h = same.get(f);
        differs |= h != null && !Arrays.equals(f.order(), h.order());
      }
    }
    if (!differs) {
      return b;
    }
    List<Factor> last = left.ours().getLast();
    int[] wanted = Layout.positions(last, last);
    List<Factor> lastHere = b.layout().ours().getLast();
    int[] have = Layout.positions(lastHere, lastHere);
    int[] at = new int[have.length];
    for (int i = 0; i < have.length; i++) {
      at[have[i]] = i;
    }
    List<Integer> sources = new ArrayList<>();
    for (int position : wanted) {
      sources.add(at[position]);
    }
    return new Dyn(Alignment.choose(g, node, b.value(), sources), left);
  }
}
