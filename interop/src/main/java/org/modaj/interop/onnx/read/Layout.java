package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;

/**
 * How a value's axes in ONNX and here belong together. Both are lists of factors; transposing and
 * reshaping in ONNX rearranges one list and moves no data here.
 *
 * @param onnx for each axis in ONNX its factors, outermost first; none for an axis of size 1
 * @param ours for each axis of a sample here its factors; the batch is not among them
 */
record Layout(List<List<Factor>> onnx, List<List<Factor>> ours) {

  /** Copies the lists. */
  Layout {
    onnx = onnx.stream().map(List::copyOf).toList();
    ours = ours.stream().map(List::copyOf).toList();
  }

  private static int size(List<Factor> factors) {
    int size = 1;
    for (Factor f : factors) {
      size *= f.size();
    }
    return size;
  }

  /** Sizes in ONNX. */
  int[] dims() {
    return onnx.stream().mapToInt(Layout::size).toArray();
  }

  /** Number of axes in ONNX. */
  int rank() {
    return onnx.size();
  }

  /** Shape of a sample here. */
  Shape shape() {
    return Shape.of(ours.stream().mapToInt(Layout::size).toArray());
  }

  /** The same arrangement here under other axes in ONNX. */
  Layout withOnnx(List<List<Factor>> axes) {
    return new Layout(axes, ours);
  }

  /** The same axes in ONNX with other ones here. */
  Layout withOurs(List<List<Factor>> axes) {
    return new Layout(onnx, axes);
  }

  /** Axis {@code perm[a]} becomes axis {@code a}. */
  Layout transpose(int[] perm) {
    List<List<Factor>> axes = new ArrayList<>();
    for (int axis : perm) {
      axes.add(onnx.get(axis));
    }
    return withOnnx(axes);
  }

  /** Every factor replaced by others. */
  private Layout map(UnaryOperator<List<Factor>> each) {
    return new Layout(onnx.stream().map(each).toList(), ours.stream().map(each).toList());
  }

  /** A factor taken apart, the outer part first. */
  Layout split(Factor factor, Factor outer, Factor inner) {
    return map(axis -> {
      List<Factor> parts = new ArrayList<>();
      for (Factor f : axis) {
        if (f == factor) {
          parts.add(outer);
          parts.add(inner);
        } else {
          parts.add(f);
        }
      }
      return parts;
    });
  }

  /**
   * The same elements with other sizes in ONNX.
   *
   * @return null when an axis would have to be cut where it cannot
   */
  @Nullable Layout reshape(int[] dims) {
    Layout layout = this;
    List<Factor> left = new ArrayList<>();
    onnx.forEach(left::addAll);
    List<List<Factor>> axes = new ArrayList<>();
    for (int d : dims) {
      List<Factor> axis = new ArrayList<>();
      int size = 1;
      if (d == 1 && !left.isEmpty() && left.getFirst().size() == 1) {
        axis.add(left.removeFirst()); // a batch of one
      }
      while (size < d) {
        if (left.isEmpty()) {
          return null;
        }
        Factor next = left.removeFirst();
        if (d % size != 0) {
          return null;
        }
        int need = d / size;
        if (next.size() > need) {
          if (next.isBatch() || !next.isPlain() || next.size() % need != 0) {
            return null;
          }
          Factor outer = Factor.of(need);
          Factor inner = Factor.of(next.size() / need);
          layout = layout.split(next, outer, inner);
          left.addFirst(inner);
          next = outer;
        }
        axis.add(next);
        size *= next.size();
      }
      if (size != d) {
        return null;
      }
      axes.add(axis);
    }
    for (Factor f : left) {
      if (f.size() != 1) {
        return null;
      }
      axes.getLast().add(f);
    }
    List<List<Factor>> regrouped = axes;
    Layout whole = layout;
    return new Layout(regrouped, whole.ours());
  }

  /** The same without factors of size 1 that nobody asks for. */
  Layout withoutOnes(List<Factor> wanted) {
    return map(axis ->
        axis.stream().filter(f -> f.size() != 1 || f.isBatch() || wanted.contains(f)).toList());
  }

  /** The same with one factor for our last axis, in ONNX's order. */
  Layout withPlainLast() {
    List<Factor> last = ours.getLast();
    List<Factor> plain = List.of(Factor.of(size(last)));
    return map(axis -> axis.size() == last.size() && axis.containsAll(last) ? plain : axis);
  }

  /** All factors of some axes in ONNX, one after another. */
  List<Factor> factors(int... axes) {
    List<Factor> all = new ArrayList<>();
    for (int a : axes) {
      all.addAll(onnx.get(a));
    }
    return all;
  }

  /** The axis here that consists of exactly these factors in any order, or -1. */
  int ourAxis(List<Factor> factors) {
    for (int a = 0; a < ours.size(); a++) {
      if (ours.get(a).size() == factors.size() && ours.get(a).containsAll(factors)) {
        return a;
      }
    }
    return -1;
  }

  /** Which axis in ONNX a factor is in, or -1. */
  int onnxAxis(Factor factor) {
    for (int a = 0; a < onnx.size(); a++) {
      if (onnx.get(a).contains(factor)) {
        return a;
      }
    }
    return -1;
  }

  /** The axis in ONNX that is the batch and nothing else, or -1. */
  int batchAxis() {
    for (int a = 0; a < onnx.size(); a++) {
      if (onnx.get(a).size() == 1 && onnx.get(a).getFirst().isBatch()) {
        return a;
      }
    }
    return -1;
  }

  /**
   * For each position of one of our axes its position in ONNX's.
   *
   * @param ours the factors here
   * @param onnx the same factors in ONNX's order
   */
  static int[] positions(List<Factor> ours, List<Factor> onnx) {
    return positions(ours, onnx, true);
  }

  /**
   * For each position of an axis its position when the same factors stand in another order, each as
   * it is here.
   */
  static int[] places(List<Factor> wanted, List<Factor> have) {
    return positions(wanted, have, false);
  }

  private static int[] positions(List<Factor> ours, List<Factor> onnx, boolean inOnnx) {
    int[] strides = new int[ours.size()];
    for (int i = 0; i < strides.length; i++) {
      int stride = 1;
      for (int k = onnx.indexOf(ours.get(i)) + 1; k < onnx.size(); k++) {
        stride *= onnx.get(k).size();
      }
      strides[i] = stride;
    }
    int[] positions = new int[size(ours)];
    for (int p = 0; p < positions.length; p++) {
      int rest = p;
      for (int i = ours.size() - 1; i >= 0; i--) {
        Factor f = ours.get(i);
        int at = rest % f.size();
        positions[p] += (inOnnx ? f.onnxPosition(at) : at) * strides[i];
        rest /= f.size();
      }
    }
    return positions;
  }

  /** Whether positions count upwards from 0. */
  static boolean isIdentity(int[] positions) {
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** For each of our axes which axes in ONNX it is made of; equal for values laid out alike. */
  List<List<Integer>> signature() {
    List<List<Integer>> axes = new ArrayList<>();
    for (List<Factor> axis : ours) {
      List<Integer> from = new ArrayList<>();
      for (Factor f : axis) {
        from.add(onnxAxis(f));
      }
      axes.add(from);
    }
    return axes;
  }

  @Override
  public String toString() {
    return "onnx " + onnx + ", ours " + ours + " = " + Arrays.toString(dims());
  }
}
