package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Sums and products with constants. */
final class Affine {
  private Affine() {}

  /** Every element changed. */
  static Array map(Array array, DoubleUnaryOperator f) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) f.applyAsDouble(array.at(i));
    }
    return Array.of(values, array.dims());
  }

  /** The same factor for all elements, in place of the one that the value has waiting. */
  static Dyn scalar(OnnxNode node, GraphImport g, Dyn x, double factor) {
    if (factor == 1) {
      return new Dyn(x.value(), x.layout());
    }
    int size = x.value().shape().dim(-1);
    return emit(node, g, x, filled(size, factor), filled(size, 0));
  }

  /** A layer of this name with the same factor and shift for all elements; none when neither. */
  static Dyn map(GraphImport g, String name, Dyn x, double factor, double shift) {
    if (factor == 1 && shift == 0) {
      return x;
    }
    int size = x.value().shape().dim(-1);
    Map<String, Tensor> tensors =
        GraphImport.tensors(
            "weight",
            Tensor.of(Shape.of(size), filled(size, factor)),
            "bias",
            Tensor.of(Shape.of(size), filled(size, shift)));
    return new Dyn(g.layer(name, "scale_shift", Map.of(), tensors, x.value()), x.layout());
  }

  private static float[] filled(int size, double value) {
    float[] values = new float[size];
    Arrays.fill(values, (float) value);
    return values;
  }

  /**
   * A layer that multiplies by one constant and adds another.
   *
   * @param source name of the constant
   */
  static Dyn of(
      OnnxNode node,
      GraphImport g,
      Dyn x,
      @Nullable Array scale,
      @Nullable Array shift,
      String source) {
    Array array = scale != null ? scale : shift;
    if (array == null) {
      return x;
    }
    int[] dims = Strides.broadcast(x.dims(), array.dims());
    if (!Arrays.equals(dims, x.dims())) {
      throw g.fail(
          node,
          "the constant "
              + array
              + " does not broadcast to the sizes "
              + Arrays.toString(x.dims()));
    }
    float[] values = ours(node, g, x, array);
    int last = x.value().shape().dim(-1);
    boolean perFeature = true;
    for (int i = last; i < values.length; i++) {
      perFeature &= values[i] == values[i % last];
    }
    if (perFeature) {
      float[] vector = Arrays.copyOf(values, last);
      return scale != null
          ? emit(node, g, x, vector, filled(last, 0))
          : emit(node, g, x, filled(last, 1), vector);
    }
    boolean steps = x.layout().rank() == 3 && x.layout().batchAxis() == 0;
    if (scale == null && steps && x.value().shape().rank() != 2) {
      Dyn moved = g.lastAxis(node, x, 2);
      List<Factor> features = moved.layout().ours().getLast();
      List<List<Factor>> wanted = List.of(x.layout().onnx().get(1), features);
      return of(node, g, g.arrange(node, moved, wanted), null, array, source);
    }
    if (scale != null || x.value().shape().rank() != 2) {
      throw g.fail(
          node,
          "constants that differ from place to place can only be added to [steps, features], as"
              + " position embeddings");
    }
    return positions(node, g, x, values, source);
  }

  /** A factor and a summand for each feature. */
  static void scaleShift(OnnxNode node, GraphImport g) {
    Dyn x = g.dyn(node, 0);
    Array scale = g.constant(node, 1);
    Array shift = g.constant(node, 2);
    float[] factors = perFeature(node, g, x, scale);
    float[] summands = perFeature(node, g, x, shift);
    if (factors.length == 0 || summands.length == 0) {
      Dyn scaled = of(node, g, x, scale, null, node.input(1));
      g.set(node, of(node, g, scaled, null, shift, node.input(2)));
      return;
    }
    g.set(node, emit(node, g, x, factors, summands));
  }

  /** The constant for each position of the last axis; empty when it differs from place to place. */
  private static float[] perFeature(OnnxNode node, GraphImport g, Dyn x, Array array) {
    if (!Arrays.equals(Strides.broadcast(x.dims(), array.dims()), x.dims())) {
      return new float[0];
    }
    float[] values = ours(node, g, x, array);
    int last = x.value().shape().dim(-1);
    for (int i = last; i < values.length; i++) {
      if (values[i] != values[i % last]) {
        return new float[0];
      }
    }
    return Arrays.copyOf(values, last);
  }

  /** The constant for each element of a sample here. */
  private static float[] ours(OnnxNode node, GraphImport g, Dyn x, Array array) {
    Layout layout = x.layout();
    int rank = layout.rank();
    int offset = rank - array.rank();
    int[] strides = Strides.of(array.dims());
    List<Factor> factors = layout.ours().stream().flatMap(List::stream).toList();
    int[] sizes = factors.stream().mapToInt(Factor::size).toArray();
    float[] values = new float[Strides.size(sizes)];
    float[] from = array.toFloats();
    for (int axis = offset; axis < rank; axis++) {
      boolean batch = layout.onnx().get(axis).stream().anyMatch(Factor::isBatch);
      if (batch && array.dims()[axis - offset] != 1) {
        throw g.fail(node, "the constant " + array + " has a value for each sample");
      }
    }
    int[] ourStrides = Strides.of(sizes);
    for (int i = 0; i < values.length; i++) {
      int at = 0;
      for (int axis = offset; axis < rank; axis++) {
        if (array.dims()[axis - offset] == 1) {
          continue;
        }
        int position = 0;
        for (Factor f : layout.onnx().get(axis)) {
          int k = factors.indexOf(f);
          position = position * f.size() + f.onnxPosition(i / ourStrides[k] % sizes[k]);
        }
        at += position * strides[axis - offset];
      }
      values[i] = from[at];
    }
    return values;
  }

  private static Dyn emit(OnnxNode node, GraphImport g, Dyn x, float[] scale, float[] shift) {
    Tensor weight = Tensor.of(Shape.of(scale.length), scale);
    Tensor bias = Tensor.of(Shape.of(shift.length), shift);
    Value value =
        g.layer(
            g.names().forNode(node),
            "scale_shift",
            Map.of(),
            GraphImport.tensors("weight", weight, "bias", bias),
            x.value());
    return new Dyn(value, x.layout());
  }

  private static Dyn positions(OnnxNode node, GraphImport g, Dyn x, float[] values, String source) {
    Tensor weight = Tensor.of(x.value().shape(), values);
    List<String> name = new ArrayList<>(List.of(source));
    Value value =
        g.layer(
            g.names().forWeight(node, name.getFirst() + ".weight"),
            "position_embedding",
            Map.of(),
            Map.of("weight", weight),
            x.value());
    return new Dyn(value, x.layout());
  }
}
