package org.modaj.interop.onnx.graph;

import static org.modaj.interop.onnx.graph.Folding.in;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Arithmetic on constants. */
final class FoldNumbers {
  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final List<Integer> FLOATS = List.of(1, 10, 11, 16);

  private FoldNumbers() {}

  /** A condition on two numbers. */
  @FunctionalInterface
  interface Condition {
    boolean holds(double a, double b);
  }

  static Array binary(
      List<@Nullable Array> in, DoubleBinaryOperator floats, @Nullable LongBinaryOperator longs) {
    Array result = in(in, 0);
    for (int i = 1; i < in.size(); i++) {
      result = binary(result, in(in, i), floats, longs);
    }
    return result;
  }

  private static Array binary(
      Array a, Array b, DoubleBinaryOperator floats, @Nullable LongBinaryOperator longs) {
    int[] dims = broadcast(a, b);
    int[] left = Strides.spread(a.dims(), dims);
    int[] right = Strides.spread(b.dims(), dims);
    if (!a.isFloat() && !b.isFloat() && longs != null) {
      long[] values = new long[left.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = longs.applyAsLong(a.longs()[left[i]], b.longs()[right[i]]);
      }
      return Array.of(values, dims);
    }
    float[] values = new float[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) floats.applyAsDouble(a.at(left[i]), b.at(right[i]));
    }
    return a.isFloat() || b.isFloat()
        ? Array.of(values, dims)
        : Array.of(Array.of(values, dims).toLongs(), dims);
  }

  private static int[] broadcast(Array a, Array b) {
    int[] dims = Strides.broadcast(a.dims(), b.dims());
    if (dims == null) {
      throw new MisfitException(a + " and " + b + " do not broadcast");
    }
    return dims;
  }

  static Array compare(List<@Nullable Array> in, Condition condition) {
    Array a = in(in, 0);
    Array b = in(in, 1);
    int[] dims = b.size() == 1 ? a.dims() : broadcast(a, b);
    int[] left = Strides.spread(a.dims(), dims);
    int[] right = Strides.spread(b.size() == 1 ? new int[0] : b.dims(), dims);
    long[] values = new long[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = condition.holds(a.at(left[i]), b.at(right[i])) ? 1 : 0;
    }
    return Array.of(values, dims);
  }

  static Array where(OnnxNode node, List<@Nullable Array> in) {
    Array condition = in(in, 0);
    Array yes = in(in, 1);
    Array no = in(in, 2);
    int[] dims = broadcast(Array.of(new long[0], broadcast(condition, yes)), no);
    int[] c = Strides.spread(condition.dims(), dims);
    int[] y = Strides.spread(yes.dims(), dims);
    int[] n = Strides.spread(no.dims(), dims);
    boolean floats = yes.isFloat() || no.isFloat();
    float[] f = new float[floats ? c.length : 0];
    long[] l = new long[floats ? 0 : c.length];
    for (int i = 0; i < c.length; i++) {
      boolean holds = condition.at(c[i]) != 0;
      if (floats) {
        f[i] = (float) (holds ? yes.at(y[i]) : no.at(n[i]));
      } else {
        l[i] = holds ? yes.longs()[y[i]] : no.longs()[n[i]];
      }
    }
    return floats ? Array.of(f, dims) : Array.of(l, dims);
  }

  static Array unary(Array a, DoubleUnaryOperator operator) {
    float[] values = new float[a.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) operator.applyAsDouble(a.at(i));
    }
    Array result = Array.of(values, a.dims());
    return a.isFloat() ? result : Array.of(result.toLongs(), a.dims());
  }

  static Array cast(OnnxNode node, Array a) {
    int to = node.attributes().integer("to", 1);
    if (FLOATS.contains(to)) {
      float[] values = a.toFloats().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] =
            to == FLOAT16 ? Float.float16ToFloat(Float.floatToFloat16(values[i])) : values[i];
      }
      return Array.of(values, a.dims());
    }
    if (to == BOOL) {
      return compare(List.of(a, Array.of(new long[1])), (x, zero) -> x != 0);
    }
    return Array.of(a.toLongs(), a.dims());
  }

  static Array range(Array start, Array limit, Array delta) {
    double from = start.at(0);
    double step = delta.at(0);
    double count = Math.ceil((limit.at(0) - from) / step);
    int size = Strides.size((int) Math.max(0, count));
    float[] values = new float[size];
    long[] longs = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (from + i * step);
      longs[i] = (long) (from + i * step);
    }
    return start.isFloat() ? Array.of(values, size) : Array.of(longs, size);
  }

  /**
   * Reduces axes.
   *
   * @param axes null or none for all
   * @param rule what is done with the elements of a place, in order
   */
  static Array reduce(
      OnnxNode node, Array a, int @Nullable [] axes, ToDoubleFunction<double[]> rule) {
    boolean all = axes == null || axes.length == 0;
    if (all && axes != null && node.attributes().integer("noop_with_empty_axes", 0) == 1) {
      return a;
    }
    boolean[] gone = new boolean[a.rank()];
    Arrays.fill(gone, all);
    for (int axis : axes == null ? new int[0] : axes) {
      gone[axis < 0 ? axis + a.rank() : axis] = true;
    }
    boolean keep = node.attributes().integer("keepdims", 1) == 1;
    int[] kept = a.dims().clone();
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < kept.length; axis++) {
      if (gone[axis]) {
        kept[axis] = 1;
      }
      if (!gone[axis] || keep) {
        dims.add(kept[axis]);
      }
    }
    int[] place = Strides.spread(kept, a.dims());
    int places = Strides.size(kept);
    double[][] elements = new double[places][places == 0 ? 0 : a.size() / places];
    int[] count = new int[places];
    for (int i = 0; i < place.length; i++) {
      elements[place[i]][count[place[i]]++] = a.at(i);
    }
    float[] floats = new float[places];
    long[] longs = new long[places];
    for (int i = 0; i < places; i++) {
      double result = rule.applyAsDouble(elements[i]);
      floats[i] = (float) result;
      longs[i] = (long) result;
    }
    int[] sizes = dims.stream().mapToInt(Integer::intValue).toArray();
    return a.isFloat() ? Array.of(floats, sizes) : Array.of(longs, sizes);
  }

  static Array trilu(OnnxNode node, List<@Nullable Array> in) {
    Array a = in(in, 0);
    long k = in.size() > 1 && in.get(1) != null ? in(in, 1).toLongs()[0] : 0;
    boolean upper = node.attributes().integer("upper", 1) == 1;
    int columns = a.dims()[a.rank() - 1];
    int rows = a.dims()[a.rank() - 2];
    float[] floats = a.toFloats().clone();
    for (int i = 0; i < floats.length; i++) {
      int column = i % columns;
      int row = i / columns % rows;
      if (upper ? column < row + k : column > row + k) {
        floats[i] = 0;
      }
    }
    Array result = Array.of(floats, a.dims());
    return a.isFloat() ? result : Array.of(result.toLongs(), a.dims());
  }
}
